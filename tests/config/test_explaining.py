"""The pages that are made from the declarations say what the declarations say."""

import ast
from dataclasses import fields
from typing import Annotated, Literal

import pytest
from babel.messages.catalog import Catalog
from pydantic import Field

from xiezhi.config import explaining
from xiezhi.config.collecting import SOURCE, packs
from xiezhi.config.describing import PO, read
from xiezhi.config.explaining import GUARDS, Page
from xiezhi.kernel import (
    COUNTY,
    NEW,
    SYSTEM,
    Act,
    Department,
    Duty,
    Form,
    Ground,
    Paper,
    Procedure,
    Reason,
    Side,
    Situation,
    State,
    Text,
    Words,
    another_person,
    choice,
    guard,
    overdue,
)
from xiezhi.lexicon.laws import PENALTY
from xiezhi.procedures import PROCEDURES

SENDER, RECEIVER = Side("sender", "寄件方"), Side("receiver", "收件方")
OFFICE = Side("office", "监督方", appointed="coordinator")
READY, SENT, PAUSED, CLOSED = (
    State("ready", "待寄", SENDER), State("sent", "已寄", RECEIVER), State("paused", "补正中", SENDER), State("closed", "完"),
)  # fmt: skip
RECEIPT = Duty(
    name="receipt", title="签收", owed_by=RECEIVER, to=SENDER, term="receipt", clause=COUNTY["transfer-receipt"]
)
LETTER = Paper(name="letter", title="函", to=RECEIVER, number="transfer", text="{words}")
LIST = Paper(name="list", title="清单", to=RECEIVER, text="{words}")


class Draft(Form):
    receiver: Department = Field(title="收件方", json_schema_extra={"hint": "选一个"})
    words: Text = Field(title="内容")
    kind: Literal["急", "缓"] = Field(title="缓急")
    source: Annotated[Words, choice("case_source")] | None = Field(None, title="来源")


@guard(COUNTY["transfer-facts"], unless="source", asks=("words",))
def words_are_enough(s: Situation) -> Reason:
    return None


POST = Procedure(
    key="post", version=3, title="寄送", clause=COUNTY["transfer-letter"] + PENALTY["第五十四条"], readers=[OFFICE],
    offered=False,
    acts=[
        Act("draft", "拟稿", by=SENDER.handler, at=[NEW], to=READY, form=Draft, materials="transfer", internal=True,
            guards=[words_are_enough], clause=COUNTY["transfer-facts"]),
        Act("send", "寄出", by=SENDER.approver("transfer"), at=[READY], to=SENT, admits=[RECEIVER], starts=[RECEIPT],
            guards=[another_person("draft")], issues=[LETTER, LIST], clause=COUNTY["transfer-approval"]),
        Act("ask", "要求补正", by=RECEIVER.handler, at=[SENT], to=PAUSED, clause=COUNTY["transfer-supplement"],
            suspends={RECEIPT: Ground("more", "补正", COUNTY["transfer-supplement"])}),
        Act("give", "补正", by=SENDER.handler, at=[PAUSED], to=SENT, clause=COUNTY["transfer-supplement"],
            resumes={RECEIPT: Ground("more", "补正", COUNTY["transfer-supplement"])}),
        Act("note", "备注", by=SENDER.handler, at=[SENT], clause=COUNTY["transfer-letter"]),
        Act("receive", "签收", by=[RECEIVER.liaison, RECEIVER.handler], at=[SENT], to=CLOSED, ends=[RECEIPT],
            clause=COUNTY["transfer-receipt"]),
        Act("deem", "视为签收", by=SYSTEM, at=[SENT], to=CLOSED, guards=[overdue(RECEIPT)], lapses=[RECEIPT],
            clause=COUNTY["transfer-receipt"]),
    ],
)  # fmt: skip


@pytest.fixture
def page() -> Page:
    catalog = Catalog(locale="en")
    catalog.add("签收", "Sign for it")
    return Page(POST, dict(packs())["wuyi-2021.toml"], explaining._english(catalog))


def part(page: Page, title: str) -> list[str]:
    return page.text.partition(f"## {title}\n")[2].partition("\n## ")[0].strip().splitlines()


