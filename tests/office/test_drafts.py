"""Drafts: one for each person and form, kept until the act is done or ninety days have gone."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.office.told import MONDAY, Told, found, person
from xiezhi.office import drafts
from xiezhi.office.drafts import Begun, discard, drop, find, keep, offer, pick, read_by, sweep, unfinished
from xiezhi.office.models import Draft
from xiezhi.office.perform import perform
from xiezhi.office.queries import Desk

pytestmark = pytest.mark.usefixtures("county")

FIND = Begun("case-transfer", None, "find")
TYPED: dict[str, Any] = {"case_title": "油烟", "officers": [{"name": "金晨"}], "late_reason": None}


def desk(username: str) -> Desk:
    department, _, role = username.partition(".")
    return Desk(person(username), department, (role.rstrip("2"),))


def kept(who: str, typed: dict[str, Any], at: datetime = MONDAY, dossier: int | None = None, act: str = "find") -> None:
    keep(desk(who), Begun("case-transfer", dossier, act), typed, at)


def case(key: str) -> Begun:
    """A form that opens a dossier."""
    return Begun("case-transfer", None, "find", key)


def typed(who: str, dossier: int | None = None, act: str = "find") -> dict[str, Any]:
    return dict(find(desk(who), Begun("case-transfer", dossier, act)))


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
    drop(desk("zrzy.handler"), FIND)
    assert (typed("zrzy.handler"), typed("zrzy.handler2")) == ({}, TYPED)


def test_what_somebody_offers_never_overwrites_what_the_person_has_begun() -> None:
    one = desk("zrzy.handler")
    assert offer(one, FIND, {"n": 1}, MONDAY) == Draft.objects.get().pk
    assert offer(one, FIND, {"n": 2}, MONDAY) is None
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
    copied = pick(desk("zrzy.handler2"), number, FIND)
    assert copied
    assert (copied.own, copied.key) == (False, "")
    assert copied.filled == {"offender": {"name": "邵志强", "code": "", "phone": ""}, "place": "履坦镇"}
    for who in ("zrzy.head", "slj.handler"):
        assert pick(desk(who), number, FIND) is None
    for other in (Begun("case-transfer", None, "draft"), Begun("case-transfer", 7, "find"), Begun("x", None, "find")):
        assert pick(desk("zrzy.handler2"), number, other) is None
    assert pick(desk("zrzy.handler2"), 0, FIND) is None
    assert Draft.objects.get().key == "", "whoever copies changes nothing"


def test_several_dossiers_may_be_begun_at_once_each_with_its_own_key() -> None:
    one = desk("zrzy.handler")
    first, second = keep(one, case("a"), {"n": 1}, MONDAY), keep(one, case("b"), {"n": 2}, MONDAY)
    assert keep(one, case("a"), {"n": 3}, MONDAY) == first != second
    assert (find(one, case("a")), find(one, case("b")), find(one, FIND)) == ({"n": 3}, {"n": 2}, {})
    kept("zrzy.handler2", TYPED)
    kept("zrzy.handler", TYPED, act="find_urgent")
    assert (unfinished(one, FIND), unfinished(desk("zrzy.head"), FIND)) == (2, 0)
    assert unfinished(Desk(one.person, "slj", one.roles), FIND) == 0
    drop(one, case("a"))
    assert (find(one, case("a")), find(one, case("b"))) == ({}, {"n": 2})


def test_an_own_form_is_gone_on_with_under_its_key_and_with_its_numbers() -> None:
    one, typed = desk("zrzy.handler"), {"offender": {"name": "邵志强", "code": "330723198001010014"}}
    number = keep(one, case("a"), typed, MONDAY)
    for _ in range(2):
        gone_on = pick(one, number, FIND)
        assert gone_on
        assert (gone_on.own, gone_on.key, gone_on.filled) == (True, "a", typed)


def test_what_was_handed_in_gets_a_key_when_it_is_gone_on_with_and_makes_room_for_the_next() -> None:
    one = desk("zrzy.handler")
    number = offer(one, FIND, {"n": 1}, MONDAY) or 0
    taken, again = pick(one, number, FIND), pick(one, number, FIND)
    assert taken
    assert again
    assert len(taken.key) > 30
    assert again.key == taken.key
    assert offer(one, FIND, {"n": 2}, MONDAY)
    assert find(one, case(taken.key)) == {"n": 1}


def test_a_key_under_which_something_was_done_is_changed_as_it_would_do_nothing_more() -> None:
    told, one = Told(), desk("zrzy.handler")
    number = keep(one, case("a"), {"n": 1}, MONDAY)
    perform(replace(told.request("zrzy.handler2", "find", **found(told.at)), key="a"))
    before = pick(one, number, FIND)
    perform(replace(told.request("zrzy.handler", "find", **found(told.at)), key="a"))
    after = pick(one, number, FIND)
    assert before
    assert after
    assert before.key == "a" != after.key
    assert after.filled == {"n": 1}


def test_in_a_dossier_a_draft_has_no_key() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    kept("zrzy.handler", {"n": 1}, dossier=told.number, act="draft")
    gone_on = pick(desk("zrzy.handler"), Draft.objects.get().pk, Begun("case-transfer", told.number, "draft"))
    assert gone_on
    assert (gone_on.key, gone_on.filled) == ("", {"n": 1})


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
    keep(Desk(person("zrzy.handler"), "slj", ("handler",)), FIND, {"n": 1}, MONDAY)
    assert read_by(desk("zrzy.handler")) == []
    (draft,) = read_by(desk("slj.handler"))
    assert draft.filled == {"n": 1}


def test_a_list_of_drafts_ends_with_the_twentieth() -> None:
    for n in range(21):
        kept("zrzy.handler", {"n": n}, MONDAY + timedelta(minutes=n), act=f"act-{n}")
    assert [draft.filled["n"] for draft in read_by(desk("zrzy.handler"))] == list(range(20, 0, -1))


def test_however_many_colleagues_have_ones_own_are_in_the_list() -> None:
    kept("zrzy.handler2", {"n": "own"}, MONDAY - timedelta(hours=1))
    for n in range(21):
        kept("zrzy.handler", {"n": n}, MONDAY + timedelta(minutes=n), act=f"act-{n}")
    listed = [draft.filled["n"] for draft in read_by(desk("zrzy.handler2"))]
    assert listed == [*range(20, 1, -1), "own"]


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
    keep(own, FIND, typed, MONDAY)
    kept = str(Draft.objects.get().filled)
    assert "330723198001010014" not in kept
    assert "13857900000" not in kept
    assert find(own, FIND) == typed
    assert "330723198001010014" not in str(read_by(own))
