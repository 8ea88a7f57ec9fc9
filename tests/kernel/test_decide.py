from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from xiezhi.kernel.decide import Asked, Decision, NotApplicable, World, decide, filled_in, possible, system_acts
from xiezhi.kernel.dossier import Dossier, Fate, Holding
from xiezhi.kernel.errors import NoSuchAct, NotDone, NotEntitled, Refused, WrongState, say
from xiezhi.kernel.form import Day, Form, Nothing, Words, choice
from xiezhi.kernel.guards import Against, Guard, overdue
from xiezhi.kernel.law import COUNTY
from xiezhi.kernel.procedure import Act, Opens, Procedure
from xiezhi.kernel.seats import THE_SYSTEM
from xiezhi.kernel.words import NEW, SYSTEM, Duty, Paper

from .small import (
    ANSWER,
    ASKED,
    ASKER,
    ASKING,
    COURT,
    DONE,
    HELPER,
    HELPERS,
    NOW,
    OPEN,
    RULES,
    Answer,
    Question,
    Questions,
    act,
    days,
    decided,
    dossier,
    names,
    owing,
    person,
    procedure,
    rules,
    situation,
)

ASKED_OF_SLJ = dossier(ASKED, obligations=(owing(),))
BEGIN, END = act("begin", at=[NEW], to=OPEN), act("end", to=DONE)


class Reasoned(Form):
    reason: Words | None = Field(None, title="理由")


