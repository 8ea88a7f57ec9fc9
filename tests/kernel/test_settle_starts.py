from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import Field

from xiezhi.kernel.dossier import Fate, Obligation
from xiezhi.kernel.errors import Refused
from xiezhi.kernel.form import Day, Department, Form, Moment
from xiezhi.kernel.law import COUNTY
from xiezhi.kernel.pack import NotOwed
from xiezhi.kernel.procedure import Act, Procedure
from xiezhi.kernel.rules import Rules
from xiezhi.kernel.term import Term
from xiezhi.kernel.words import NEW, Duty, Right, State

from .small import (
    ASK,
    ASKER,
    COURT,
    DONE,
    EACH_ANSWER,
    HELPER,
    HELPERS,
    NOW,
    OPEN,
    RULES,
    Question,
    Questions,
    Since,
    act,
    days,
    decided,
    dossier,
    names,
    owing,
    procedure,
    rules,
)

RUNNING = State("running", "计时中", ASKER)
OWN = Duty(name="own", title="自己的", owed_by=ASKER, to=HELPER, term="answer", clause=ASK)
RIGHT = Right(name="right", title="申诉", owed_by=ASKER, term="answer", clause=COUNTY["answer"])
PARTIES = {"asker": ("zjj",), "helper": ("slj",)}
HELPING = {"asker": ("zjj",), "helpers": ("slj", "sthj")}


class Everyone(Questions):
    helper: Department = Field(title="协助单位")


class Named(Since):
    moment: Moment = Field(title="时间")


class OnDay(Form):
    on: Day = Field(title="日期")


class Row(Form):
    department: Department
    by: Day


class Rows(Form):
    rows: tuple[Row, ...] = Field(title="分工")


ROWS = Duty(name="own", title="分工", owed_by=HELPERS, clause=ASK, until="by", each="rows")


def of(starting: Act, duty: Duty) -> Procedure:
    """A procedure whose second act starts a duty; another moment is named only later."""
    begin = act("begin", at=[NEW], to=OPEN, form=Everyone, admits=[HELPER, HELPERS, COURT])
    later = act("later", at=[RUNNING], form=Named)
    return procedure(begin, starting, later, act("end", by=ASKER.chief, at=[RUNNING], to=DONE, lifts=[duty]))


def starts(
    duty: Duty,
    form: type[Form] = Since,
    parties: Mapping[str, tuple[str, ...]] = PARTIES,
    under: Rules = RULES,
    **filled: Any,
) -> list[Obligation]:
    """What a duty starts when an act in an open dossier starts it."""
    doing = of(act("start", form=form, to=RUNNING, starts=[duty]), duty)
    return list(decided(doing, dossier(parties=parties), "zjj.handler", "start", under=under, **filled).starts)


def test_an_obligation_knows_who_owes_what_to_whom_since_when_and_by_which_clause() -> None:
    (o,) = starts(OWN, since=NOW)
    assert (o.duty, o.title, o.owed_by, o.owed_to, o.start) == ("own", "自己的", "zjj", ("slj",), NOW)
    assert (o.term, o.reckoned.due_date, o.source) == (Term.parse("5 working_days"), date(2021, 3, 8), "document")
    assert [str(clause) for clause in o.clauses] == ["小政发〔2021〕1号 ask", "小政发〔2021〕1号 answer"]
    assert (o.right, o.scored, o.row, o.fate) == (False, True, None, None)


def test_a_case_of_the_pack_gives_its_own_term_and_citation() -> None:
    answer = {"value": "5 working_days", "clause": "answer", "source": "document"}
    helped = {"when": {"department": "zjj"}, "value": "1 days", "clause": "help"}
    (o,) = starts(OWN, under=rules(terms={"answer": {**answer, "cases": [helped]}}), since=NOW)
    assert (str(o.term), str(o.clauses[-1])) == ("1 days", "小政发〔2021〕1号 help")


def test_what_is_not_owed_does_not_start() -> None:
    waived = rules(terms={"answer": {"value": "none", "clause": "answer", "source": "document"}})
    assert isinstance(waived.rule("answer", {}).value, NotOwed)
    assert starts(OWN, under=waived, since=NOW) == []


def test_it_starts_with_the_act_or_from_the_moment_that_is_named() -> None:
    since = NOW - days(3)
    assert starts(OWN, since=since)[0].start == NOW
    assert starts(replace(OWN, starts_from=("since",)), since=since)[0].start == since


def test_the_pack_chooses_the_moment_and_else_the_first_that_is_known_counts() -> None:
    either = replace(OWN, starts_from=("moment", "since"))
    earlier, later = NOW - days(3), NOW - days(1)
    assert starts(either, since=earlier)[0].start == earlier
    assert starts(either, Named, since=earlier, moment=later)[0].start == later
    since = rules(terms={"answer": {"value": "5 days", "clause": "answer", "source": "law", "starts": "since"}})
    assert starts(either, Named, under=since, since=earlier, moment=later)[0].start == earlier
    moment = rules(terms={"answer": {"value": "5 days", "clause": "answer", "source": "law", "starts": "moment"}})
    assert starts(either, under=moment, since=earlier)[0].start == earlier


