"""perform(): who may act, as whom, and what is said to those who may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.office.disputed import COORDINATOR, again, claim, disputed, proposal, returned, seat
from tests.office.told import LETTER, MONDAY, Told, found, person
from xiezhi.kernel import NotEntitled, Refused
from xiezhi.office.models import Desk, Dossier, Entry, Matter, Receipt
from xiezhi.office.perform import perform
from xiezhi.office.requests import Absent, Request
from xiezhi.registry.models import Mandate, Subject, User

pytestmark = pytest.mark.usefixtures("county")

MOMENT = timedelta(microseconds=1)


def begun() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def last(told: Told) -> Entry:
    return Entry.objects.filter(dossier=told.number).order_by("-number")[0]


def as_of(told: Told, department: str, who: str, act: str, **filled: object) -> Request:
    return replace(told.request(who, act, **filled), department=department)


def test_a_mandate_counts_until_the_instant_at_which_it_ends() -> None:
    told = begun()
    Mandate.objects.filter(user__username="zrzy.handler").update(until=told.at)
    with pytest.raises(Absent):
        told("zrzy.handler", "draft", **LETTER)
    told.at -= MOMENT
    told("zrzy.handler", "draft", **LETTER)


def test_a_mandate_counts_from_the_instant_at_which_it_begins() -> None:
    told = begun()
    seat("new", ("zrzy", "handler"), since=told.at)
    told.at -= MOMENT
    with pytest.raises(Absent):
        told("new", "draft", **LETTER)
    told.at += MOMENT
    told("new", "draft", **LETTER)


def test_a_closed_account_acts_no_more_whatever_its_mandates_say() -> None:
    told = begun()
    User.objects.filter(username="zrzy.handler").update(is_active=False)
    with pytest.raises(Absent):
        told("zrzy.handler", "draft", **LETTER)
    with pytest.raises(NotEntitled):
        Told()("zrzy.handler", "find", **found(told.at))


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_runs_or_checks_the_system_has_no_part_in_a_case_of_the_own_department(role: str) -> None:
    told = begun()
    seat("apart", ("zrzy", role), since=told.at)
    with pytest.raises(Absent):
        told("apart", "draft", **LETTER)


def test_whoever_has_drafted_does_not_approve() -> None:
    told = begun()
    seat("zrzy.handler", ("zrzy", "head"), since=told.at)
    told("zrzy.handler", "draft", **LETTER)
    assert told.refuses("zrzy.handler", "approve") == {"another_person:draft"}
    told("zrzy.head", "approve")


def test_the_mandate_that_is_sealed_is_the_one_that_carries_the_act() -> None:
    told = begun()
    seat("zrzy.handler", ("zrzy", "liaison"), since=told.at - timedelta(days=9))
    told("zrzy.handler", "draft", **LETTER)
    carried = Mandate.objects.get(user__username="zrzy.handler", role="handler")
    assert f'"mandate":{carried.pk},' in last(told).body


def test_a_person_of_both_sides_says_for_which_one_they_act() -> None:
    child = proposal(disputed(Told()))
    child("zrzy.handler", "raise", **claim(child))
    seat("both", ("zrzy", "handler"), ("zfj", "handler"), since=child.at)
    talk = {"met_at": child.at, "attendees": "甲、乙", "talk": "谈"}
    assert child.refuses("both", "negotiate", **talk) == {"department"}
    perform(as_of(child, "zfj", "both", "negotiate", **talk))
    assert (last(child).department_id, last(child).person_id) == ("zfj", person("both"))


def test_a_person_of_both_sides_need_not_say_it_where_only_one_side_may_act() -> None:
    told = Told().sent()
    seat("both", ("zrzy", "handler"), ("zfj", "handler"), since=told.at)
    told("both", "receive", received_by="甲")
    assert last(told).department_id == "zfj"


def test_who_acts_for_both_sides_is_not_let_do_one_sides_act_as_the_other() -> None:
    told = Told().sent()
    seat("both", ("zrzy", "handler"), ("zfj", "handler"), since=told.at)
    with pytest.raises(NotEntitled):
        perform(as_of(told, "zrzy", "both", "receive", received_by="甲"))


def test_a_department_that_has_nothing_to_do_with_it_cannot_be_named() -> None:
    told = Told().sent()
    seat("zfj.liaison", ("slj", "liaison"), since=told.at)
    for department in ("slj", "sthj"):  # one's own without a desk here, and none of one's own
        with pytest.raises(Absent):
            perform(as_of(told, department, "zfj.liaison", "receive", received_by="甲"))


def test_a_child_is_begun_only_for_a_department_that_sees_it() -> None:
    child = proposal(disputed(Told()))
    seat("zrzy.handler", ("slj", "handler"), since=child.at)
    with pytest.raises(Absent):
        perform(as_of(child, "slj", "zrzy.handler", "raise", **claim(child)))
    child("zrzy.handler", "raise", **claim(child))
    assert child.row.opened_by_id == "zrzy"


def test_who_could_open_for_two_departments_says_for_which() -> None:
    seat("both", ("zrzy", "handler"), ("slj", "handler"), since=MONDAY)
    told = Told()
    assert told.refuses("both", "find", **found(told.at)) == {"department"}
    done = perform(as_of(told, "slj", "both", "find", **found(told.at)))
    assert set(Desk.objects.filter(dossier=done.dossier).values_list("department_id", flat=True)) == {"slj"}


def test_nobody_opens_for_a_department_of_others() -> None:
    told = Told()
    with pytest.raises(NotEntitled):
        perform(as_of(told, "slj", "zrzy.handler", "find", **found(told.at)))


@pytest.mark.parametrize("revision", [None, 1, 99])
@pytest.mark.parametrize("who", ["sthj.handler", "slj.handler", "slj.head", "auditor", "admin"])
def test_outsiders_and_former_receivers_learn_nothing_from_trying(who: str, revision: int | None) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    again(returned(again(told, "slj"), "slj"), "zfj")
    for act in ("receive", "return_case", "approve", "no-such-act"):
        request = replace(told.request(who, act), revision=revision, key="k")
        with pytest.raises(Absent) as said:
            perform(request)
        with pytest.raises(Absent) as nowhere:
            perform(replace(request, on=10**9))
        assert said.value.refusals == nowhere.value.refusals


def test_a_former_receiver_to_whom_it_is_sent_once_more_takes_part_again() -> None:
    told = again(returned(again(begun(), "slj"), "slj"), "sthj")
    assert Desk.objects.get(dossier=told.number, department="slj").until is not None
    returned(told, "sthj")("zrzy.head", "drop_dispute", reasons="改送原受移送单位")
    again(told, "slj")
    told("slj.liaison", "receive", received_by="甲")
    assert Desk.objects.get(dossier=told.number, department="slj").until is None


def test_overseers_see_and_do_nothing() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    again(told, "slj")
    assert Desk.objects.get(dossier=told.number, department=COORDINATOR).oversees
    with pytest.raises(NotEntitled):
        told(f"{COORDINATOR}.liaison", "receive", received_by="甲")


def test_the_system_is_nobody_who_could_ask() -> None:
    told = Told().sent()
    with pytest.raises(Absent):
        perform(Request(act="deem_received", person=None, at=told.at, on=told.number))
    with pytest.raises(NotEntitled):
        perform(Request(act="find", person=None, at=told.at, procedure="case-transfer", filled=found(told.at)))


def test_what_is_refused_leaves_nothing_behind() -> None:
    told = begun()
    before = {table: table.objects.count() for table in (Entry, Desk, Dossier, Matter, Subject, Receipt)}
    with pytest.raises(Refused):
        told("zrzy.handler", "draft", {}, **LETTER)
    with pytest.raises(Refused):
        Told()("zrzy.handler", "find", **found(told.at, found_at=told.at + timedelta(days=1)))
    assert {table: table.objects.count() for table in before} == before
