from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from xiezhi.registry.authority import Held, mandates_of
from xiezhi.registry.models import Department, Unit, User
from xiezhi.registry.people import Role

from .conftest import LATER, NOW, Staff


@pytest.fixture
def zhang(staff: Staff) -> User:
    return staff.person("zhang")


def test_a_person_holds_what_is_in_force_at_that_moment_read_in_one_query(
    staff: Staff, zhang: User, county: dict[str, Department], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Unit.objects.create(department=county["zfj"], name="执法一中队", kind=Unit.Kind.DISPATCHED)
    first = staff.give(zhang, "zfj", Role.HANDLER, unit="执法一中队", until=LATER)
    second = staff.give(zhang, "zjj", Role.LIAISON, since=NOW + timedelta(days=1))
    zfj = Held(first.pk, "zfj", "handler", "执法一中队")
    zjj = Held(second.pk, "zjj", "liaison")
    with django_assert_num_queries(1):
        assert mandates_of(zhang, NOW) == (zfj,)
    assert mandates_of(zhang, NOW - timedelta(microseconds=1)) == ()
    assert mandates_of(zhang, LATER - timedelta(microseconds=1)) == (zfj, zjj)
    assert mandates_of(zhang, LATER) == (zjj,)


def test_a_closed_account_holds_nothing(staff: Staff, zhang: User) -> None:
    staff.give(zhang, "zfj", Role.HANDLER)
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert mandates_of(zhang, NOW) == ()
