from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from xiezhi.kernel.clock import Reckoning
from xiezhi.kernel.decide import Asked, World, decide
from xiezhi.kernel.dossier import Dossier, Fate, Obligation
from xiezhi.kernel.errors import Refused
from xiezhi.kernel.form import Extension, Form, OneParty, OneRow
from xiezhi.kernel.guards import overdue
from xiezhi.kernel.law import COUNTY
from xiezhi.kernel.procedure import Act, Procedure
from xiezhi.kernel.seats import THE_SYSTEM
from xiezhi.kernel.term import Extended, Pause
from xiezhi.kernel.words import NEW, SYSTEM, Duty, Ground, Right

from .small import (
    ASK,
    ASKER,
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
)

OWN = Duty(name="own", title="自己的", owed_by=ASKER, to=HELPER, term="answer", clause=ASK)
OWN_ALONE = replace(OWN, to=())
RIGHT = Right(name="right", title="申诉", owed_by=ASKER, term="answer", clause=COUNTY["answer"])
WAITING, TESTING = Ground("waiting", "等待", ASK), Ground("testing", "检测", ASK)
PARTIES = {"asker": ("zjj",), "helper": ("slj",)}


def of(*acts: Act, start: Duty = OWN, form: type[Form] = Since) -> Procedure:
    """A procedure whose first act starts a duty, and which may always be ended."""
    begin = act("begin", at=[NEW], to=OPEN, form=form, starts=[start], admits=[])
    return procedure(begin, *acts, act("end", by=ASKER.chief, to=DONE, lifts=[start]))


def there(*obligations: Obligation, **more: Any) -> Dossier:
    return dossier(obligations=obligations, **more)


def own(**more: Any) -> Obligation:
    return owing("own", "zjj", **more)


