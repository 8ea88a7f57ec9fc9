from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from xiezhi.registry.authority import Held, casework, held_fast, mandates_of
from xiezhi.registry.models import Department, Unit, User
from xiezhi.registry.people import Role, end_mandate

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


def test_a_role_is_held_fast_only_while_it_is_in_force(staff: Staff, zhang: User) -> None:
    staff.give(zhang, "zfj", Role.HANDLER, until=LATER)
    assert held_fast("zhang", "zfj", "handler", NOW) == zhang
    for asked in (("zhang", "zfj", "head", NOW), ("zhang", "zjj", "handler", NOW), ("zhang", "zfj", "handler", LATER)):
        assert held_fast(*asked) is None
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert held_fast("zhang", "zfj", "handler", NOW) is None


@pytest.mark.django_db(transaction=True)
def test_who_would_end_a_mandate_that_is_held_fast_waits(staff: Staff, zhang: User) -> None:
    mandate = staff.give(zhang, "zfj", Role.HANDLER)

    def end() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            end_mandate(mandate, at=LATER, by=staff.admin, reason="调离")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            held_fast("zhang", "zfj", "handler", NOW)
            with pytest.raises(OperationalError, match="lock timeout"):
                pool.submit(end).result()
        pool.submit(end).result()
    assert mandates_of(zhang, LATER) == ()


def test_who_runs_the_system_or_checks_it_has_no_part_in_cases() -> None:
    held = (
        Held(1, "zrzy", "handler"),
        Held(2, "office", "administrator"),
        Held(3, "zrzy", "liaison"),
        Held(4, "slj", "auditor"),
    )
    assert casework(held) == {"zrzy": ("handler", "liaison")}
