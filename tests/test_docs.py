"""What the documentation says is so: links lead somewhere, commands and settings exist, examples run, pages are fresh."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.office.told import Told
from xiezhi.config import cli
from xiezhi.config.describing import PAGES, PO, read
from xiezhi.config.explaining import pages
from xiezhi.kernel import ZONE, Calendar, Procedure
from xiezhi.office.models import Obligation
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.registry.installing import put_pack

PROJECT = Path(__file__).resolve().parents[1]
DOCS, PICTURES = PROJECT / "docs", PROJECT / "docs" / "pictures"
READMES = [PROJECT / "README.md", PROJECT / "README.zh-CN.md"]
WRITTEN = [*READMES, PROJECT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
LARGEST = 250 * 1024  # octets of a picture
WIDTHS = {"workbench": 1440, "dossier": 390}


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str = "") -> list[str]:
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", text(path), re.MULTILINE | re.DOTALL)


def links(path: Path) -> Iterator[str]:
    for one, other in LINK.findall(re.sub(r"```.*?```", "", text(path), flags=re.DOTALL)):
        yield one or other


@pytest.mark.parametrize("page", WRITTEN, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    there = [link.partition("#")[0] for link in links(page) if "://" not in link]
    assert [link for link in there if not (page.parent / link).exists()] == []


def test_every_page_can_be_reached_from_the_first() -> None:
    found, new = set[Path](), {PROJECT / "README.md"}
    while new:
        found |= new
        linked = {(page.parent / link).resolve() for page in new for link in links(page) if link.endswith(".md")}
        new = linked - found
    assert [named(path) for path in WRITTEN if path.resolve() not in found] == []


def test_pages_in_both_languages_begin_with_the_same_two_commands() -> None:
    assert [blocks(page)[0] for page in READMES] == ["make demo\nmake test\n"] * 2
    targets = re.findall(r"^([a-z]+):", text(PROJECT / "Makefile"), re.MULTILINE)
    asked = {target for page in WRITTEN for target in re.findall(r"\bmake ([a-z]+)`", text(page))}
    assert asked <= set(targets)


def test_every_setting_is_told_and_nothing_else() -> None:
    read_in = {
        path
        for folder in ("config", "office", "web", "api")
        for path in (PROJECT / "src/xiezhi" / folder).rglob("*.py")
    }
    asked = {name for path in read_in for name in environment(ast.parse(text(path)))}
    for page in READMES:
        assert set(re.findall(r"^\| `([A-Z_]+)` \|", text(page), re.MULTILINE)) == asked - {"PATH"}


def environment(tree: ast.AST) -> Iterator[str]:
    """The variables that a module reads."""
    for node in ast.walk(tree):
        asked = node.args[:1] if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get" else []
        if (
            isinstance(node, ast.Subscript)
            and ast.unparse(node.value) == "os.environ"
            and isinstance(node.ctx, ast.Load)
        ):
            asked = [node.slice]
        yield from (str(name.value) for name in asked if isinstance(name, ast.Constant))


def test_every_command_is_told_and_nothing_else() -> None:
    there = set(cli._parser()._subparsers._group_actions[0].choices or ())  # type: ignore[union-attr]  # argparse has no other way
    told = re.findall(r"^\| `xiezhi (\w+)", text(DOCS / "operations.md"), re.MULTILINE)
    assert sorted(told) == sorted(there)
    used = {
        command
        for page in WRITTEN
        for command in re.findall(r"(?:`|bin/|^\s*|=\S+ )xiezhi ([a-z]+)", text(page), re.MULTILINE)
    }
    assert used <= there


def test_what_is_named_in_the_overview_is_there() -> None:
    files = re.findall(r"`((?:office|web|kernel|config|registry|api)/\w+\.py)`", text(DOCS / "overview.md"))
    assert [file for file in files if not (PROJECT / "src/xiezhi" / file).is_file()] == []
    folders = re.findall(r"^\| `(\S+/)` \|", text(DOCS / "overview.md"), re.MULTILINE)
    assert [folder for folder in folders if not (PROJECT / folder).is_dir()] == []
    layers = {path.parent.name for path in (PROJECT / "src/xiezhi").glob("*/__init__.py")}
    assert {Path(folder).name for folder in folders if folder.startswith("src/")} == layers


def test_every_decision_has_its_page_dated_and_listed() -> None:
    why = DOCS / "why"
    decisions = {path.name for path in why.glob("*.md")} - {"README.md"}
    assert set(links(why / "README.md")) == decisions
    for name in decisions:
        assert re.search(r"^# .+\n\n\*20\d\d\*\n\n\*\*Decision\.\*\*", text(why / name))


def test_the_pages_of_the_procedures_are_fresh() -> None:
    """If they are not: `xiezhi describe`."""
    assert {path.name: text(path) for path in PAGES.glob("*.md")} == pages(read(PO))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", sorted(WIDTHS))
def test_the_pictures_are_there_and_small(what: str, language: str) -> None:
    path = PICTURES / f"{what}-{language}.png"
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", WIDTHS[what])


@pytest.mark.django_db
def test_the_case_of_the_api_page_opens_a_dossier(county: None) -> None:
    filled = json.loads(blocks(DOCS / "api.md", "json")[0])["filled"]
    told = Told(at=datetime(2026, 11, 24, 11, tzinfo=ZONE))
    told("zrzy.handler", "find", **filled)
    assert (told.state, told.owed) == ("found", {"transfer"})


@pytest.fixture
def advice(monkeypatch: pytest.MonkeyPatch, county: None) -> Procedure:
    """The example of the page on new procedures, with its part of the pack, in force."""
    page = DOCS / "new-procedure.md"
    names: dict[str, Any] = {"__name__": "xiezhi.procedures.advice"}
    exec(blocks(page, "python")[0], names)
    procedure: Procedure = names["procedure"]
    monkeypatch.setitem(PROCEDURES, procedure.key, procedure)
    pack = with_more(text(PROJECT / "packs/wuyi-2021.toml"), blocks(page, "toml")[0])
    put_pack(
        pack.replace("[pack]\n", "[pack]\nrevision = 9\n"),
        Calendar(seed_years()),
        at=datetime(2021, 2, 22, tzinfo=ZONE),
    )
    return procedure


def with_more(pack: str, more: str) -> str:
    """A pack with the lines of each section put into its own."""
    sections: Mapping[str, str] = dict(re.findall(r"^\[(\w+)\]\n((?:(?!\[).+\n?)*)", more, re.MULTILINE))
    assert set(sections) == set(tomllib.loads(more))
    for section, lines in sections.items():
        pack, times = re.subn(rf"^\[{section}\].*\n", lambda head: head.group() + lines, pack, flags=re.MULTILINE)  # noqa: B023 - used at once
        assert times == 1
    return pack


@pytest.mark.django_db
def test_the_example_of_a_new_procedure_goes_through_the_office(advice: Procedure) -> None:
    told = Told(procedure=advice.key)
    told("zfj.handler", "ask", topic="油烟标准", adviser="sthj", question="适用哪一个标准？", secret="否")
    assert told.owed == {"answering"}
    due = Obligation.objects.get(dossier=told.number)
    assert (due.owed_by_id, str(due.due_date), due.source) == ("sthj", "2021-03-08", "local default")
    told.at += timedelta(days=1)
    told("sthj.head", "answer", answer="适用《饮食业油烟排放标准》。")
    assert (told.state, told.owed) == ("closed", set())
    assert [(paper.name, paper.number) for paper in told.papers] == [("reply", "金环武咨复〔2021〕1号")]


@pytest.mark.django_db
def test_the_example_refuses_what_its_guard_refuses(advice: Procedure) -> None:
    told = Told(procedure=advice.key)
    asked = {"topic": "油烟标准", "adviser": "sthj", "question": "适用哪一个标准？", "secret": "是"}
    assert told.refuses("zfj.handler", "ask", **asked) == {"nothing_secret"}