def refused(of: Procedure, where: Dossier, who: str, what: str, attached: Any = None, **filled: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        decided(of, where, who, what, attached, **filled)
    return names(found.value.refusals)


# ── what follows ────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_says_all_that_an_act_changes() -> None:
    decision = decided(ASKING, Dossier("small"), "zjj.handler", "ask", helper="slj", question="是否在河道内")
    assert (decision.department, decision.role, decision.recorded_by) == ("zjj", ASKER.handler, None)
    assert (decision.state, decision.holder) == ("asked", "slj")
    assert decision.filled == decision.facts == {"helper": "slj", "question": "是否在河道内"}
    assert decision.admits == {"asker": ("zjj",), "helper": ("slj",)}
    assert [(o.owed_by, o.owed_to) for o in decision.starts] == [("slj", ("zjj",))]
    assert (decision.changes, decision.overrides, decision.carried) == ((), (), {})


def test_an_act_without_a_way_stays_where_it_is() -> None:
    noting = procedure(BEGIN, act("note"), END)
    assert (
        decided(noting, dossier(), "zjj.handler", "note").state,
        decided(noting, dossier(), "zjj.handler", "note").holder,
    ) == ("open", "zjj")


def test_nobody_holds_what_is_closed() -> None:
    decision = decided(ASKING, ASKED_OF_SLJ, "slj.handler", "answer", answer="是")
    assert (decision.state, decision.holder) == ("done", None)
    assert [o.fate for o in decision.changes] == [Fate.DONE]


def test_the_case_lies_with_whoever_took_the_side_last() -> None:
    passing = procedure(*ASKING.acts, act("pass_on", at=[ASKED], form=Question, admits=[HELPER]))
    assert decided(passing, ASKED_OF_SLJ, "zjj.handler", "pass_on", helper="sthj", question="x").holder == "sthj"


def test_what_an_act_fills_in_joins_what_is_known() -> None:
    known = dossier(ASKED, facts={"question": "旧", "place": "桥头"}, obligations=(owing(),))
    asking = procedure(*ASKING.acts, act("again", at=[ASKED], form=Question))
    assert decided(asking, known, "zjj.handler", "again", helper="slj", question="新").facts == {
        "question": "新", "place": "桥头", "helper": "slj",
    }  # fmt: skip


def test_what_one_of_many_fills_in_stays_with_its_entry() -> None:
    begin = act("begin", at=[NEW], to=OPEN, form=Questions, admits=[HELPERS])
    asking = procedure(begin, act("answer", by=HELPERS.handler, form=Answer), END)
    where = dossier(parties={"asker": ("zjj",), "helpers": ("slj", "sthj")})
    decision = decided(asking, where, "sthj.handler", "answer", answer="是")
    assert (decision.department, decision.filled, decision.facts) == ("sthj", {}, {"answer": "是"})


def test_a_child_is_given_the_facts_that_are_carried_to_it_and_no_others() -> None:
    opening = procedure(*ASKING.acts, act("dispute", at=[ASKED], opens=Opens("dispute", ("question",))))
    where = dossier(ASKED, facts={"question": "是否", "helper": "slj"})
    assert decided(opening, where, "zjj.handler", "dispute").carried == {"question": "是否"}


def test_a_child_knows_what_it_was_given_before_anyone_begins_it() -> None:
    known = act(
        "begin", at=[NEW], to=OPEN, guards=[Guard("knows", lambda s: None if "place" in s.facts else say("不知"))]
    )
    beginning = procedure(known, END)
    child = Dossier("small", facts={"place": "桥头"})
    assert decided(beginning, child, "zjj.handler", "begin").facts == {"place": "桥头"}
    assert refused(beginning, Dossier("small"), "zjj.handler", "begin") == {"knows"}


# ── what stands against it ──────────────────────────────────────────────────────────────────────────


def test_an_act_that_is_not_declared_or_not_possible_here_is_told_in_words() -> None:
    with pytest.raises(NoSuchAct, match="“小事”没有这种办理：fly"):
        decided(ASKING, ASKED_OF_SLJ, "zjj.handler", "fly")
    with pytest.raises(WrongState, match="现在是“待答复”，不能办理“办理ask”"):
        decided(ASKING, ASKED_OF_SLJ, "zjj.handler", "ask", helper="slj", question="x")


def test_the_state_comes_before_the_person_the_person_before_the_form_and_the_form_before_the_rest() -> None:
    guarded = act("answer", by=HELPER.handler, at=[ASKED], to=DONE, form=Answer, ends=[ANSWER], guards=[NEVER])
    asking = procedure(ASKING.acts[0], guarded, ASKING.acts[2])
    with pytest.raises(WrongState):
        decided(asking, dossier(DONE), "zfj.head", "answer")
    with pytest.raises(NotEntitled):
        decided(asking, ASKED_OF_SLJ, "zfj.head", "answer")
    with pytest.raises(ValidationError):
        decided(asking, ASKED_OF_SLJ, "slj.handler", "answer")
    assert refused(asking, ASKED_OF_SLJ, "slj.handler", "answer", answer="是") == {"never"}


def says(text: str) -> Against:
    """A guard's function that always says this."""
    return lambda _: say(text)


NEVER = Guard("never", says("从来不行"), COUNTY["ask"])
SOMETIMES = Guard("sometimes", says("没有理由不行"), COUNTY["ask"], unless="reason")


def test_all_reasons_are_told_at_once_each_with_its_clause() -> None:
    doing = act("do", form=Reasoned, guards=[NEVER, SOMETIMES], ends=[OWN], materials="files")
    own = act("begin", at=[NEW], to=OPEN, starts=[OWN])
    with pytest.raises(Refused) as found:
        decided(
            procedure(own, doing, act("end", to=DONE, lifts=[OWN])), dossier(), "zjj.handler", "do",
            {"licence": ["f1"]}, under=FILES,
        )  # fmt: skip
    assert names(found.value.refusals) == {"never", "sometimes", "material:record", "nothing-owed"}
    by_name = {refusal.name: str(refusal) for refusal in found.value.refusals}
    assert by_name["never"] == "从来不行（小政发〔2021〕1号 ask）"
    assert by_name["material:record"] == "“检查记录”还没有上传（小政发〔2021〕1号 help）"


OWN = Duty(name="own", title="自己的", owed_by=ASKER, term="answer", clause=COUNTY["ask"])


def test_a_stated_reason_overcomes_a_guard_that_allows_it_and_is_marked() -> None:
    sometimes = procedure(BEGIN, act("do", form=Reasoned, guards=[SOMETIMES]), END)
    assert refused(sometimes, dossier(), "zjj.handler", "do") == {"sometimes"}
    assert decided(sometimes, dossier(), "zjj.handler", "do", reason="确有需要").overrides == ("sometimes",)
    with pytest.raises(ValidationError):
        decided(sometimes, dossier(), "zjj.handler", "do", reason=" ")
    never = procedure(BEGIN, act("do", form=Reasoned, guards=[NEVER]), END)
    assert refused(never, dossier(), "zjj.handler", "do", reason="确有需要") == {"never"}


def test_a_reason_that_nothing_called_for_marks_nothing() -> None:
    passing = Guard("passes", lambda _: None, unless="reason")
    free = procedure(BEGIN, act("do", form=Reasoned, guards=[passing]), END)
    assert decided(free, dossier(), "zjj.handler", "do", reason="以防万一").overrides == ()


FILES = rules(
    materials={
        "files": {
            "record": {"title": "检查记录", "clause": "help"},
            "licence": {"title": "许可情况", "clause": "help", "absent_with_reason": True},
            "more": {"title": "其他材料", "clause": "help", "required": False},
        }
    }
)
ALL = {"record": ["f1"], "licence": ["f2"]}


@pytest.mark.parametrize(
    ("attached", "lacking"),
    [
        (ALL, set()),
        (ALL | {"more": ["f3"], "unasked": ["f4"]}, set()),
        (ALL | {"licence": NotApplicable("没有办过")}, set()),
        (ALL | {"licence": NotApplicable(" ")}, {"“许可情况”不能以不适用代替，请上传"}),
        (ALL | {"record": NotApplicable("没有查过")}, {"“检查记录”不能以不适用代替，请上传"}),
        (ALL | {"record": []}, {"“检查记录”还没有上传"}),
        ({}, {"“检查记录”还没有上传", "“许可情况”还没有上传，也没有写不适用的理由"}),
    ],
)
def test_materials_are_there_or_it_is_said_why_not(attached: Mapping[str, Any], lacking: set[str]) -> None:
    filing = procedure(BEGIN, act("do", materials="files"), END)
    try:
        decided(filing, dossier(), "zjj.handler", "do", attached, under=FILES)
        found = set()
    except Refused as refusal:
        found = {str(one.sentence) for one in refusal.refusals}
    assert found == lacking


def test_what_is_recorded_for_another_needs_its_document() -> None:
    begin = act("begin", at=[NEW], to=OPEN, admits=[COURT])
    ruling = procedure(begin, act("rule", by=COURT.head, to=DONE))
    where = dossier(parties={"asker": ("zjj",), "court": ("court",)})
    assert refused(ruling, where, "zjj.handler", "rule") == {"proof"}
    decision = decided(ruling, where, "zjj.handler", "rule", {"proof": ["f1"]})
    assert (decision.department, decision.recorded_by) == ("court", "zjj")
    assert decided(ruling, where, "court.head", "rule").recorded_by is None


class Chosen(Form):
    kind: Annotated[Words, choice("kinds")] = Field(title="种类")
    grade: Annotated[Words | None, choice("kinds")] = Field(None, title="轻重")


def test_what_is_chosen_is_looked_up_in_the_pack() -> None:
    listed = rules(choices={"kinds": {"a": "甲", "b": "乙"}})
    chosen = filled_in(act("do", form=Chosen), {"kind": "a"}, listed)
    assert chosen == Chosen(kind="a")
    with pytest.raises(ValidationError) as wrong:
        filled_in(act("do", form=Chosen), {"kind": "c", "grade": "d"}, listed)
    assert [(fault["loc"], fault["type"]) for fault in wrong.value.errors()] == [
        (("kind",), "choice"), (("grade",), "choice"),
    ]  # fmt: skip


class Timed(Form):
    on: Day = Field(title="日期")


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2020, 12, 31), date(2060, 1, 1), date(2199, 12, 31)])
def test_a_day_that_the_calendar_does_not_reach_is_refused_in_words(on: date) -> None:
    counting = Duty(name="own", title="自己的", owed_by=ASKER, term="answer", starts_from=("on",), clause=COUNTY["ask"])
    begin = act("begin", at=[NEW], to=OPEN, form=Timed, starts=[counting])
    of = procedure(begin, act("end", to=DONE, lifts=[counting]))
    with pytest.raises(Refused, match=r"日历算不到"):
        decided(of, Dossier("small"), "zjj.handler", "begin", now=NOW, on=on)


