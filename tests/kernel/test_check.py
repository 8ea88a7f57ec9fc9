from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pydantic import Field

from xiezhi.kernel.check import faults, may_run, surely_known
from xiezhi.kernel.dossier import Situation
from xiezhi.kernel.form import Day, Extension, Form, Moment, OneParty, Words
from xiezhi.kernel.guards import Guard, done, overdue, settled
from xiezhi.kernel.procedure import Act, Opens
from xiezhi.kernel.words import NEW, SYSTEM, Duty, Ground, Paper, Right, Side, State

from .small import (
    ANSWER,
    ASK,
    ASKED,
    ASKER,
    ASKING,
    DONE,
    EACH_ANSWER,
    HELPER,
    HELPERS,
    JUDGE,
    OPEN,
    Answer,
    Question,
    Questions,
    Since,
    act,
)

BEGIN = act("begin", at=[NEW], to=OPEN)
END = act("end", to=DONE)
OWN = Duty(name="own", title="自己的", owed_by=ASKER, term="answer", clause=ASK)
GROUND = Ground("waiting", "等待", ASK)


def lets_pass(_: Situation) -> None:
    """Nothing stands against it."""


READS_ANSWER, READS_QUESTION = (Guard("reads", lets_pass, asks=(field,)) for field in ("answer", "question"))
OVERCOME = Guard("late", lets_pass, unless="reason")


def but(of: Act, **changed: Any) -> Act:
    """The act with something changed."""
    return replace(of, **changed)


def found(*acts: Act) -> set[str]:
    return set(faults(acts))


def with_own(*acts: Act) -> set[str]:
    """What is wrong with these acts between an opening that starts a duty and an end that ends it."""
    return found(but(BEGIN, starts=[OWN]), *acts, but(END, ends=[OWN]))


def test_a_whole_declaration_has_no_fault() -> None:
    assert found(*ASKING.acts) == set()
    assert with_own() == set()


def test_no_two_acts_have_one_name() -> None:
    assert found(BEGIN, END, END) == {"two acts are called end"}


def test_every_state_is_reached_and_left() -> None:
    lost, trap = State("lost", "无路", ASKER), State("trap", "死路", ASKER)
    assert found(BEGIN, END, act("from_nowhere", at=[lost], to=DONE)) == {"no act reaches lost"}
    assert found(BEGIN, END, act("fall", to=trap)) == {"no way from trap to an end"}
    assert "done lies with nobody, yet acts follow" in found(BEGIN, END, act("revive", at=[DONE], to=OPEN))


def test_no_state_lies_with_many() -> None:
    shared = State("shared", "大家的", HELPERS)
    begin = act("begin", at=[NEW], to=shared, form=Questions, admits=[HELPERS])
    assert found(begin, act("end", at=[shared], to=DONE)) == {
        "begin: shared would lie with many: exactly one holds a case"
    }


def test_a_field_means_the_same_in_every_form() -> None:
    class Other(Form):
        question: Words = Field(title="别的意思")

    acts = (but(BEGIN, form=Question, admits=[HELPER]), act("other", form=Other), END)
    assert found(*acts) == {"other: the field question has two meanings"}


def test_every_act_cites_a_clause() -> None:
    assert found(BEGIN, but(END, clause=())) == {"end: cites no clause"}


def test_a_dossier_is_opened_by_one_known_role() -> None:
    by_fact = Side("police", "公安", appointed="crime_{organ}")
    assert "begin: the act that opens a dossier is done by one role" in found(
        but(BEGIN, by=[ASKER.handler, ASKER.head]), END
    )
    assert "begin: the act that opens a dossier is done by one role" in found(but(BEGIN, by=SYSTEM), END)
    assert "begin: who may open it hangs on a fact that is not yet known" in found(
        but(BEGIN, by=by_fact.handler), but(END, by=by_fact.handler)
    )


def test_nobody_acts_who_has_not_surely_been_let_in() -> None:
    late = act("let_in", form=Question, admits=[HELPER])
    assert found(BEGIN, late, act("answer", by=HELPER.handler), END) == {
        "answer: helper has not surely been admitted at open"
    }
    assert found(but(BEGIN, form=Question, admits=[HELPER]), act("answer", by=HELPER.handler), END) == set()


def test_who_takes_a_place_is_appointed_or_named() -> None:
    assert found(but(BEGIN, admits=[HELPER]), END) == {"begin: helper is named by nobody"}
    assert found(but(BEGIN, admits=[JUDGE]), END) == set()