def refusals(doing: Procedure, where: Dossier, what: str, **filled: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        decided(doing, where, "zjj.handler", what, **filled)
    return names(refused.value.refusals)


def changes(
    what: Act, *obligations: Obligation, now: datetime = NOW, who: str = "zjj.handler", **filled: Any
) -> list[Obligation]:
    return list(decided(of(what), there(*obligations), who, what.name, now=now, **filled).changes)


# ── what an act ends ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("kind", "fate"), [("ends", Fate.DONE), ("lifts", Fate.LIFTED), ("lapses", Fate.LAPSED)])
def test_every_fate_has_its_moment(kind: str, fate: Fate) -> None:
    (ended,) = changes(act("x", **{kind: [OWN]}), own(), now=NOW + days(1))
    assert (ended.fate, ended.ended_at) == (fate, NOW + days(1))


def test_what_was_really_done_earlier_ends_then_and_not_when_it_is_registered() -> None:
    registered = act("x", form=Since, performed="since", ends=[OWN])
    late = own().reckoned.due
    assert late is not None
    (ended,) = changes(registered, own(), now=late + days(1), since=NOW + days(1))
    assert (ended.ended_at, ended.overdue(late)) == (NOW + days(1), False)


def test_what_is_said_to_have_been_done_cannot_lie_ahead() -> None:
    registered = act("x", form=Since, performed="since", ends=[OWN])
    assert refusals(of(registered), there(own()), "x", since=NOW + days(1)) == {"happened:since"}


def test_an_act_that_ends_duties_is_refused_where_none_runs() -> None:
    ending = of(act("x", ends=[OWN]))
    assert refusals(ending, there(), "x") == {"nothing-owed"}
    assert refusals(ending, there(own().end(Fate.DONE, NOW)), "x") == {"nothing-owed"}
    assert decided(of(act("x", lifts=[OWN])), there(), "zjj.handler", "x").changes == ()


def test_a_right_that_is_used_too_late_is_refused_and_a_duty_is_not() -> None:
    due = own().reckoned.due
    assert due is not None
    using = of(act("x", ends=[RIGHT]), start=RIGHT)
    held = owing("right", "zjj", right=True)
    assert decided(using, there(held), "zjj.handler", "x", now=due - days(1)).changes[0].fate is Fate.DONE
    with pytest.raises(Refused, match="期限已于2021-03-08届满（小政发〔2021〕1号 answer）"):
        decided(using, there(held), "zjj.handler", "x", now=due)
    (ended,) = changes(act("x", ends=[OWN]), own(), now=due)
    assert ended.overdue(NOW)


def test_what_one_performs_is_performed_for_all_who_owe_jointly() -> None:
    both = replace(OWN, owed_by=(ASKER, HELPER))
    begin = act("begin", at=[NEW], to=OPEN, form=Question, admits=[HELPER], starts=[both])
    doing = procedure(begin, act("x", ends=[both], to=DONE))
    ended = decided(doing, there(own(), owing("own", "slj")), "zjj.handler", "x").changes
    assert [(o.owed_by, o.fate) for o in ended] == [("zjj", "done"), ("slj", "done")]


MANY = {"parties": {"asker": ("zjj",), "helpers": ("slj", "sthj")}}


def many(*acts: Act) -> Procedure:
    begin = act("begin", at=[NEW], to=OPEN, form=Questions, admits=[HELPERS], starts=[EACH_ANSWER])
    return procedure(begin, *acts, act("end", by=ASKER.chief, to=DONE, lifts=[EACH_ANSWER]))


def test_each_of_many_ends_its_own() -> None:
    answering = many(act("answer", by=HELPERS.handler, ends=[EACH_ANSWER]))
    where = there(owing(), owing(owed_by="sthj"), **MANY)
    assert [o.owed_by for o in decided(answering, where, "sthj.handler", "answer").changes] == ["sthj"]


def test_what_one_of_many_does_may_end_what_another_side_owes() -> None:
    begin = act("begin", at=[NEW], to=OPEN, form=Questions, admits=[HELPERS], starts=[OWN_ALONE])
    doing = procedure(begin, act("take", by=HELPERS.handler, ends=[OWN_ALONE], to=DONE))
    assert [o.owed_by for o in decided(doing, there(own(), **MANY), "sthj.handler", "take").changes] == ["zjj"]


def test_an_act_may_be_about_one_of_many_or_about_one_row() -> None:
    where = there(owing(row=1), owing(row=2), owing(owed_by="sthj", row=3), **MANY)
    excusing = many(act("excuse", form=OneParty, lifts=[EACH_ANSWER]), act("drop", form=OneRow, lifts=[EACH_ANSWER]))
    excused = decided(excusing, where, "zjj.handler", "excuse", party="sthj").changes
    assert [o.row for o in excused] == [3]
    assert [o.row for o in decided(excusing, where, "zjj.handler", "drop", row=2).changes] == [2]


def test_the_system_lets_lapse_only_what_is_overdue() -> None:
    lapsing = many(act("lapse", by=SYSTEM, lapses=[EACH_ANSWER], guards=[overdue(EACH_ANSWER)]))
    where = there(owing(), owing(owed_by="sthj", start=NOW + days(1)), **MANY)
    due = owing().reckoned.due
    assert due is not None
    asked = Asked(act="lapse", by=THE_SYSTEM, now=due)
    assert [(o.owed_by, o.fate) for o in decide(lapsing, where, asked, World(RULES)).changes] == [("slj", "lapsed")]


# ── what an act stops and lengthens ─────────────────────────────────────────────────────────────────


def test_a_suspension_takes_the_due_moment_away_until_it_is_over() -> None:
    (paused,) = changes(act("x", suspends={OWN: WAITING}), own())
    assert (paused.paused, paused.reckoned) == (True, Reckoning())
    (going_on,) = changes(act("x", resumes={OWN: WAITING}), paused, now=NOW + days(2))
    assert (going_on.paused, going_on.reckoned.due_date) == (False, date(2021, 3, 10))


def test_only_the_suspension_of_that_ground_is_over() -> None:
    twice = own(pauses=(Pause("waiting", NOW), Pause("testing", NOW)))
    (still,) = changes(act("x", resumes={OWN: WAITING}), twice, now=NOW + days(1))
    assert [(pause.ground, pause.until) for pause in still.pauses] == [("waiting", NOW + days(1)), ("testing", None)]
    assert still.reckoned == Reckoning()


def test_what_a_form_has_set_is_not_moved_by_a_suspension() -> None:
    set_by_form = own(term=None, reckoned=RULES.until(date(2021, 3, 20), NOW))
    (paused,) = changes(act("x", suspends={OWN: WAITING}), set_by_form)
    assert paused.reckoned.due_date == date(2021, 3, 20)


EXTENDING = act("x", form=Extension, extends={OWN: "longest"})


def extended(to: str, o: Obligation, now: datetime = NOW) -> str:
    """What an extension to this day comes to: the new last day, or why not."""
    filled = {"new_due": to, "delay_reasons": "检测未完"}
    try:
        (changed,) = changes(EXTENDING, o, now=now, **filled)
    except Refused as refused:
        return str(refused.refusals[0].sentence)
    assert changed.extended == Extended(date.fromisoformat(to), now)
    return str(changed.reckoned.due_date)


def test_a_term_is_extended_before_expiry_forward_and_within_the_limit() -> None:
    assert extended("2021-03-09", own()) == "2021-03-09"
    assert extended("2021-03-15", own()) == "2021-03-15"
    assert extended("2021-03-16", own()) == "最迟延至2021-03-15"
    assert extended("2021-03-08", own()) == "应延至2021-03-08之后"
    assert extended("2021-03-10", own(), now=NOW + days(8)) == "期限届满后不得延长"


def test_the_limit_moves_with_the_suspensions() -> None:
    rested = own(pauses=(Pause("waiting", NOW, NOW + days(2)),))
    assert extended("2021-03-17", rested, now=NOW + days(2)) == "2021-03-17"
    assert extended("2021-03-18", rested, now=NOW + days(2)) == "最迟延至2021-03-17"


def test_a_suspension_that_is_open_does_not_lift_the_limit() -> None:
    paused = own(pauses=(Pause("waiting", NOW),), reckoned=Reckoning())
    assert extended("2021-03-18", paused, now=NOW + days(2)) == "最迟延至2021-03-17"
    assert extended("2021-03-10", paused, now=NOW + days(2)) == "应延至2021-03-10之后"
    doing = of(EXTENDING)
    (longer,) = decided(
        doing, there(paused), "zjj.handler", "x", now=NOW + days(2), new_due="2021-03-11", delay_reasons="检测"
    ).changes
    assert (longer.reckoned, longer.extended) == (Reckoning(), Extended(date(2021, 3, 11), NOW + days(2)))
