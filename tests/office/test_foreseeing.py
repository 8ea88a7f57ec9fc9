"""What is read beforehand is what will be issued."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import Field

from tests.office.told import LETTER, MONDAY, Told, found
from xiezhi.kernel import (
    COUNTY,
    NEW,
    Act,
    Actor,
    Department,
    Dossier,
    Form,
    Paper,
    Procedure,
    Side,
    State,
    Text,
    day_of,
)
from xiezhi.lexicon.forms import Subject
from xiezhi.office.attempting import Attempt, so_far
from xiezhi.office.dossiers import load
from xiezhi.office.foreseeing import BLANK, foreseen, issuing, typed_in
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import current, in_force
from xiezhi.typeset.words import Document, Letter, MaterialsList, Slip, read

pytestmark = pytest.mark.usefixtures("county")
TRANSFER = PROCEDURES["case-transfer"]


def began() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def drafted() -> Told:
    told = began()
    told("zrzy.handler", "draft", **LETTER)
    return told


def received() -> Told:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    return told


def attempt(told: Told, who: Actor, act: str, **filled: Any) -> Attempt:
    kept = load(told.number, person=None, at=told.at)
    assert kept
    rules = in_force(kept.pack, kept.calendar).rules
    declared = kept.procedure.act(act)
    return Attempt(
        procedure=kept.procedure, act=declared, dossier=kept.dossier, actor=who, rules=rules, at=told.at,
        typed=so_far(declared.form, filled), catalogue=kept.catalogue, number=kept.id,
    )  # fmt: skip


def ahead(here: Attempt, attached: Sequence[Mapping[str, Any]] | None = None) -> list[Document]:
    issued = issuing(here.procedure, here.act, here.dossier.facts)
    return foreseen(issued, here, attached) if issued else []


HANDLER = Actor("zrzy", ("handler",), "1")
HEAD = Actor("zrzy", ("head",), "2")
THEIR_HEAD = Actor("zfj", ("head",), "4")


def issued(told: Told) -> list[Document]:
    return [replace(read(paper.text), number="", date=None) for paper in told.papers]


def test_the_approver_reads_the_very_words_without_number_and_date() -> None:
    told = drafted()
    before = ahead(attempt(told, HEAD, "approve"))
    told("zrzy.head", "approve")
    assert ahead(attempt(told, HANDLER, "send")) == before
    told("zrzy.handler", "send")
    assert before == issued(told)


def test_whoever_drafts_reads_what_is_typed_with_what_goes_along() -> None:
    told = began()
    going = [{"material": "source", "name": "现场.pdf", "digest": "sha256:0", "media_type": "application/pdf"}]
    letter, listed = ahead(attempt(told, HANDLER, "draft", **LETTER), going)
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    assert letter == issued(told)[0]
    assert isinstance(listed, MaterialsList)
    assert [row.name for row in listed.rows] == ["现场"]


def test_what_is_not_yet_filled_in_is_a_blank_and_what_may_be_left_out_is_said_to_be() -> None:
    letter = ahead(attempt(began(), HANDLER, "draft", facts="浇筑厂房一处。"), [])[0]
    assert isinstance(letter, Letter)
    text = "\n".join(letter.body)
    assert (letter.addressee, letter.organ) == (BLANK, "武义县自然资源和规划局")
    assert "浇筑厂房一处。" in text
    assert "其他措施：无。" in text
    assert f"根据{BLANK}和《关于" in text
    assert letter.notes[0].count(BLANK) == 3  # names, certificates, telephone


def test_what_is_typed_wrongly_is_a_blank_too() -> None:
    letter = ahead(attempt(began(), HANDLER, "draft", **{**LETTER, "contact": "甲" * 201, "receiver": "nobody"}), [])[0]
    assert isinstance(letter, Letter)
    assert letter.addressee == BLANK
    assert letter.notes[0].count(BLANK) == 1


def test_an_act_that_issues_a_paper_itself_shows_its_own_with_the_day_that_it_will_name() -> None:
    told = received()
    before = ahead(attempt(told, THEIR_HEAD, "ask_supplement", gaps="过磅单"))
    told("zfj.head", "ask_supplement", gaps="过磅单")
    assert before == issued(told)[-1:]


def test_an_earlier_answer_to_the_same_question_is_not_told_again() -> None:
    told = drafted()
    told("zrzy.head", "redraft", reasons="请补充")
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    told("zfj.liaison", "receive", received_by="甲")
    slip = ahead(attempt(told, THEIR_HEAD, "return_case"))[0]
    assert isinstance(slip, Slip)
    assert f"理由：{BLANK}" in slip.body
    assert not any("请补充" in line for line in slip.body)


def test_nothing_is_foreseen_where_no_paper_follows_or_more_is_lacking_than_this_form_asks() -> None:
    known = {name for act in TRANSFER.acts for name in act.form.model_fields} - {"decision_no"}
    assert issuing(TRANSFER, TRANSFER.act("file"), known) == TRANSFER.act("file")
    assert issuing(TRANSFER, TRANSFER.act("order_stop"), {}) is None  # the letter needs what the draft will say
    assert issuing(TRANSFER, TRANSFER.act("find"), ()) is None
    assert issuing(TRANSFER, TRANSFER.act("mark_urgent"), ()) is None


def test_only_papers_of_the_same_side_are_read_beforehand() -> None:
    known = {name for act in TRANSFER.acts for name in act.form.model_fields}
    supplement = issuing(TRANSFER, TRANSFER.act("supplement"), known)  # it goes on with the other side
    decide = issuing(TRANSFER, TRANSFER.act("decide"), known)
    assert (supplement, decide and decide.name) == (None, "feed_back")


@pytest.mark.parametrize(
    ("act", "by", "typed"),
    [("draft", "send", True), ("approve", "send", False), ("send", "send", False), ("receive", "receive", True)],
)
def test_papers_are_ready_unless_the_form_is_still_to_word_them(act: str, by: str, typed: bool) -> None:  # noqa: FBT001
    assert typed_in(TRANSFER.act(by), TRANSFER.act(act)) is typed


class Wish(Form):
    offender: Subject = Field(title="当事人")
    keeper: Department = Field(title="提供单位")
    purpose: Text = Field(title="用途")


ASKER, KEEPER = Side("asker", "查询单位"), Side("keeper", "提供单位")
OVER = State("over", "已办结")
QUERY = Paper(
    name="query",
    title="查询函",
    to=KEEPER,
    number="transfer",
    text="为{purpose}，请{you}提供资料。\n{offender.details}",
)
OPENING = Act(
    "wish", "提出查询", by=ASKER.handler, at=[NEW], to=OVER, form=Wish, admits=[KEEPER], issues=[QUERY],
    clause=COUNTY["transfer-mutual"],
)  # fmt: skip
QUERIES = Procedure(key="queries", version=1, title="查询", clause=COUNTY["transfer-mutual"], acts=[OPENING])


def opened_with(**filled: Any) -> Letter:
    rules = current(day_of(MONDAY)).rules
    here = Attempt(
        procedure=QUERIES, act=OPENING, dossier=Dossier("queries"), actor=HANDLER, rules=rules, at=MONDAY,
        typed=so_far(Wish, filled),
    )  # fmt: skip
    letter = ahead(here)[0]
    assert isinstance(letter, Letter)
    return letter


def test_an_act_that_opens_a_dossier_shows_its_paper_before_there_is_one() -> None:
    letter = opened_with(purpose="核实权属", keeper="slj", offender={"kind": "firm", "name": "甲公司"})
    assert (letter.organ, letter.addressee) == ("武义县自然资源和规划局", "武义县水务局")
    assert letter.body == ("为核实权属，请贵局提供资料。", "名称：甲公司")
    assert opened_with().body == (f"为{BLANK}，请贵单位提供资料。", BLANK)
