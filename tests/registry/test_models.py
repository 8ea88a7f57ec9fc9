from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from xiezhi.registry.models import Department, Mandate, User
from xiezhi.registry.people import Role

from .conftest import NOW, Staff


def refuses(sql: str, *given: datetime | int) -> str:
    """Why PostgreSQL itself does not take it."""
    with pytest.raises(IntegrityError) as why, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)
    return str(why.value)


def test_a_mandate_does_not_end_before_it_begins_whoever_writes_it(staff: Staff) -> None:
    mandate = staff.give(staff.person("zhang"), "zfj", Role.HANDLER)
    sql = "UPDATE registry_mandate SET until = %s WHERE id = %s"
    assert "mandate_ends_later" in refuses(sql, NOW - timedelta(seconds=1), mandate.pk)


def test_nobody_holds_the_same_lasting_mandate_twice(admin: User, county: dict[str, Department]) -> None:
    wanted = {"user": admin, "department": county["zfj"], "role": Role.HANDLER, "reason": "分工", "given_by": admin}
    Mandate.objects.create(**wanted, since=NOW)
    with pytest.raises(IntegrityError, match="one_lasting_mandate_a_role"), transaction.atomic():
        Mandate.objects.create(**wanted, since=NOW + timedelta(days=1))


def test_two_departments_never_share_the_word_of_their_numbers(county: dict[str, Department]) -> None:
    why = refuses("UPDATE registry_department SET agency_word = '武综执' WHERE key = 'zjj'")
    assert "one_department_a_word" in why


def test_only_a_department_that_has_ended_has_a_successor(county: dict[str, Department]) -> None:
    zjj = county["zjj"]
    zjj.successor = county["zrzy"]
    with pytest.raises(IntegrityError, match="only_the_ended_are_succeeded"), transaction.atomic():
        zjj.save()
    zjj.until = date(2022, 1, 1)
    zjj.save()
