"""The lines of the workbench, grouped by how near they are."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.office.told import MONDAY, Told
from xiezhi.kernel import Calendar, day_of
from xiezhi.office import queries
from xiezhi.office.queries import Desk
from xiezhi.registry.rules import current
from xiezhi.web import duties
from xiezhi.web.present import Eyes


@pytest.fixture
def calendar(county: None) -> Calendar:
    return current(day_of(MONDAY)).rules.calendar


def headings(calendar: Calendar, days: int) -> list[str]:
    eyes = Eyes({}, MONDAY + timedelta(days=days), calendar)
    owed = queries.owed_by(Desk(0, "zfj", ("liaison",)))
    return [near.title for near in duties.mine(owed, Desk(0, "zfj", ("liaison",)), current(day_of(MONDAY)).rules, eyes)]


def test_what_is_late_comes_first_then_today_tomorrow_this_week_and_later(calendar: Calendar) -> None:
    Told().sent()  # to be signed for within two working days of Monday
    assert [headings(calendar, days) for days in (-7, 0, 1, 2, 3)] == [
        ["以后"],
        ["一周之内"],
        ["明天"],
        ["今天"],
        ["已超期"],
    ]


def test_a_clock_that_stands_still_is_set_apart(calendar: Calendar) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "ask_supplement", gaps="照片")
    assert headings(calendar, 0) == ["计时中止或不定期"]


def test_three_weeks_show_what_is_due_on_which_day(calendar: Calendar) -> None:
    Told().sent()
    eyes = Eyes({}, MONDAY, calendar)
    days = [day for week in duties.weeks(queries.owed_by(Desk(0, "zfj", ())), eyes) for day in week]
    assert (days[0].date, len(days), days[0].now) == (date(2021, 3, 1), 21, True)
    assert [(day.date.day, day.due.count) for day in days if day.due] == [(3, 1)]
    assert [day.off for day in days[:7]] == [False] * 5 + [True] * 2


def test_a_make_up_day_and_a_festival_have_their_names(calendar: Calendar) -> None:
    eyes = Eyes({}, MONDAY.replace(month=9, day=27), calendar)
    named = {day.date: day.name for week in duties.weeks([], eyes) for day in week if day.name}
    assert named[date(2021, 10, 9)] == "上班"
    assert named[date(2021, 10, 1)] == "国庆节"


def test_rows_say_to_whom_by_which_clause_and_who_handles_it(calendar: Calendar, clock: SimpleNamespace) -> None:
    Told().sent()
    eyes = Eyes({}, MONDAY, calendar)
    row = duties.theirs(queries.owed_to(Desk(0, "zrzy", ())), eyes)[0].rows[0]
    assert row.title == "签收移送案件"
    assert "2个工作日" in row.meta
    assert row.verb == "查看"