def test_what_one_of_many_fills_in_is_not_surely_known() -> None:
    begin = but(BEGIN, form=Questions, admits=[HELPERS])
    reply = act("reply", by=HELPERS.handler, form=Answer, to=ASKED)
    reading = act("read", at=[ASKED], to=DONE, guards=[READS_ANSWER])
    assert found(begin, reply, reading) == {"read: a guard reads answer, which may be missing"}
    assert found(begin, but(reply, by=ASKER.handler), reading) == set()


def test_a_guard_reads_only_what_is_surely_known() -> None:
    reading = READS_QUESTION
    asking = act("ask", form=Question, admits=[HELPER], guards=[reading])
    assert found(BEGIN, asking, END) == set()
    assert found(BEGIN, asking, but(END, guards=[reading])) == {"end: a guard reads question, which may be missing"}
    after = but(END, guards=[done("ask", "提问"), reading])
    assert found(BEGIN, asking, after) == set()


def test_an_override_reads_a_field_that_is_known() -> None:
    guarded = but(END, guards=[OVERCOME])
    assert found(BEGIN, guarded) == {"end: a guard reads reason, which may be missing"}


def test_no_two_guards_of_an_act_have_one_name() -> None:
    twice = but(END, guards=[done("begin", "开始"), done("begin", "开始")])
    assert found(BEGIN, twice) == {"end: two guards are called done:begin"}


@pytest.mark.parametrize(
    ("duty", "form", "fault"),
    [
        (replace(OWN, owed_by=HELPER), Since, "starts own without side:helper"),
        (replace(OWN, starts_from=("never",)), Since, "starts own without never"),
        (replace(OWN, term="", until="until"), Since, "starts own without until"),
        (replace(OWN, term="", until="by", each="rows"), Since, "starts own without rows"),
    ],
)
def test_a_duty_starts_only_where_all_that_it_needs_is_known(duty: Duty, form: type[Form], fault: str) -> None:
    assert f"begin: {fault}" in found(but(BEGIN, form=form, starts=[duty]), but(END, ends=[duty]))


def test_one_of_several_moments_is_enough_to_start_from() -> None:
    either = replace(OWN, starts_from=("since", "never"))
    assert "begin: never is neither a moment nor a day" in found(
        but(BEGIN, form=Since, starts=[either]), but(END, ends=[either])
    )
    assert not any("without" in fault for fault in found(but(BEGIN, form=Since, starts=[either])))


def test_a_duty_starts_from_a_moment_or_a_day_that_is_surely_said() -> None:
    class Loose(Form):
        day: Day = Field(title="日期")
        moment: Moment = Field(title="时间")
        maybe: Moment | None = Field(None, title="也许")
        words: Words = Field(title="文字")
        naive: datetime = Field(title="无时区")

    def starting(field: str) -> set[str]:
        duty = replace(OWN, starts_from=(field,))
        return found(but(BEGIN, form=Loose, starts=[duty]), but(END, ends=[duty]))

    assert starting("day") == starting("moment") == set()
    for field in ("maybe", "words", "naive"):
        assert starting(field) == {f"begin: {field} is neither a moment nor a day"}


def test_what_was_really_done_earlier_is_said_by_a_moment_of_the_same_form() -> None:
    assert with_own(act("do", form=Since, performed="since", measures=[replace(OWN, name="at-once")])) == set()
    assert with_own(act("do", performed="since")) == {"do: since does not say at which moment it was done"}
    assert with_own(act("do", form=Answer, performed="answer")) == {
        "do: answer does not say at which moment it was done"
    }


def test_a_duty_has_a_term_or_a_day_and_not_both() -> None:
    neither, both = replace(OWN, term=""), replace(OWN, until="since")
    for duty in (neither, both):
        acts = but(BEGIN, form=Since, starts=[duty]), but(END, ends=[duty])
        assert "begin: own has neither a term nor a day" in found(*acts)


def test_nothing_closes_while_a_duty_may_be_running() -> None:
    assert found(but(BEGIN, starts=[OWN]), END) == {"end: closes from open while own may be running"}
    assert found(BEGIN, but(END, starts=[OWN])) == {"end: closes from open while own may be running"}
    for ends in ("ends", "lifts", "lapses"):
        assert found(but(BEGIN, starts=[OWN]), but(END, **{ends: [OWN]})) == set()
    assert found(but(BEGIN, starts=[OWN]), act("own", ends=[OWN]), but(END, guards=[settled(OWN)])) == set()


