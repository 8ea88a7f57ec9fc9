"""Packs and calendars are put in force once, and never changed afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from xiezhi.kernel import Calendar, Faulty, Year
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.registry.installing import put_calendar, put_in_force, put_pack
from xiezhi.registry.models import CalendarVersion, JournalEntry, PackVersion

from .conftest import LATER, NOW

SHIPPED = Path(__file__).parents[2] / "packs" / "wuyi-2021.toml"
CALENDAR = Calendar(seed_years())


def told(what: str) -> int:
    return JournalEntry.objects.filter(what=what).count()


@pytest.mark.django_db
def test_the_shipped_calendar_and_packs_are_put_in_force_once() -> None:
    for at in (NOW, LATER):
        put_in_force(at)
    (calendar,), packs = CalendarVersion.objects.all(), PackVersion.objects.all()
    assert (calendar.version, calendar.entered_at) == ("2021-09-01.1", NOW)
    assert [(pack.key, pack.revision) for pack in packs] == [("wuyi-2021", 1)]
    assert packs[0].text == SHIPPED.read_text()
    assert (told("calendar-entered"), told("pack-in-force")) == (1, 1)


@pytest.mark.django_db
def test_a_calendar_that_says_something_else_is_a_version_of_its_own() -> None:
    years = [Year(2021, {}, {}, published=True)]
    first = put_calendar(years, note="", at=NOW)
    assert put_calendar(years, note="again", at=LATER) == first
    second = put_calendar([Year(2021, {}, {}, published=False)], note="", at=LATER)
    assert (second.version, second.digest == first.digest) == ("2021-10-01.2", False)


@pytest.mark.django_db
def test_a_pack_in_force_is_not_changed_but_revised() -> None:
    text = SHIPPED.read_text()
    put_pack(text, CALENDAR, at=NOW)
    changed = text.replace('transfer = { value = "3 working_days"', 'transfer = { value = "3 working_days" ', 1)
    assert changed != text
    with pytest.raises(Faulty, match="第1次修订已经施行，不能改动"):
        put_pack(changed, CALENDAR, at=LATER, file="wuyi-2021.toml")
    revised = changed.replace('jurisdiction = "330723"', 'jurisdiction = "330723"\nrevision = 2', 1)
    assert put_pack(revised, CALENDAR, at=LATER).revision == 2
    assert put_pack(revised, CALENDAR, at=LATER).revision == 2
    assert told("pack-in-force") == 2


@pytest.mark.django_db
def test_what_is_shipped_anew_leaves_alone_what_is_in_force(tmp_path: Path, settings: Settings) -> None:
    put_in_force(NOW)
    (tmp_path / "wuyi-2021.toml").write_text(SHIPPED.read_text() + "\n# changed\n")
    settings.PACKS_DIR = tmp_path
    put_in_force(LATER)
    assert PackVersion.objects.get().text == SHIPPED.read_text()


@pytest.mark.django_db
def test_a_faulty_pack_is_refused_with_its_place_and_nothing_is_left(tmp_path: Path, settings: Settings) -> None:
    broken = SHIPPED.read_text().replace("[limits]", "[limits]\nnobody_reads_this = 1", 1)
    (tmp_path / "broken.toml").write_text(broken)
    settings.PACKS_DIR = tmp_path
    with pytest.raises(Faulty, match=r"broken\.toml:\d+: limits\.nobody_reads_this"):
        put_in_force(NOW)
    assert not PackVersion.objects.exists()
    assert not CalendarVersion.objects.exists()
    assert not JournalEntry.objects.exists()


def test_two_who_put_the_same_in_force_at_one_moment_put_it_in_force_once(at_once: Callable[..., list[Any]]) -> None:
    text = SHIPPED.read_text().replace('jurisdiction = "330723"', 'jurisdiction = "330723"\nrevision = 2', 1)
    years = [*seed_years(), Year(2099, {}, {}, published=False)]
    packs = at_once(*[lambda: put_pack(text, CALENDAR, at=NOW)] * 2)
    calendars = at_once(*[lambda: put_calendar(years, note="", at=NOW)] * 2)
    assert [row.pk for row in packs] == [packs[0].pk] * 2
    assert [row.pk for row in calendars] == [calendars[0].pk] * 2
