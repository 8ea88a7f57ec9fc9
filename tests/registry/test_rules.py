"""Which pack and which calendar apply on a day, and that they are read once."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from xiezhi.registry import rules
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.models import CalendarVersion, PackVersion

from .conftest import NOW

DAY = date(2021, 9, 29)


@pytest.fixture
def pack(db: None) -> PackVersion:
    put_in_force(NOW)
    return PackVersion.objects.get()


def later(pack: PackVersion, **changed: object) -> PackVersion:
    row = {"key": pack.key, "revision": 2, "digest": "other", "text": pack.text, "in_force_from": date(2021, 10, 1)}
    return PackVersion.objects.create(**{**row, **changed})


def test_what_is_in_force_names_its_pack_and_calendar_with_their_digests(pack: PackVersion) -> None:
    now = rules.current(DAY)
    calendar = CalendarVersion.objects.get()
    assert now.rules.pack.pack.key == "wuyi-2021"
    assert now.sealed == {
        "pack": f"wuyi-2021#1 {pack.digest}", "calendar": f"{calendar.version} {calendar.digest}",
    }  # fmt: skip


def test_the_calendar_is_read_back_as_it_was_entered(pack: PackVersion) -> None:
    calendar = rules.current(DAY).rules.calendar
    assert calendar.after(DAY, 3) == date(2021, 10, 9)
    assert (calendar.is_worked(date(2021, 9, 26)), calendar.is_worked(date(2021, 10, 1))) == (True, False)
    assert calendar.version == CalendarVersion.objects.get().version


def test_what_is_immutable_is_read_once(pack: PackVersion, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = rules.current(DAY)
    with django_assert_num_queries(1):  # which pack, which calendar
        assert rules.current(DAY) is first


@pytest.mark.parametrize(
    ("changed", "day", "revision"),
    [
        ({}, date(2021, 9, 30), 1),
        ({}, date(2021, 10, 1), 2),
        ({"until": date(2021, 10, 2)}, date(2021, 10, 1), 2),
        ({"until": date(2021, 10, 2)}, date(2021, 10, 2), 1),
        ({"in_force_from": date(2021, 2, 22)}, DAY, 2),
    ],
)
def test_the_newest_revision_that_is_in_force_on_the_day_applies(
    pack: PackVersion, changed: dict[str, object], day: date, revision: int
) -> None:
    later(pack, **changed)
    assert PackVersion.objects.get(pk=rules.pack_on(day)).revision == revision


def test_before_the_first_pack_there_is_none(pack: PackVersion) -> None:
    with pytest.raises(IndexError):
        rules.pack_on(pack.in_force_from - timedelta(days=1))


def test_the_calendar_entered_last_is_the_one_that_all_reckon_with(pack: PackVersion) -> None:
    first = CalendarVersion.objects.get()
    newer = CalendarVersion.objects.create(version="x", digest="x", years=first.years, entered_at=NOW)
    assert rules.numbers_on(NOW.date()) == (pack.pk, newer.pk)