def test_what_one_of_many_ends_may_still_be_owed_by_another() -> None:
    begin = but(BEGIN, form=Questions, admits=[HELPERS], starts=[EACH_ANSWER])
    answer = act("answer", by=HELPERS.handler, ends=[EACH_ANSWER], to=DONE)
    assert found(begin, answer) == {"answer: closes from open while answer may be running"}
    excuse = act("excuse", form=OneParty, lifts=[EACH_ANSWER], to=DONE)
    assert found(begin, excuse) == {"excuse: closes from open while answer may be running"}
    assert found(begin, but(answer, to=None), but(END, guards=[settled(EACH_ANSWER)])) == set()


def test_the_system_lets_only_what_is_overdue_lapse_and_of_many_not_all_at_once() -> None:
    early = act("lapse", by=SYSTEM, lapses=[OWN])
    assert with_own(early) == {"lapse: the system lets own lapse before it is overdue"}
    assert with_own(replace(early, guards=[overdue(OWN)])) == set()
    begin = but(BEGIN, form=Questions, admits=[HELPERS], starts=[EACH_ANSWER])
    lapse = act("lapse", by=SYSTEM, lapses=[EACH_ANSWER], guards=[overdue(EACH_ANSWER)], to=DONE)
    assert found(begin, lapse) == {"lapse: closes from open while answer may be running"}


def test_what_already_runs_is_not_started_again() -> None:
    assert with_own(act("again", starts=[OWN])) == {"again: starts own at open, where it may be running"}
    assert with_own(act("again", starts=[OWN], guards=[settled(OWN)])) == set()


@pytest.mark.parametrize("kind", ["ends", "lifts", "lapses", "suspends", "resumes", "extends"])
def test_an_act_touches_only_duties_that_may_run_where_it_is_done(kind: str) -> None:
    other = replace(OWN, name="other")
    given = (
        {other: "longest"} if kind == "extends" else {other: GROUND} if kind.endswith(("spends", "sumes")) else [other]
    )
    touching = act("touch", form=Extension, **{kind: given})
    assert with_own(touching) == {"touch: other never runs where this act is done"}


def test_no_duty_has_two_fates_in_one_act() -> None:
    others: list[dict[str, Any]] = [{"lifts": [OWN]}, {"lapses": [OWN]}, {"suspends": {OWN: GROUND}}]
    for other in others:
        assert "both: own would have two fates" in with_own(act("both", ends=[OWN], **other))


def test_only_duties_are_extended_and_with_a_day_and_a_reason() -> None:
    right = Right(name="right", title="权利", owed_by=ASKER, term="answer", clause=ASK)
    begin, end = but(BEGIN, starts=[right]), but(END, lapses=[right])
    assert found(begin, act("extend", form=Extension, extends={right: "longest"}), end) == {
        "extend: the right right cannot be extended"
    }
    assert with_own(act("extend", extends={OWN: "longest"})) == {"extend: extends without a new date and reasons"}


def test_a_paper_says_only_what_is_known_and_goes_to_who_is_there() -> None:
    letter = Paper(name="letter", title="函", to=HELPER, text="{question}")
    assert found(BEGIN, but(END, issues=[letter])) == {
        "end: letter asks for question, which may be missing",
        "end: letter goes to helper, who is not there",
    }
    begin = but(BEGIN, form=Question, admits=[HELPER], issues=[letter])
    assert found(begin, END) == set()


def test_a_child_is_given_only_what_is_known() -> None:
    opening = but(END, opens=Opens("child", ("question",)))
    assert found(BEGIN, opening) == {"end: carries question, which may be missing"}
    assert found(but(BEGIN, form=Question, admits=[HELPER]), opening) == set()


def test_known_is_what_every_way_brings_and_running_what_any_way_leaves() -> None:
    asking = act("ask", at=[NEW], to=ASKED, form=Question, admits=[HELPER], starts=[ANSWER])
    short = act("short", at=[NEW], to=ASKED, form=Since)
    known, running = surely_known([asking, short]), may_run([asking, short])
    assert known[ASKED] == {"side:asker"}
    assert running[ASKED] == {ANSWER}
    assert surely_known([asking])[ASKED] == {"side:asker", "side:helper", "helper", "question"}


def loops() -> Iterator[Act]:
    """A procedure that may go round for ever before it ends."""
    yield but(BEGIN, starts=[OWN])
    yield act("out", to=ASKED, ends=[OWN], form=Question, admits=[HELPER])
    yield act("back", at=[ASKED], to=OPEN, starts=[OWN])
    yield but(END, ends=[OWN])


def test_loops_come_to_an_answer() -> None:
    assert found(*loops()) == set()
    assert surely_known(list(loops()))[OPEN] == {"side:asker"}
