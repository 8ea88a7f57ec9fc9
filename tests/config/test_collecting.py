"""Everything that people read is collected for translation, and nothing that is not for them."""

import ast

import pytest

from xiezhi.config.collecting import CHINESE, SILENT, SOURCE, SPEAKING, Message, messages, said
from xiezhi.procedures import PROCEDURES


@pytest.fixture(scope="module")
def collected() -> dict[Message, tuple[str, ...]]:
    return messages()


def texts(code: str) -> set[str]:
    return {message.text for message in said(code)}


def test_a_chinese_string_is_a_message_wherever_it_stands() -> None:
    assert texts('A = {"x": "在办"}\nsay("不得换行", n=1)\nField(title="案由")') == {"在办", "不得换行", "案由"}


def test_docstrings_are_not_said_to_people() -> None:
    assert texts('"""模块。"""\ndef f():\n    """函数。"""\n    return "说"\nclass C:\n    """类。"""') == {"说"}


def test_the_words_of_papers_and_captions_stay_chinese() -> None:
    assert texts('Paper(title="函", heading="关于{x}的函", text="你单位：{y}", caption="{x}案")') == {"函"}


def test_articles_of_laws_are_not_messages_but_answers_to_choose_from_are() -> None:
    assert texts('PENALTY["第五十四条"]\nX: Literal["处罚", "不予处罚"]\nY["第一条", "第二条"]') == {"处罚", "不予处罚"}


def test_what_is_put_together_is_not_taken_apart() -> None:
    assert texts("f'{x}年{gettext(\"月\")}'") == {"月"}


def test_punctuation_is_a_message_where_it_is_marked() -> None:
    assert texts('gettext("、").join(x)\n"、".join(x)') == {"、"}


def test_what_is_counted_has_a_plural() -> None:
    assert set(said('ngettext("{n}日", "{n}日", n)\ngettext("无")')) == {Message("{n}日", counted=True), Message("无")}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("跳到正文", "src/xiezhi/web/templates/base.html"),  # a tag
        ("去办理", "src/xiezhi/web/templates/parts/duty.html"),  # in a filter
        ("编号 %(number)s", "src/xiezhi/web/templates/error.html"),  # a block with a value
        ("受移送单位承办人", "src/xiezhi/procedures/case_transfer.py"),  # put together when it is declared
        ("危及食品、药品安全", "packs/wuyi-2021.toml"),
        ("国庆节", "src/xiezhi/registry/calendar_seed.py"),
    ],
)
def test_messages_come_from_pages_declarations_packs_and_calendars(
    text: str, place: str, collected: dict[Message, tuple[str, ...]]
) -> None:
    assert place in collected[Message(text)]


def test_every_title_of_every_procedure_is_a_message(collected: dict[Message, tuple[str, ...]]) -> None:
    known = {message.text for message in collected}
    for procedure in PROCEDURES.values():
        named = (procedure.states, procedure.duties, procedure.papers, procedure.sides)
        titles = {thing.title for things in named for thing in things.values()}
        assert titles | {act.title for act in procedure.acts} | {procedure.title} <= known


def test_pages_say_nothing_that_cannot_be_translated() -> None:
    """A Chinese string that is put together with f"…" could never be: its pieces have no order of their own."""
    speaking = [path for part in ("web", "api") for path in sorted((SOURCE / part).rglob("*.py"))]
    together = [
        f"{path.name}:{node.lineno}"
        for path in speaking
        if path.relative_to(SOURCE).as_posix() not in SILENT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        if any(isinstance(piece, ast.Constant) and CHINESE.search(str(piece.value)) for piece in node.values)
    ]
    assert together == []


def test_what_is_said_to_be_silent_is_there() -> None:
    assert [name for name in SILENT if not (SOURCE / name).is_file()] == []
    assert [part for part in SPEAKING if not (SOURCE / part).is_dir()] == []
