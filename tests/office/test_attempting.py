"""An act before it is done: what of its form is right, and what already stands against it."""

from typing import Any

import pytest

from tests.office.test_foreseeing import HANDLER, HEAD, attempt, began, drafted, received
from tests.office.told import LETTER, TWO, Told, found
from xiezhi.kernel import Actor
from xiezhi.office.attempting import Attempt, against, barring, so_far
from xiezhi.procedures import PROCEDURES

pytestmark = pytest.mark.usefixtures("county")
DRAFT = PROCEDURES["case-transfer"].act("draft").form


def test_of_a_form_that_is_not_right_what_is_right_is_known() -> None:
    known = so_far(DRAFT, {**LETTER, "facts": "", "officers": TWO[:1], "odd": 1})
    assert set(DRAFT.model_fields) - set(known) == {"facts", "officers"}
    assert (known["receiver"], known["measures"]) == ("zfj", None)
    assert [one.name for one in so_far(DRAFT, LETTER)["officers"]] == ["金晨", "徐晓峰"]


def said(here: Attempt) -> list[str]:
    return [refusal.name for refusal in against(here)]


def test_what_the_right_answers_stand_against_is_told_although_others_are_lacking() -> None:
    told = began()
    assert said(attempt(told, HANDLER, "draft", receiver="slj", unit="执法队")) == [
        "in_the_departments_name",
        "receiver_has_the_power",
    ]
    assert said(attempt(told, HANDLER, "draft", receiver="slj", receiver_reason="更近")) == []


def test_what_hangs_on_a_lacking_answer_is_not_told() -> None:
    assert said(attempt(began(), HANDLER, "draft")) == []


def test_an_act_that_asks_what_is_wrong_with_the_dossier_itself_is_barred() -> None:
    told = began()
    for act in ("order_stop", "inform"):  # nothing is owed in an ordinary case
        bar = barring(attempt(told, HANDLER, act))
        assert bar
        assert bar.name == "nothing-owed"
    assert barring(attempt(told, HANDLER, "mark_urgent")) is None
    told("zrzy.handler", "mark_urgent", urgency="evidence", urgency_reason="正在浇筑", urgent_at=told.at)
    bar = barring(attempt(told, HANDLER, "mark_urgent"))
    assert bar
    assert bar.name.startswith("settled:")
    assert barring(attempt(told, HANDLER, "order_stop")) is None


def test_what_a_reason_or_another_answer_would_overcome_bars_nothing() -> None:
    told = drafted()
    drafter = Actor("zrzy", ("head",), str(told.row.entries.get(number=2).person_id))
    assert barring(attempt(told, HEAD, "approve")) is None
    bar = barring(attempt(told, drafter, "approve"))
    assert bar
    assert bar.name == "another_person:draft"


def test_a_limit_that_is_reached_bars() -> None:
    told: Any = received()
    asker = Actor("zfj", ("head",), "1")
    assert barring(attempt(told, asker, "ask_supplement")) is None
    told("zfj.head", "ask_supplement", gaps="过磅单")
    told("zrzy.handler", "supplement")
    bar = barring(attempt(told, asker, "ask_supplement"))
    assert bar
    assert bar.name == "at_most:supplements"


def test_an_earlier_answer_is_not_held_against_a_new_one() -> None:
    told: Told = received()
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    told("zfj.liaison", "receive", received_by="甲")
    own = attempt(told, Actor("zfj", ("head",), "1"), "return_case")
    assert "suggested" not in own.facts
    assert barring(own) is None


def test_a_moment_that_lies_ahead_is_told_at_once() -> None:
    told = Told()
    given = {**found(told.at), "place": "", "found_at": told.at.replace(year=2022)}
    act = PROCEDURES["case-transfer"].act("find")
    here = attempt(began(), HANDLER, "draft")
    opening = Attempt(
        procedure=here.procedure, act=act, dossier=type(here.dossier)(here.procedure.key), actor=HANDLER,
        rules=here.rules, at=told.at, typed=so_far(act.form, given),
    )  # fmt: skip
    assert "after_found:concluded_at" in said(opening)
    assert next(name for name in said(opening)).startswith("happened:found_at")