def cells(page: Page, title: str, name: str) -> list[str]:
    line = next(line for line in part(page, title) if line.startswith(f"| `{name}`"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_there_is_a_page_for_every_procedure_and_a_list_of_them() -> None:
    made = explaining.pages(read(PO))
    assert set(made) == {"README.md", *(f"{key}.md" for key in PROCEDURES)}
    assert all(f"({key}.md)" in made["README.md"] for key in PROCEDURES)


def test_a_title_is_in_english_beside_the_chinese_and_alone_where_there_is_no_english(page: Page) -> None:
    assert page.both("签收") == "Sign for it 签收"
    assert page.both("补正") == "补正"


def test_a_page_begins_with_what_it_is_about_and_where_it_comes_from(page: Page) -> None:
    assert page.text.startswith("# 寄送\n")
    assert "Key `post`, version 3 (declared, not yet offered)." in page.text
    assert "行政处罚法 第五十四条" in page.text.partition("## ")[0]


def test_sides_tell_how_they_are_taken(page: Page) -> None:
    assert cells(page, "Sides", "sender")[2] == "whoever opens the dossier"
    assert cells(page, "Sides", "receiver")[2] == "the department named in the form"
    assert cells(page, "Sides", "office")[2] == "oversees, appointed by the pack's list `coordinator`"
    assert not any("`system`" in line for line in part(page, "Sides"))


def test_every_state_is_in_the_picture_and_every_way_between_two(page: Page) -> None:
    picture = "\n".join(part(page, "States")).partition("```mermaid\n")[2].partition("```")[0]
    assert picture.splitlines()[1:5] == [
        '  state "待寄" as ready', '  state "已寄" as sent', '  state "补正中" as paused', '  state "完" as closed',
    ]  # fmt: skip
    assert "  [*] --> ready: 拟稿\n" in picture
    assert "  sent --> closed: Sign for it / 视为签收\n" in picture
    assert "  closed --> [*]\n" in picture
    assert "备注" not in picture
    assert cells(page, "States", "closed")[2] == "nobody: the end"


def test_an_act_tells_who_may_from_where_to_where_and_what_follows(page: Page) -> None:
    _, _, who, way, clause, follows, only_if = cells(page, "Acts", "send")
    assert who.startswith("寄件方负责人 (head or chief")
    assert way == "`ready` → `sent`"
    assert clause == "武政发〔2021〕15号 五（三）2"
    assert follows == "starts `receipt`<br>issues `letter`, `list`<br>lets in the 收件方"
    assert only_if == "not by the person who did `draft`"
    assert cells(page, "Acts", "note")[3] == "`sent` → stays"
    assert cells(page, "Acts", "draft")[5] == "needs the materials `transfer`<br>stays within its own side"
    assert cells(page, "Acts", "ask")[5] == "pauses `receipt`"


def test_the_system_and_what_it_waits_for_are_told(page: Page) -> None:
    told = cells(page, "Acts", "deem")
    assert told[2] == "the system, by itself"
    assert told[5:] == ["lets lapse `receipt`", "the term of `receipt` has run out"]


def test_a_guard_of_ones_own_is_told_by_its_name_with_what_overcomes_it(page: Page) -> None:
    told = cells(page, "Acts", "draft")[6]
    assert told == "words are enough, or a reason in `source` (武政发〔2021〕15号 五（三）2)"


def test_nothing_that_an_act_can_say_is_left_out() -> None:
    """A new word of the kernel must find its way to the pages."""
    told = {"name", "title", "by", "at", "to", "clause", "form", "materials", "guards", "admits", "escalates", "starts"}
    told |= {"measures", "ends", "lifts", "lapses", "suspends", "resumes", "extends", "issues", "voids", "opens"}
    assert {field.name for field in fields(Act)} == told | {"performed", "discards", "internal"}


def test_every_kind_of_guard_has_its_words() -> None:
    tree = ast.parse((SOURCE / "kernel" / "guards.py").read_text(encoding="utf-8"))
    made = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.returns is not None]
    assert {f.name for f in made if f.returns and ast.unparse(f.returns) == "Guard"} == set(GUARDS)


def test_a_duty_has_its_term_and_clause_in_the_county(page: Page) -> None:
    _, title, who, term, start, clause, source = cells(page, "Duties", "receipt")
    assert (title, who) == ("Sign for it 签收", "收件方 → 寄件方")
    assert term.startswith("2 working days")
    assert (start, clause, source) == ("the act itself", "本县缺省规则 移送签收", "local default")


def test_papers_have_their_numbers_and_materials_their_need(page: Page) -> None:
    assert cells(page, "Papers", "letter")[2:] == ["收件方", "`send`", "`{agency}移〔{year}〕{n}号`"]
    assert cells(page, "Papers", "list")[4] == "that of the letter it goes with"
    assert {line.split("|")[3].strip() for line in part(page, "Materials")[2:]} == {
        "yes, or why it does not apply", "if there is any",
    }  # fmt: skip


def test_fields_are_listed_with_what_may_be_answered(page: Page) -> None:
    assert cells(page, "Forms", "receiver") == ["`receiver`", "收件方", "department", "选一个"]
    assert cells(page, "Forms", "kind")[2] == "radio: 急 / 缓"
    assert cells(page, "Forms", "source")[0] == "`source` (optional)"
    assert cells(page, "Forms", "source")[2].startswith("choice: 现场检查 / ")
