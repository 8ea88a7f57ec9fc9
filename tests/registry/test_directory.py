"""What departments and people are called, and who may be named for what."""

from datetime import date, timedelta

import pytest

from xiezhi.registry.directory import Body, bodies, handlers, names, officers, taking_part
from xiezhi.registry.models import Department, User
from xiezhi.registry.people import NewPerson, Role, add_person

from .conftest import LATER, NOW, PASSWORD, Staff

DAY = date(2021, 9, 29)


@pytest.fixture
def zhang(staff: Staff) -> User:
    new = NewPerson(username="zhang", name="张向东", certificate="浙G1")
    return add_person(new, PASSWORD, by=staff.admin, at=NOW)


def test_every_body_is_known_by_its_key_also_the_one_that_is_gone(county: dict[str, Department]) -> None:
    Department.objects.filter(key="rfb").update(until=DAY)
    assert bodies()["zfj"] == Body("zfj", "武义县综合行政执法局", "综合行政执法局", "department")
    assert set(bodies()) == set(county)


def test_a_body_says_whether_it_deals_with_cases_of_the_government(county: dict[str, Department]) -> None:
    kinds = {body.key: (body.outside, body.coordinates) for body in bodies().values()}
    assert (kinds["zfj"], kinds["fy"], kinds["office"]) == ((False, False), (True, False), (False, True))


def test_one_chooses_among_those_that_exist_on_the_day(county: dict[str, Department]) -> None:
    Department.objects.filter(key="rfb").update(until=DAY)
    Department.objects.filter(key="fgj").update(since=DAY)
    before, after = ({body.key for body in taking_part(day)} for day in (DAY - timedelta(days=1), DAY))
    assert before - after == {"rfb"}
    assert after - before == {"fgj"}


def test_officers_are_handlers_in_force_with_a_certificate(staff: Staff, zhang: User) -> None:
    staff.give(zhang, "zfj", Role.HANDLER, until=LATER)
    staff.give(staff.person("li"), "zfj", Role.HANDLER)
    assert officers("zfj", NOW) == [("张向东", "浙G1")]
    assert officers("zfj", LATER) == officers("zjj", NOW) == []


def test_cases_are_given_to_handlers_in_force_and_to_nobody_twice(
    staff: Staff, zhang: User, county: dict[str, Department]
) -> None:
    county["zfj"].units.create(name="执法一中队", kind="internal")
    staff.give(zhang, "zfj", Role.HANDLER, until=LATER)
    staff.give(zhang, "zfj", Role.HANDLER, unit="执法一中队", until=LATER)
    staff.give(staff.person("li"), "zfj", Role.LIAISON)
    assert handlers("zfj", NOW) == [("zhang", "张向东")]
    assert handlers("zfj", LATER) == []


def test_whose_account_is_closed_is_offered_for_nothing_and_still_has_a_name(staff: Staff, zhang: User) -> None:
    for role in (Role.HANDLER, Role.HEAD):
        staff.give(zhang, "zfj", role)
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert (officers("zfj", NOW), handlers("zfj", NOW)) == ([], [])
    assert names(["zhang", "zhang", "nobody"]) == {"zhang": "张向东"}
