"""New dossiers: opened by their first act, or proposed by another's."""

import pytest

from tests.office.disputed import COORDINATOR, again, disputed, proposal, returned
from tests.office.tiny import CALL, asking
from tests.office.told import FIRM, Told, found, person
from xiezhi.kernel import NoSuchAct, NotEntitled, Refused, WrongState
from xiezhi.office import opening
from xiezhi.office.dossiers import load
from xiezhi.office.models import Desk, Dossier, Matter
from xiezhi.office.perform import perform
from xiezhi.office.requests import Absent, Request
from xiezhi.office.verify import faults
from xiezhi.registry.models import CalendarVersion, PackVersion
from xiezhi.registry.subjects import reveal

__all__ = ["asking"]

pytestmark = pytest.mark.usefixtures("county")


def desks(told: Told) -> set[str]:
    return set(Desk.objects.filter(dossier=told.number).values_list("department_id", flat=True))


def asked() -> Told:
    told = Told(procedure="asking")
    told("zrzy.handler", "call", **CALL)
    return told


def test_opening_is_the_first_act_and_its_doer_takes_the_side() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    row = told.row
    assert (row.revision, row.opened_by_id, row.holder_id, row.opened_at) == (1, "zrzy", "zrzy", told.at)
    assert dict(row.parties.values_list("side", "department_id")) == {"sender": "zrzy"}
    assert row.matter.dossiers.count() == 1


def test_a_dossier_runs_under_the_pack_of_the_day_on_which_it_is_opened() -> None:
    old = PackVersion.objects.get()
    PackVersion.objects.create(
        key=old.key, revision=2, digest=old.digest, text=old.text, in_force_from=found(Told().at)["concluded_at"].date()
    )
    told = Told()
    told.at = told.at.replace(day=1, month=3)
    told("zrzy.handler", "find", **found(told.at))
    assert told.row.pack.revision == 2


def test_only_what_is_offered_is_opened() -> None:
    for procedure in ("jurisdiction-dispute", "no-such", ""):
        with pytest.raises(NoSuchAct):
            perform(Request(act="raise", person=person("zrzy.handler"), at=Told().at, procedure=procedure))


def test_nothing_is_opened_by_another_act_than_a_first_one_or_by_another_role() -> None:
    told = Told()
    with pytest.raises(WrongState):
        told("zrzy.head", "approve")
    with pytest.raises(NotEntitled):
        told("zrzy.head", "find", **found(told.at))
    with pytest.raises(NoSuchAct):
        told("zrzy.handler", "no-such-act")
    assert (Dossier.objects.count(), Matter.objects.count()) == (0, 0)


def test_a_proposal_stays_in_the_matter_and_under_todays_pack_and_calendar() -> None:
    told = disputed(Told())
    child = proposal(told)
    assert (child.row.parent_id, child.row.matter_id) == (told.number, told.row.matter_id)
    assert child.row.pack == PackVersion.objects.get()
    kept = load(child.number or 0, person=None, at=told.at)
    assert kept is not None
    assert (kept.calendar, kept.siblings) == (CalendarVersion.objects.get().pk, (told.number,))


def test_only_an_appointed_party_sees_a_proposal_that_only_the_appointed_may_begin(asking: None) -> None:
    told = asked()
    told("zrzy.handler", "refer")
    child = proposal(told)
    assert desks(child) == {"sfj"}
    child("sfj.handler", "begin", subject_matter="油烟扰民")
    assert child.row.holder_id == "sfj"


def test_a_proposal_is_discarded_by_the_act_that_says_so_and_one_that_is_begun_is_not(asking: None) -> None:
    told = asked()
    told("zrzy.handler", "refer")
    begun = proposal(told)
    begun("sfj.handler", "begin", subject_matter="油烟扰民")
    told("zrzy.handler", "refer")
    left = proposal(told)
    told("slj.handler", "reply", view="同意")
    told("sfj.handler", "reply", view="同意")
    told("zrzy.handler", "close")
    assert list(Dossier.objects.filter(parent=told.number).values_list("pk", flat=True)) == [begun.number]
    assert left.number != begun.number


def test_the_parent_knows_of_its_child_at_once_and_no_more_when_it_is_gone() -> None:
    told = disputed(Told())
    kept = load(told.number or 0, person=None, at=told.at)
    assert kept is not None
    with_two = opening.child(kept, "jurisdiction-dispute", {}, told.at)
    assert [link.state for link in with_two.dossier.matter] == ["new", "new"]
    without = opening.discard(with_two, "jurisdiction-dispute")
    assert (without.siblings, tuple(without.dossier.matter)) == ((), ())


def another(told: Told) -> Told:
    """A further transfer about the same violation."""
    beside = Told(told.at, about=told.number)
    beside("zrzy.handler", "find", **found(told.at))
    return beside


def test_another_dossier_about_the_same_violation_is_opened_in_its_matter() -> None:
    first = Told().sent()
    beside = another(first)
    assert (beside.row.matter_id, beside.row.parent_id) == (first.row.matter_id, None)
    assert Told().sent().row.matter_id != first.row.matter_id
    assert list(faults()) == []


def test_what_was_returned_in_one_counts_in_the_other_of_the_matter() -> None:
    first = returned(Told().sent())
    first("zrzy.head", "keep", reasons="自行处理")
    assert returned(again(another(first))).state == "disputed"
    apart = Told(first.at)
    apart("zrzy.handler", "find", **found(first.at))
    assert returned(again(apart)).state == "returned"


@pytest.mark.parametrize("department", ["slj", COORDINATOR, "zfj"])
def test_nobody_says_so_who_has_no_part_in_it_or_has_left(department: str) -> None:
    told = returned(Told().sent())
    beside = Told(told.at, about=told.number)
    with pytest.raises(Absent):
        beside(f"{department}.handler", "find", **found(told.at))
    assert Dossier.objects.count() == Matter.objects.count() == 1


def test_the_party_is_the_same_with_its_numbers_and_nobody_elses() -> None:
    told = Told().sent()
    beside = Told(told.at, about=told.number)
    beside("zfj.handler", "find", **{**found(told.at), "offender": {**FIRM, "code": "*", "phone": "*"}})
    subject = beside.row.subject
    assert subject
    shown = reveal(subject, by=None, at=told.at, reason="测试需要")
    assert (shown.code, shown.phone) == (FIRM["code"], FIRM["phone"])
    other = {"kind": "person", "name": "李四", "code": "*", "phone": "*"}
    with pytest.raises(Refused, match="请重新填写"):
        Told(told.at, about=told.number)("zfj.handler", "find", **{**found(told.at), "offender": other})
    with pytest.raises(Absent):
        Told(told.at, about=999)("zfj.handler", "find", **found(told.at))
