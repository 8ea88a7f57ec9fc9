"""What is made from the declarations and kept in git is kept up to date by one command."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from xiezhi.config import collecting, describing, explaining
from xiezhi.config.collecting import Message
from xiezhi.config.describing import describe, lacking, read, updated, written


def catalog(**said: str) -> Catalog:
    made = Catalog(locale="en")
    for text, english in said.items():
        made.add(text, english)
    return made


def test_a_translation_stays_and_what_nobody_says_is_dropped() -> None:
    after = updated(catalog(签收="Sign for it", 旧话="Old"), {Message("签收"): ("a.py",), Message("补正"): ("b.py",)})
    assert {m.id: m.string for m in after if m.id} == {"签收": "Sign for it", "补正": ""}


def test_one_that_has_become_counted_needs_its_english_anew() -> None:
    after = updated(catalog(件="piece"), {Message("件", counted=True): ("a.py",)})
    assert lacking(after) == ["件"]


def test_a_message_with_one_of_two_forms_is_lacking() -> None:
    made = Catalog(locale="en")
    made.add(("件", "件"), ("piece", ""))
    made.add(("日", "日"), ("day", "days"))
    assert lacking(made) == ["件"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = updated(catalog(签收="Sign for it"), {Message("签收"): ("a.py",), Message("日", counted=True): ("b.py",)})
    path = tmp_path / "django.po"
    path.write_text(written(made), encoding="utf-8")
    assert written(
        updated(read(path), {Message("签收"): ("a.py",), Message("日", counted=True): ("b.py",)})
    ) == written(made)
    assert read(path).num_plurals == 2


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(describing, "PO", tmp_path / "django.po")
    monkeypatch.setattr(describing, "PAGES", tmp_path)
    monkeypatch.setattr(explaining, "pages", lambda _: {"one.md": "one"})
    (tmp_path / "django.po").write_text(describing.HEADER, encoding="utf-8")
    (tmp_path / "gone.md").write_text("gone", encoding="utf-8")
    return tmp_path


def test_the_command_writes_messages_and_pages_and_says_what_lacks_english(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(collecting, "messages", lambda: {Message("签收"): ("a.py",)})
    assert describe(None) == 1  # type: ignore[arg-type]  # it asks nothing
    assert capsys.readouterr().out.splitlines()[0] == "签收"
    assert sorted(path.name for path in elsewhere.iterdir()) == ["django.po", "one.md"]
    (elsewhere / "django.po").write_text(written(catalog(签收="Sign for it")), encoding="utf-8")
    assert describe(None) == 0  # type: ignore[arg-type]
