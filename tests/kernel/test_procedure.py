from dataclasses import replace
from typing import Annotated, Literal

import pytest
from pydantic import Field

from xiezhi.kernel.errors import Faulty, NoSuchAct
from xiezhi.kernel.form import Extension, Form, Text, Words, choice
from xiezhi.kernel.guards import at_most, elapsed
from xiezhi.kernel.law import COUNTY, Key
from xiezhi.kernel.procedure import Procedure
from xiezhi.kernel.words import NEW, Ground, Paper, Side

from .small import (
    ANSWER,
    ASK,
    ASKED,
    ASKER,
    ASKING,
    DONE,
    HELPER,
    JUDGE,
    OFFICE,
    OPEN,
    RULES,
    Question,
    Since,
    act,
    procedure,
)

BEGIN, END = act("begin", at=[NEW], to=OPEN), act("end", to=DONE)


class Chosen(Form):
    organ: Literal["police", "court"] = Field(title="机关")
    kind: Annotated[Words, choice("kinds")] = Field(title="种类")
    grade: Annotated[Words | None, choice("grades")] = Field(None, title="轻重")
    words: Text = Field(title="说明")


def test_a_faulty_declaration_does_not_come_into_being() -> None:
    with pytest.raises(Faulty, match=r"^small: .*no act reaches asked"):
        procedure(BEGIN, END, act("lost", at=[ASKED], to=DONE))


def test_an_act_is_found_by_its_name_or_refused_in_words() -> None:
    assert ASKING.act("ask").title == "办理ask"
    with pytest.raises(NoSuchAct, match="“小事”没有这种办理：fly"):
        ASKING.act("fly")


def test_it_knows_its_states_duties_papers_sides_and_fields() -> None:
    assert set(ASKING.states) == {"new", "asked", "done"}
    assert ASKING.duties == {"answer": ANSWER}
    assert set(ASKING.papers) == {"letter"}
    assert set(procedure(*ASKING.acts, readers=[OFFICE]).sides) == {"asker", "helper", "office"}
    assert set(ASKING.fields) == {"helper", "question", "answer"}


def test_roles_are_a_row_however_many_there_are() -> None:
    assert END.roles == (ASKER.handler,)
    assert act("x", by=[ASKER.head, ASKER.chief]).roles == (ASKER.head, ASKER.chief)


def test_an_act_names_every_duty_that_it_touches() -> None:
    other = replace(ANSWER, name="other")
    ground = Ground("a", "甲", ASK)
    touching = act("x", starts=[ANSWER], suspends={other: ground}, resumes={other: ground})
    assert list(touching.duties) == [ANSWER, other, other]


def test_choices_are_the_fields_that_name_a_list_of_the_pack() -> None:
    assert act("x", form=Chosen).choices == {"kind": "kinds", "grade": "grades"}
    assert act("x", form=Question).choices == {}


def everything() -> Procedure:
    """A procedure that asks its pack for a key of every section."""
    police = Side("police", "机关", appointed="crime_{organ}")
    letter = Paper(name="letter", title="函", to=ASKER, text="", number="letters")
    ground = Ground("waiting", "等待", COUNTY["waiting"])
    return procedure(
        replace(BEGIN, form=Chosen, admits=[police, JUDGE], starts=[ANSWER_OWN], materials="files", issues=[letter]),
        act("wait", suspends={ANSWER_OWN: ground}, guards=[at_most("twice", "等待", "wait", clause=COUNTY["limit"])]),
        act("go_on", form=Extension, extends={ANSWER_OWN: "longest"}, by=ASKER.approver("sign")),
        replace(END, ends=[ANSWER_OWN], form=Since, guards=[elapsed("period", since="since")]),
    )


ANSWER_OWN = replace(ANSWER, owed_by=ASKER, to=())


def test_it_asks_the_pack_for_all_that_it_names() -> None:
    assert everything().keys == {
        "terms.answer", "terms.longest", "terms.period", "clauses.ask", "clauses.answer", "clauses.waiting",
        "clauses.limit", "limits.twice", "materials.files", "numbers.letters", "approvers.sign", "choices.kinds",
        "choices.grades", "appointments.crime_police", "appointments.crime_court", "appointments.judges",
    }  # fmt: skip


def test_everything_that_it_cites_is_known_once() -> None:
    assert everything().clauses == (Key("ask"), Key("answer"), Key("limit"), Key("waiting"))


def test_it_says_what_a_pack_lacks() -> None:
    lacking = [path for path, _ in everything().misses(RULES.pack)]
    assert ("numbers", "letters") in lacking
    assert ("appointments", "crime_court") in lacking
    assert ("terms", "answer") not in lacking
    assert list(ASKING.misses(RULES.pack)) == []


@pytest.mark.parametrize(
    ("field", "value", "may_be"),
    [
        ("organ", "police", True), ("organ", "army", False), ("words", "anything", True), ("nothing", "x", False),
        ("kind", "a", True), ("kind", "b", False), ("grade", "x", True),
    ],
)  # fmt: skip
def test_it_knows_what_a_field_may_say(field: str, value: str, may_be: bool) -> None:  # noqa: FBT001 - a table
    pack = RULES.pack.model_copy(update={"choices": {"kinds": {"a": "甲"}}})
    assert everything().may_be(field, value, pack) is may_be


def test_helpers_are_let_in_only_by_name() -> None:
    with pytest.raises(Faulty, match="helper is named by nobody"):
        procedure(replace(BEGIN, admits=[HELPER]), END)


def test_what_was_really_done_earlier_is_among_what_guards_an_act() -> None:
    plain = replace(END, guards=())
    assert [guard.name for guard in plain.guarded] == []
    assert [guard.name for guard in replace(plain, performed="done_at").guarded] == ["happened:done_at"]