@pytest.mark.parametrize(
    ("field", "form", "ahead"), [("since", Since, NOW + days(1) / 24), ("on", OnDay, date(2021, 3, 2))]
)
def test_nothing_starts_in_the_future_to_the_minute(field: str, form: type[Form], ahead: date) -> None:
    given: dict[str, Any] = {field: ahead}
    with pytest.raises(Refused, match=r"起算时间（.*）不得晚于现在") as refused:
        starts(replace(OWN, starts_from=(field,)), form, **given)
    assert names(refused.value.refusals) == {"future:own"}


def test_what_is_of_today_has_begun() -> None:
    assert starts(replace(OWN, starts_from=("on",)), OnDay, on=date(2021, 3, 1))[0].start == date(2021, 3, 1)


def test_what_is_due_before_an_event_starts_from_a_day_to_come() -> None:
    before = rules(terms={"answer": {"value": "5 days before", "clause": "answer", "source": "law"}})
    (o,) = starts(replace(OWN, starts_from=("on",)), OnDay, under=before, on=date(2021, 3, 20))
    assert o.reckoned.due_date == date(2021, 3, 15)


def test_a_form_may_set_the_last_day() -> None:
    (o,) = starts(replace(OWN, term="", until="on"), OnDay, on=date(2021, 3, 6))
    assert (o.term, o.reckoned.due_date, o.source) == (None, date(2021, 3, 6), "")
    assert [str(clause) for clause in o.clauses] == ["小政发〔2021〕1号 ask"]


def test_every_party_owes_its_own() -> None:
    assert [(o.owed_by, o.owed_to) for o in starts(EACH_ANSWER, parties=HELPING, since=NOW)] == [
        ("slj", ("zjj",)), ("sthj", ("zjj",)),
    ]  # fmt: skip


def test_when_an_act_names_some_of_many_it_is_they_who_owe() -> None:
    begin = act("begin", at=[NEW], to=OPEN, form=Questions, admits=[HELPERS], starts=[EACH_ANSWER])
    joined = act("join", form=Questions, admits=[HELPERS], starts=[EACH_ANSWER])
    doing = procedure(begin, joined, act("end", to=DONE, lifts=[EACH_ANSWER]))
    where = dossier(parties=HELPING, obligations=(owing(),))
    started = decided(doing, where, "zjj.handler", "join", helpers=["slj", "gaj"]).starts
    assert [o.owed_by for o in started] == ["gaj"]  # slj still owes its first


def test_every_row_is_an_obligation_of_its_own() -> None:
    told = [("slj", date(2021, 3, 5)), ("slj", date(2021, 3, 9)), ("sthj", date(2021, 3, 6))]
    rows = [{"department": department, "by": by} for department, by in told]
    started = starts(ROWS, Rows, parties=HELPING, rows=rows)
    assert [(o.owed_by, o.reckoned.due_date) for o in started] == told
    assert [o.row for o in started] == [1, 2, 3]


def test_nobody_owes_who_is_not_there() -> None:
    with pytest.raises(Refused, match="gaj不是当事单位"):
        starts(ROWS, Rows, rows=[{"department": "gaj", "by": date(2021, 3, 5)}])


def test_a_party_without_a_desk_owes_and_is_not_scored() -> None:
    (o,) = starts(replace(OWN, owed_by=COURT), parties={**PARTIES, "court": ("court",)}, since=NOW)
    assert (o.owed_by, o.scored) == ("court", False)


def test_a_right_is_held_and_not_owed() -> None:
    (o,) = starts(RIGHT, since=NOW)
    assert o.right


def at_once(*, form: type[Form], **more: Any) -> Procedure:
    duty = replace(OWN, name="at-once", starts_from=("since",))
    begin = act("begin", at=[NEW], to=OPEN, form=Question, admits=[HELPER])
    return procedure(begin, act("x", form=form, measures=[duty], **more), act("end", to=DONE))


def test_what_is_done_at_once_is_started_and_done_by_one_act() -> None:
    (o,) = decided(at_once(form=Since), dossier(), "zjj.handler", "x", since=NOW - days(9)).starts
    assert (o.fate, o.ended_at, o.overdue(NOW)) == (Fate.DONE, NOW, True)
    told = at_once(form=Named, performed="moment")
    (o,) = decided(told, dossier(), "zjj.handler", "x", since=NOW - days(9), moment=NOW - days(8)).starts
    assert (o.ended_at, o.overdue(NOW)) == (NOW - days(8), False)


def test_an_act_may_end_a_duty_and_start_it_anew() -> None:
    begin = act("begin", at=[NEW], to=OPEN, form=Question, admits=[HELPER], starts=[OWN])
    doing = procedure(begin, act("x", ends=[OWN], starts=[OWN]), act("end", to=DONE, lifts=[OWN]))
    where = dossier(obligations=(owing("own", "zjj"),))
    again = decided(doing, where, "zjj.handler", "x", now=NOW + days(1))
    assert [(o.key, o.fate) for o in again.changes] == [(("own", "zjj", None), Fate.DONE)]
    assert [(o.key, o.start) for o in again.starts] == [(("own", "zjj", None), NOW + days(1))]
