"""perform() among the dossiers of one matter: proposals, what they are given, and what follows from one for another."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.office.disputed import (
    COORDINATOR,
    TALK,
    again,
    agreed,
    claim,
    coordinated_by_a_department,
    disputed,
    proposal,
    returned,
    seat,
)  # fmt: skip
from tests.office.told import FIRM, Told, found, person
from xiezhi.kernel import NotEntitled, day_of
from xiezhi.office import drafts, queries
from xiezhi.office.grams import looked_for
from xiezhi.office.models import Desk, Dossier, Draft, Entry, Obligation
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Absent
from xiezhi.office.verify import faults
from xiezhi.registry.models import Subject
from xiezhi.registry.subjects import reveal

pytestmark = pytest.mark.usefixtures("county")


def acts(told: Told) -> list[str]:
    return list(Entry.objects.filter(dossier=told.number).order_by("number").values_list("act", flat=True))


def desks(told: Told) -> set[str]:
    return set(Desk.objects.filter(dossier=told.number).values_list("department_id", flat=True))


def code_of(subject: Subject | None) -> str:
    assert subject is not None
    return reveal(subject, by=None, at=subject.created_at, reason="测试").code


@pytest.fixture
def told(county: None) -> Told:
    return disputed(Told())


def test_a_proposal_is_given_what_the_act_carries_and_nothing_is_done_in_it(told: Told) -> None:
    child = proposal(told)
    assert (child.row.state, child.row.revision, child.row.seal, child.row.holder) == ("new", 0, "", None)
    assert set(child.row.facts) == {"case_title", "offender", "place", "item"}
    assert child.row.facts["place"] == told.row.facts["place"]
    assert (child.row.matter_id, child.row.subject_id) == (told.row.matter_id, told.row.subject_id)
    assert acts(child) == []


def test_a_proposal_is_seen_by_those_who_may_begin_it_and_by_nobody_else(told: Told) -> None:
    child = proposal(told)
    assert desks(child) == {"zrzy", "zfj"}
    with pytest.raises(Absent):
        child("slj.handler", "raise", **claim(child))
    with pytest.raises(NotEntitled):
        child("zrzy.head", "raise", **claim(child))


@pytest.mark.parametrize(("own", "other"), [("zrzy", "zfj"), ("zfj", "zrzy")])
def test_either_side_may_begin_it_and_is_then_the_applicant(told: Told, own: str, other: str) -> None:
    child = proposal(told)
    child(f"{own}.handler", "raise", **claim(child, respondent=other))
    assert (child.row.opened_by_id, child.row.holder_id, child.row.state) == (own, own, "negotiating")
    assert dict(child.row.parties.values_list("side", "department_id")) == {"applicant": own, "respondent": other}


def test_whoever_is_left_out_when_it_is_begun_does_not_know_of_it(told: Told) -> None:
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child, respondent="slj"))
    assert "zfj" not in {d.department_id for d in Desk.objects.filter(dossier=child.number, oversees=False)}
    child("slj.handler", "negotiate", met_at=child.at, **TALK)
    with pytest.raises(Absent):
        child("sthj.handler", "negotiate", met_at=child.at, **TALK)


def test_what_a_proposal_was_given_need_not_be_typed_again_numbers_included(told: Told) -> None:
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child))
    assert child.row.subject_id == told.row.subject_id
    assert code_of(child.row.subject) == FIRM["code"]
    sealed = json.loads(Entry.objects.get(dossier=child.number).body)["filled"]["offender"]
    assert sealed == told.row.facts["offender"]


def test_who_states_the_party_otherwise_keeps_the_number_that_is_known(told: Told) -> None:
    child = proposal(told)
    stated = {**claim(child), "offender": {**FIRM, "address": "城东路2号", "code": "*", "phone": "0579-1"}}
    child("zrzy.handler", "raise", **stated)
    assert child.row.subject_id != told.row.subject_id
    assert child.row.subject is not None
    assert child.row.subject.address == "城东路2号"
    assert code_of(child.row.subject) == FIRM["code"]
    assert list(faults()) == []


def test_nobody_is_given_the_numbers_of_somebody_else(told: Told) -> None:
    child = proposal(told)
    for other in ({"name": "武义恒砾建材有限公司"}, {"kind": "person"}):
        marked = {**FIRM, **other, "code": "*", "phone": "*"}
        assert child.refuses("zrzy.handler", "raise", **{**claim(child), "offender": marked}) == {"numbers"}


def test_a_proposal_is_found_by_the_words_of_its_case(told: Told) -> None:
    child = proposal(told)
    found = Dossier.objects.extra(where=["words @@ %s::tsquery"], params=[looked_for("锐拓五金")])
    assert {child.number, told.number} <= set(found.values_list("pk", flat=True))


def test_a_proposal_that_nobody_has_begun_goes_with_the_dispute_that_is_dropped(told: Told) -> None:
    child = proposal(told)
    desk = queries.Desk(person("zrzy.handler"), "zrzy", ("handler",))
    drafts.keep(desk, drafts.Begun(child.procedure, child.number, "raise"), {"claim": "未完"}, told.at)
    queries.saw(desk, child.number or 0, 0)
    beginning = child.request("zrzy.handler", "raise", **claim(child))
    told("zrzy.head", "drop_dispute", reasons="已查清")
    assert (told.state, told.owed) == ("returned", {"resend"})
    assert not Dossier.objects.filter(pk=child.number).exists()
    assert not Draft.objects.filter(dossier=child.number).exists()
    with pytest.raises(Absent):
        perform(beginning)
    assert list(faults()) == []


def test_after_a_dropped_dispute_another_may_be_proposed(told: Told) -> None:
    first = proposal(told)
    told("zrzy.head", "drop_dispute", reasons="再议")
    told("zrzy.head", "dispute")
    assert (told.state, proposal(told).number != first.number) == ("disputed", True)


def test_a_dispute_that_was_begun_is_not_dropped_from_outside(told: Told) -> None:
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child))
    assert told.refuses("zrzy.head", "drop_dispute", reasons="算了") == {"none_open:jurisdiction-dispute"}
    assert child.row.state == "negotiating"


def test_what_ends_the_child_moves_the_parent_on_at_once(told: Told) -> None:
    agreed(proposal(told))
    assert (told.state, acts(told)[-1]) == ("returned", "dispute_over")
    assert list(faults()) == []


def test_a_second_dispute_is_not_over_because_the_first_one_is(told: Told) -> None:
    agreed(proposal(told))
    told("zrzy.head", "dispute")
    assert (told.state, proposal(told).row.state) == ("disputed", "new")
    tick(told.number or 0, told.at + timedelta(days=1))
    assert told.state == "disputed"


def decided(child: Told) -> Told:
    """Begun, submitted, accepted and decided by the arbiter; both have complied."""
    child("zrzy.handler", "raise", **claim(child))
    child("zrzy.handler", "negotiate", met_at=child.at, **TALK)
    file = {"negotiation": child.materials("zrzy.head", "supplement")["supplement"]}
    child("zrzy.head", "submit", file)
    child("sfj.handler", "accept")
    comply_by = day_of(child.at) + timedelta(days=30)
    child("sfj.head", "decide", competent="zfj", ruling="由综合行政执法局管辖。", comply_by=comply_by)
    child("zrzy.handler", "comply")
    return child


def test_what_time_does_to_the_child_moves_the_parent_on_as_well(told: Told) -> None:
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child))
    Dossier.objects.filter(pk=child.number).update(state="agreed")  # as if something had kept the parent from moving
    assert told.state == "disputed"
    tick(child.number or 0, child.at)
    assert told.state == "returned"


def test_time_alone_brings_a_child_to_its_end(told: Told) -> None:
    child = decided(proposal(told)).later(days=10)
    assert (acts(child)[-2:], child.state) == (["waive", "close"], "closed")


def test_a_right_that_is_not_used_is_over_and_not_late(told: Told) -> None:
    child = decided(proposal(told)).later(days=10)
    rights = Obligation.objects.filter(dossier=child.number, duty="object")
    assert set(rights.values_list("fate", "late")) == {("lapsed", False)}
    assert list(faults()) == []


def test_time_that_passes_twice_does_nothing_the_second_time(told: Told) -> None:
    child = decided(proposal(told)).later(days=10)
    before = (acts(child), acts(told), child.row.seal, told.row.seal)
    for number in (child.number, told.number):
        tick(number or 0, child.at)
    assert (acts(child), acts(told), child.row.seal, told.row.seal) == before


def test_time_passes_for_no_dossier_that_there_is_not() -> None:
    tick(10**9, Told().at)


def test_a_person_of_both_sides_may_draft_the_dispute_for_the_side_they_name(told: Told) -> None:
    child = proposal(told)
    seat("both", ("zrzy", "handler"), ("zfj", "handler"), since=child.at)
    assert child.refuses("both", "raise", **claim(child)) == {"department"}
    perform(replace(child.request("both", "raise", **claim(child, respondent="zrzy")), department="zfj"))
    assert child.row.opened_by_id == "zfj"


def test_a_case_sent_to_another_is_closed_for_the_one_who_returned_it(county: None) -> None:
    coordinated_by_a_department()
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    again(returned(again(told, COORDINATOR), COORDINATOR), "slj")
    desk = Desk.objects.get(dossier=told.number, department=COORDINATOR)
    assert (desk.oversees, desk.until) == (True, None)  # whose office coordinates goes on overseeing
    other = disputed_by_others()
    left = Desk.objects.get(dossier=other.number, department="slj")
    assert (left.until, left.due, left.closed_at) == (6, None, other.at)
    kept = Desk.objects.values().get(pk=left.pk)
    other("zfj.liaison", "receive", received_by="甲")
    assert Desk.objects.values().get(pk=left.pk) == kept


def disputed_by_others() -> Told:
    """Sent to the water authority, returned, and sent on: the way of a former receiver."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return again(returned(again(told, "slj"), "slj"), "zfj")


def test_a_correction_after_the_end_leaves_the_case_as_long_over_as_it_was(county: None) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "accept")
    told("zfj.head", "decline_filing", reasons="违法事实不成立")
    over = told.at
    told.later(days=1)("zrzy.head", "correct", mistake="240平方米", correction="420平方米")
    assert (told.row.closed_at, told.row.touched_at, told.row.holder) == (over, told.at, None)
    assert {desk.closed_at for desk in Desk.objects.filter(dossier=told.number)} == {over}
    assert list(faults()) == []