def test_a_refused_act_changes_nothing_that_it_was_given() -> None:
    where = replace(ASKED_OF_SLJ, facts={"question": "x"}, parties={"asker": ("zjj",), "helper": ("slj",)})
    before = deepcopy(where)
    filled: dict[str, Any] = {"answer": ["不是文字"]}
    with pytest.raises(ValidationError):
        decided(ASKING, where, "slj.handler", "answer", **filled)
    with pytest.raises(NotDone):
        decided(ASKING, where, "zjj.handler", "answer", answer="是")
    assert where == before
    assert filled == {"answer": ["不是文字"]}


def test_a_guard_sees_the_catalogue_and_whose_person_acts() -> None:
    seen: list[Any] = []

    def look(s: Any) -> None:
        seen.append((s.catalogue["item"].enforcing, s.actor.person, s.department, s.now))

    looking = procedure(BEGIN, act("do", guards=[Guard("looks", look)]), END)
    asked = Asked(act="do", by=person("zjj.handler"), now=NOW)
    decide(looking, dossier(), asked, World(RULES, {"item": Holding("zjj", "zfj")}))
    assert seen == [("zfj", "zjj.handler", "zjj", NOW)]


# ── what is possible ────────────────────────────────────────────────────────────────────────────────


def test_what_someone_may_do_now_is_known_beforehand() -> None:
    def named(who: str, where: Dossier) -> list[str]:
        return [one.name for one in possible(ASKING, where, person(who), RULES)]

    assert named("zjj.handler", Dossier("small")) == ["ask"]
    assert named("slj.liaison", ASKED_OF_SLJ) == ["answer"]
    assert named("zjj.head", ASKED_OF_SLJ) == ["withdraw"]
    assert named("zfj.handler", ASKED_OF_SLJ) == named("zjj.head", dossier(DONE)) == []


