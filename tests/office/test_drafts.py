"""Drafts: one for each person and form, kept until the act is done or ninety days have gone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.office.told import MONDAY, Told, found, person
from xiezhi.office import drafts
from xiezhi.office.drafts import copy, discard, drop, find, keep, offer, read_by, sweep
from xiezhi.office.models import Draft
from xiezhi.office.queries import Desk

pytestmark = pytest.mark.usefixtures("county")

TYPED: dict[str, Any] = {"case_title": "油烟", "officers": [{"name": "金晨"}], "late_reason": None}


def desk(username: str) -> Desk:
    department, _, role = username.partition(".")
    return Desk(person(username), department, (role.rstrip("2"),))


def kept(who: str, typed: dict[str, Any], at: datetime = MONDAY, dossier: int | None = None, act: str = "find") -> None:
    keep(desk(who), "case-transfer", dossier, act, typed, at)


def typed(who: str, dossier: int | None = None, act: str = "find") -> dict[str, Any]:
    return dict(find(desk(who), "case-transfer", dossier, act))


def test_what_was_typed_is_found_again_as_it_was() -> None:
    kept("zrzy.handler", TYPED)
    assert typed("zrzy.handler") == TYPED
    assert typed("zrzy.handler", act="find_urgent") == typed("zrzy.handler2") == {}


def test_what_is_typed_later_takes_the_place_of_what_was_kept() -> None:
    kept("zrzy.handler", TYPED)
    kept("zrzy.handler", {"case_title": "噪声"}, MONDAY + timedelta(hours=1))
    assert typed("zrzy.handler") == {"case_title": "噪声"}
    (draft,) = read_by(desk("zrzy.handler"))
    assert draft.updated_at == MONDAY + timedelta(hours=1)


def test_each_dossier_and_act_has_a_draft_of_its_own() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    kept("zrzy.handler", {"n": 1})
    kept("zrzy.handler", {"n": 2}, dossier=told.number, act="draft")
    kept("zrzy.handler", {"n": 3}, dossier=told.number, act="withdraw")
    assert typed("zrzy.handler") == {"n": 1}
    assert typed("zrzy.handler", told.number, "draft") == {"n": 2}
    assert typed("zrzy.handler", told.number, "withdraw") == {"n": 3}


def test_a_done_act_needs_its_draft_no_more() -> None:
    kept("zrzy.handler", TYPED)
    kept("zrzy.handler2", TYPED)
    drop(desk("zrzy.handler"), "case-transfer", None, "find")
    assert (typed("zrzy.handler"), typed("zrzy.handler2")) == ({}, TYPED)


def test_what_somebody_offers_never_overwrites_what_the_person_has_begun() -> None:
    one = desk("zrzy.handler")
    assert offer(one, "case-transfer", None, "find", {"n": 1}, MONDAY)
    assert not offer(one, "case-transfer", None, "find", {"n": 2}, MONDAY)
    assert typed("zrzy.handler") == {"n": 1}


def test_the_departments_handlers_see_its_drafts_newest_first_and_no_other_department_does() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    kept("zrzy.handler", TYPED)
    kept("zrzy.handler2", {"n": 1}, MONDAY + timedelta(hours=1), told.number, "draft")
    first, second = read_by(desk("zrzy.handler"))
    assert (first.dossier, first.case, first.act, first.filled) == (told.number, told.row.title, "draft", {"n": 1})
    assert (second.dossier, second.case, second.procedure, second.filled) == (None, "", "case-transfer", TYPED)
    assert first.person != second.person
    assert (first.own, second.own) == (False, True)
    assert read_by(desk("zfj.handler")) == []


def test_whoever_is_no_handler_sees_their_own_alone() -> None:
    kept("zrzy.handler", TYPED)
    kept("zrzy.head", {"n": 1}, act="approve")
    assert [draft.filled for draft in read_by(desk("zrzy.head"))] == [{"n": 1}]
    assert read_by(desk("zrzy.liaison")) == read_by(Desk(0, "zrzy", ())) == []
    assert len(read_by(desk("zrzy.handler2"))) == 2


def test_a_handler_may_begin_with_a_copy_of_a_colleagues_form_without_its_numbers() -> None:
    kept("zrzy.handler", {"offender": {"name": "邵志强", "code": "330723198001010014", "phone": ""}, "place": "履坦镇"})
    number = Draft.objects.get().pk
    form = (number, "case-transfer", None, "find")
    copied = copy(desk("zrzy.handler2"), *form)
    assert copied
    assert copied.filled == {"offender": {"name": "邵志强", "code": "", "phone": ""}, "place": "履坦镇"}
    for who in ("zrzy.head", "slj.handler"):
        assert copy(desk(who), *form) is None
    for other in ((number, "case-transfer", None, "draft"), (number, "case-transfer", 7, "find"), (0, *form[1:])):
        assert copy(desk("zrzy.handler2"), *other) is None


def test_nobody_drops_a_draft_but_whose_it_is() -> None:
    kept("zrzy.handler", TYPED)
    number = Draft.objects.get().pk
    assert not discard(desk("zrzy.handler2"), number)
    assert typed("zrzy.handler") == TYPED
    assert discard(desk("zrzy.handler"), number)
    assert not discard(desk("zrzy.handler"), number)
    assert typed("zrzy.handler") == {}


def test_what_is_typed_for_another_department_is_that_departments() -> None:
    kept("zrzy.handler", TYPED)
    keep(Desk(person("zrzy.handler"), "slj", ("handler",)), "case-transfer", None, "find", {"n": 1}, MONDAY)
    assert read_by(desk("zrzy.handler")) == []
    (draft,) = read_by(desk("slj.handler"))
    assert draft.filled == {"n": 1}


def test_a_list_of_drafts_ends_with_the_twentieth() -> None:
    for n in range(21):
        kept("zrzy.handler", {"n": n}, MONDAY + timedelta(minutes=n), act=f"act-{n}")
    assert [draft.filled["n"] for draft in read_by(desk("zrzy.handler"))] == list(range(20, 0, -1))


def test_what_nobody_touches_for_ninety_days_is_dropped() -> None:
    kept("zrzy.handler", TYPED)
    kept("zrzy.handler2", TYPED, MONDAY + timedelta(seconds=1))
    sweep(MONDAY + drafts.KEPT)
    assert (typed("zrzy.handler"), typed("zrzy.handler2")) == (TYPED, TYPED)
    sweep(MONDAY + timedelta(days=90, seconds=1))
    assert (typed("zrzy.handler"), typed("zrzy.handler2")) == ({}, TYPED)


def test_numbers_of_a_person_lie_encrypted_in_a_draft_and_come_back_to_whoever_typed_them() -> None:
    own = desk("zrzy.handler")
    typed = {"offender": {"name": "邵志强", "code": "330723198001010014", "phone": "13857900000"}, "place": "履坦镇"}
    keep(own, "case-transfer", None, "find", typed, MONDAY)
    kept = str(Draft.objects.get().filled)
    assert "330723198001010014" not in kept
    assert "13857900000" not in kept
    assert find(own, "case-transfer", None, "find") == typed
    assert "330723198001010014" not in str(read_by(own))
