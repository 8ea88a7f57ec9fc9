"""The record: what each desk reads of one dossier, its own side, the other, who oversees, and who has left."""

from typing import Any

import pytest

from tests.office.disputed import again, claim, disputed, proposal, returned
from tests.office.told import LETTER, Told, found, person
from xiezhi.lexicon.forms import Subject
from xiezhi.office import queries, record
from xiezhi.office.models import Print
from xiezhi.office.queries import Desk
from xiezhi.office.record import Record

pytestmark = pytest.mark.usefixtures("county")

CONVEYED = {"case_title", "offender", "facts", "why", "basis", "officers"}
WITHHELD = {"late_reason", "concluded_at", "receiver_reason", "filed_before", "grade"}


def read(told: Told, department: str) -> Record:
    desk = Desk(person(f"{department}.handler"), department, ("handler",))
    opened = queries.dossier(desk, told.number or 0, told.at)
    assert opened
    return record.read(opened)


def sent_to_the_other() -> Told:
    """From zrzy to slj: the leading group's office oversees it."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return again(told, receiver="slj")


def entries(read: Record) -> list[str]:
    return [entry.act for entry in read.entries]


def duties(read: Record) -> dict[str, Any]:
    return {owing.obligation.duty: owing.fate for owing in read.obligations}


def test_the_own_side_reads_everything() -> None:
    mine = read(sent_to_the_other(), "zrzy")
    assert entries(mine) == ["find", "draft", "approve", "send"]
    assert [paper.name for paper in mine.papers] == ["letter", "materials"]
    assert {file.material for file in mine.files} == {"source", "offender", "licences", "investigation"}
    assert duties(mine) == {"transfer": "done", "receipt": None}
    assert mine.known.keys() >= CONVEYED | WITHHELD


def test_the_other_side_reads_what_was_sent_and_nothing_that_went_before() -> None:
    theirs = read(sent_to_the_other(), "slj")
    assert entries(theirs) == ["send"]
    assert [paper.name for paper in theirs.papers] == ["letter", "materials"]
    assert duties(theirs) == {"receipt": None}
    assert theirs.known.keys() >= CONVEYED
    assert not theirs.known.keys() & WITHHELD


def test_files_and_reasons_come_with_the_paper_that_conveys_them() -> None:
    told = sent_to_the_other()
    mine, theirs = read(told, "zrzy"), read(told, "slj")
    assert theirs.files == mine.files
    assert {file.material: file.reason for file in theirs.files if not file.digest} == {"licences": "未办理审批"}
    assert {mine.shown_at(file) for file in mine.files} == {2}
    assert {theirs.shown_at(file) for file in theirs.files} == {4}


def test_who_oversees_reads_what_was_sent_and_what_is_owed() -> None:
    told = returned(sent_to_the_other(), receiver="slj")
    theirs = read(told, "office")
    assert entries(theirs) == ["send", "receive", "return_case"]
    assert [paper.name for paper in theirs.papers] == ["letter", "materials", "slip", "return"]
    assert duties(theirs) == {"receipt": "done", "answer": "done", "resend": None}
    assert not theirs.known.keys() & WITHHELD


def test_what_is_drafted_anew_is_not_known_to_the_other_side_until_it_is_sent() -> None:
    told = returned(sent_to_the_other(), receiver="slj")
    told("zrzy.handler", "draft", **{**LETTER, "facts": "又查明一处。", "receiver": "slj", "receiver_reason": "经协商"})
    before = read(told, "slj")
    assert (before.known["facts"], before.known["reasons"]) == (LETTER["facts"], "不属于职权")
    assert {file.entry for file in before.files} == {2}
    assert read(told, "zrzy").known["facts"] == "又查明一处。"
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    after = read(told, "slj")
    assert after.known["facts"] == "又查明一处。"
    assert {file.entry for file in after.files} == {2, 7}


def test_who_has_left_keeps_what_it_saw_and_reads_nothing_later() -> None:
    told = returned(sent_to_the_other(), receiver="slj")
    before = read(told, "slj")
    told.later(days=1)
    again(told, receiver="scjg")
    told("zrzy.head", "recall", reasons="当事人已改正")
    after = read(told, "slj")
    assert entries(after) == entries(before) == ["send", "receive", "return_case"]
    assert after.files == before.files
    assert after.known == before.known
    assert [paper.name for paper in after.papers] == ["letter", "materials", "slip", "return"]
    assert {paper.voided_by for paper in after.papers} == {None}
    assert duties(before) == duties(after) == {"receipt": "done", "answer": "done"}, "the rest is not theirs to know"


def test_a_recalled_letter_is_void_for_both_sides() -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="当事人已改正")
    for department in ("zrzy", "zfj"):
        assert {paper.name: paper.voided_by for paper in read(told, department).papers} == {"letter": 5, "materials": 5}


def test_of_a_void_paper_the_copy_that_says_so_goes_first_and_what_was_sent_stays() -> None:
    told = sent_to_the_other()
    letter = told.papers[0]
    sent = Print.objects.create(paper=letter, digest="sha256:sent", size=1, printed_at=told.at).digest
    assert (read(told, "slj").papers[0].printed, read(told, "slj").papers[0].void_copy) == (sent, None)
    told("zrzy.head", "recall", reasons="当事人已改正")
    copy = Print.objects.create(paper=letter, void=True, digest="sha256:void", size=1, printed_at=told.at).digest
    for department in ("zrzy", "slj"):
        papers = [paper for paper in read(told, department).papers if paper.id == letter.pk]
        assert [(paper.printed, paper.as_issued, paper.void_copy) for paper in papers] == [(copy, sent, copy)]


def test_who_has_left_is_given_what_was_sent_to_it_though_it_was_made_void_later() -> None:
    told = returned(sent_to_the_other(), receiver="slj")
    told.later(days=1)
    again(told, receiver="scjg")
    told("zrzy.head", "recall", reasons="当事人已改正")
    for digest, void in (("sha256:sent", False), ("sha256:void", True)):
        Print.objects.create(paper=told.papers[0], void=void, digest=digest, size=1, printed_at=told.at)
    assert [read(told, side).papers[0].printed for side in ("slj", "zrzy")] == ["sha256:sent", "sha256:void"]


def test_an_entry_is_read_with_who_did_it_and_the_words_that_were_sealed() -> None:
    told = Told().sent()
    first = read(told, "zrzy").entries[0]
    user = told.row.desks.get(department="zrzy").handler
    assert user
    assert (first.number, first.person, first.post, first.role) == (1, user.name, user.post, "handler")
    assert (first.internal_to, first.marked, first.shared) == ("zrzy", (), True)
    assert first.filled["place"] == "壶山街道"
    assert first.filled["offender"].keys() == {"subject", "digest"}


def test_an_obligation_is_read_with_its_fate_and_the_entries_it_began_and_ended_with() -> None:
    told = Told().sent()
    told.later(days=1)
    told("zfj.liaison", "receive", received_by="甲")
    receipt, answer = read(told, "zfj").obligations
    assert (receipt.fate, receipt.started_by, receipt.ended_by, receipt.late) == ("done", 4, 5, False)
    assert receipt.obligation.ended_at == told.at
    assert (answer.fate, answer.started_by, answer.ended_by) == (None, 5, None)
    told("zfj.head", "ask_supplement", gaps="过磅单")
    paused = next(owing for owing in read(told, "zfj").obligations if owing.obligation.duty == "answer")
    assert (paused.paused_since, paused.obligation.reckoned.due) == (told.at, None)


def test_a_link_is_seen_by_those_who_have_a_desk_in_it() -> None:
    told = disputed(Told())
    child = proposal(told)
    (link,) = read(told, "zrzy").links
    assert (link.id, link.procedure, link.state, link.revision, link.parent_id) == (
        child.number, "jurisdiction-dispute", "new", 0, told.number,
    )  # fmt: skip
    (back,) = read(child, "zrzy").links
    assert (back.id, back.state, back.revision, back.parent_id) == (told.number, "disputed", told.row.revision, None)


def test_of_a_proposal_one_knows_what_it_was_given() -> None:
    child = proposal(disputed(Told()))
    known = read(child, "zrzy").known
    assert known.keys() == {"case_title", "offender", "place", "item"}
    assert isinstance(known["offender"], Subject)
    child("zrzy.handler", "raise", **claim(child, place="白洋街道"))
    assert read(child, "zfj").known["place"] == "白洋街道"