def lapsing(form: type[Form] = Nothing) -> Procedure:
    lapse = Act(
        "lapse",
        "逾期",
        by=SYSTEM,
        at=[ASKED],
        to=DONE,
        form=form,
        guards=[overdue(ANSWER)],
        lapses=[ANSWER],
        clause=COUNTY["ask"],
    )
    return procedure(*ASKING.acts, lapse)


def test_the_system_acts_as_soon_as_nothing_stands_against_it() -> None:
    due = owing().reckoned.due
    assert due is not None
    early, late = situation(ASKED_OF_SLJ, now=due - timedelta(seconds=1)), situation(ASKED_OF_SLJ, now=due)
    assert list(system_acts(lapsing(), early)) == []
    assert [one.name for one in system_acts(lapsing(), late)] == ["lapse"]
    decision = decide(lapsing(), ASKED_OF_SLJ, Asked(act="lapse", by=THE_SYSTEM, now=due), World(RULES))
    assert [(o.fate, o.ended_at) for o in decision.changes] == [(Fate.LAPSED, due)]


def test_the_system_fills_in_no_forms() -> None:
    late = situation(ASKED_OF_SLJ, now=NOW + days(30))
    assert list(system_acts(lapsing(Reasoned), late)) == []


def test_papers_and_their_recipients_are_the_acts_own() -> None:
    letter = Paper(name="reply", title="复函", to=ASKER, text="{answer}")
    answering = replace(ASKING.acts[1], issues=[letter])
    decision: Decision = decided(
        procedure(ASKING.acts[0], answering, ASKING.acts[2]), ASKED_OF_SLJ, "slj.handler", "answer", answer="是"
    )
    assert [paper.name for paper in decision.act.issues] == ["reply"]
    assert decision.facts["answer"] == "是"
