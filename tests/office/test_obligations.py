"""Obligations as rows: what an act starts, ends, stops and lets go on."""

from datetime import timedelta

import pytest

from tests.office.told import LETTER, Told, found
from xiezhi.office.dossiers import load
from xiezhi.office.models import Obligation
from xiezhi.office.verify import faults

pytestmark = pytest.mark.usefixtures("county")


def row(told: Told, duty: str) -> Obligation:
    return Obligation.objects.filter(dossier=told.number, duty=duty).order_by("-pk")[0]


def begun(**more: object) -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, **more))
    return told


def supplementing() -> Told:
    """Signed for at nine on Monday; at nine on Tuesday a supplement is asked for."""
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told.later(days=1)("zfj.head", "ask_supplement", gaps="照片")
    return told


def test_an_obligation_is_kept_with_the_term_and_the_clauses_it_was_read_under() -> None:
    told = begun()
    kept = row(told, "transfer")
    assert (kept.term, kept.source, kept.right, kept.scored) == ("3 working_days", "document", False, True)
    assert "五（三）3" in {article for _, article, _ in kept.clauses}
    assert (kept.owed_by_id, kept.owed_to, kept.creditor_id, kept.started_by) == ("zrzy", [], None, 1)
    assert (kept.start, kept.start_is_day) == (told.at, False)
    assert (str(kept.due_date), kept.fate, kept.ended_at, kept.late) == ("2021-03-04", None, None, False)
    assert kept.calendar


def test_the_other_side_is_the_creditor() -> None:
    told = Told().sent()
    assert (row(told, "receipt").owed_to, row(told, "receipt").creditor_id) == (["zrzy"], "zrzy")


def test_what_is_performed_has_its_fate_its_moment_and_its_entry() -> None:
    told = Told().sent()
    ended = row(told, "transfer")
    assert (ended.fate, ended.ended_at, ended.ended_by, ended.late) == ("done", told.at, 4, False)


def test_a_pause_says_since_when_and_why_and_hides_no_deadline() -> None:
    told = supplementing()
    paused = row(told, "answer")
    assert (paused.due, paused.paused_since) == (None, told.at)
    assert paused.pauses == [["supplements", told.at.isoformat(), None]]


def test_what_goes_on_is_due_later_by_the_working_time_it_stood_still() -> None:
    told = supplementing()
    asked = told.at
    told.later(days=2)("zrzy.handler", "supplement")
    going_on = row(told, "answer")
    assert (going_on.paused_since, going_on.fate) == (None, None)
    assert going_on.pauses == [["supplements", asked.isoformat(), told.at.isoformat()]]
    assert str(going_on.due_date) == "2021-03-08"


def test_silence_lets_it_go_on_as_well_and_the_supplement_lapses_late() -> None:
    told = supplementing().later(days=9)
    assert told.state == "received"
    assert (row(told, "answer").paused_since, row(told, "answer").due is None) == (None, False)
    assert (row(told, "supplement").fate, row(told, "supplement").late) == ("lapsed", True)


def test_late_is_late_by_an_instant_and_stays_so() -> None:
    told = begun()
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    due = row(told, "transfer").due
    assert due is not None
    told.at = due
    told("zrzy.handler", "send")
    assert row(told, "transfer").late
    told("zrzy.head", "recall", reasons="撤")
    assert row(told, "transfer").late


def test_done_in_the_last_instant_is_in_time() -> None:
    told = begun()
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    due = row(told, "transfer").due
    assert due is not None
    told.at = due - timedelta(microseconds=1)
    told("zrzy.handler", "send")
    assert not row(told, "transfer").late


def test_what_is_no_longer_owed_is_lifted() -> None:
    told = begun()
    told("zrzy.head", "withdraw", reasons="当事人已改正")
    assert (row(told, "transfer").fate, row(told, "transfer").late) == ("lifted", False)


def test_every_obligation_has_exactly_one_fate_when_the_dossier_closes() -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="撤")
    assert set(Obligation.objects.filter(dossier=told.number).values_list("fate", flat=True)) == {
        "done",
        "lifted",
    }


def test_what_is_read_back_is_what_was_reckoned() -> None:
    told = supplementing()
    kept = load(told.number or 0, person=None, at=told.at)
    assert kept is not None
    answer = next(o for o in kept.dossier.obligations if o.duty == "answer")
    stored = row(told, "answer")
    assert (answer.paused, answer.reckoned.due, answer.start) == (True, None, stored.start)
    assert [(p.ground, p.since, p.until) for p in answer.pauses] == [("supplements", told.at, None)]
    assert (str(answer.term), answer.owed_by, answer.owed_to) == (stored.term, "zfj", ("zrzy",))


def test_what_was_really_done_earlier_ended_then_and_not_when_it_was_registered() -> None:
    told = Told()
    urgent = {"urgency": "building", "urgency_reason": "正在浇筑", "found_at": told.at}
    told("zrzy.handler", "find_urgent", **found(told.at, **urgent))
    stopped_at = told.at + timedelta(minutes=30)
    told.later(hours=5)("zrzy.handler", "order_stop", stopped_at=stopped_at, stop_kind="劝阻")
    assert (row(told, "stop").ended_at, row(told, "stop").late) == (stopped_at, False)
    assert list(faults()) == []


def test_a_duty_of_hours_runs_from_the_moment_by_the_clock() -> None:
    told = Told()
    urgent = {"urgency": "building", "urgency_reason": "正在浇筑", "found_at": told.at}
    told("zrzy.handler", "find_urgent", **found(told.at, **urgent))
    assert row(told, "transfer-urgent").due == told.at + timedelta(hours=24)
    assert told.row.urgent
