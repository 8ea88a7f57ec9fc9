from datetime import UTC, date, datetime

import pytest

from xiezhi.kernel.calendar import ZONE, Calendar, Year, day_of, midnight

OFF = {date(2021, 10, n): "国庆节" for n in range(1, 8)}
WORKED = {date(2021, 9, 26): "国庆节", date(2021, 10, 9): "国庆节"}
Y2021 = Year(2021, OFF, WORKED, published=True, notice="国办发明电〔2020〕27号")
Y2022 = Year(
    2022, {date(2022, 5, 2): "劳动节"}, {}, published=False, longest={date(2022, 5, n): "劳动节" for n in (2, 3, 4)}
)
CALENDAR = Calendar([Y2022, Y2021], "test")


def test_a_moment_belongs_to_its_day_in_shanghai() -> None:
    assert day_of(datetime(2021, 10, 8, 16, tzinfo=UTC)) == date(2021, 10, 9)
    assert day_of(date(2021, 10, 8)) == date(2021, 10, 8)
    assert midnight(date(2021, 10, 9)) == datetime(2021, 10, 8, 16, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2021, 10, 8, 16))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        (date(2021, 9, 30), True, "工作日"),
        (date(2021, 9, 25), False, "周六"),
        (date(2021, 9, 26), True, "调休上班"),
        (date(2021, 10, 2), False, "国庆节"),
        (date(2021, 10, 10), False, "周日"),
        (date(2040, 1, 2), True, "工作日"),
    ],
)
def test_every_day_says_whether_it_is_worked_and_why(day: date, *, worked: bool, why: str) -> None:
    assert (CALENDAR.is_worked(day), CALENDAR.why(day)) == (worked, why)


def test_working_days_are_found_forward_and_back() -> None:
    assert CALENDAR.after(date(2021, 9, 29), 3) == date(2021, 10, 9)
    assert CALENDAR.after(date(2021, 10, 2), 0) == date(2021, 10, 2)
    assert CALENDAR.before(date(2021, 10, 9), 2) == date(2021, 9, 30)
    assert CALENDAR.before(date(2021, 10, 9), 0) == date(2021, 10, 9)
    assert CALENDAR.rolled(date(2021, 10, 1)) == date(2021, 10, 8)
    assert CALENDAR.rolled(date(2021, 10, 9)) == date(2021, 10, 9)


def test_working_days_between_two_days_leave_out_the_first() -> None:
    assert CALENDAR.worked_in(date(2021, 9, 29), date(2021, 10, 9)) == 3
    assert CALENDAR.worked_in(date(2021, 10, 9), date(2021, 10, 9)) == 0
    assert CALENDAR.worked_in(date(2021, 10, 9), date(2021, 9, 29)) == 0


def test_only_years_with_a_notice_are_published() -> None:
    assert CALENDAR.published(date(2021, 1, 1), date(2021, 12, 31))
    assert not CALENDAR.published(date(2021, 12, 31), date(2022, 1, 1))
    assert not CALENDAR.published(date(2022, 1, 1), date(2021, 12, 31))
    assert not CALENDAR.published(date(2030, 1, 1), date(2030, 1, 1))


def test_the_worst_calendar_has_the_longest_breaks_of_unpublished_years_only() -> None:
    assert CALENDAR.after(date(2022, 5, 1), 1) == date(2022, 5, 3)
    assert CALENDAR.worst.after(date(2022, 5, 1), 1) == date(2022, 5, 5)
    assert CALENDAR.worst.after(date(2021, 9, 29), 3) == date(2021, 10, 9)
    published = Calendar([Y2021])
    assert published.worst is published


def test_a_day_that_no_table_holds_is_an_error_in_words() -> None:
    for beyond in (date(2020, 12, 31), date(2053, 1, 1)):
        for ask in (CALENDAR.is_worked, CALENDAR.why, CALENDAR.rolled, lambda day: CALENDAR.worked_in(day, day)):
            with pytest.raises(ValueError, match="from 2021-01-01 to 2052-12-31"):
                ask(beyond)
    with pytest.raises(ValueError, match="reaches"):
        CALENDAR.after(date(2021, 1, 4), 20_000)
    with pytest.raises(ValueError, match="reaches"):
        CALENDAR.before(date(2021, 1, 8), 20)


def test_a_year_holds_its_own_days_and_none_that_is_both_off_and_worked() -> None:
    with pytest.raises(ValueError, match="not a day of 2022"):
        Year(2022, OFF, {}, published=True)
    with pytest.raises(ValueError, match="both"):
        Year(2021, OFF, {date(2021, 10, 2): "国庆节"}, published=True)
    with pytest.raises(ValueError, match="at least one year"):
        Calendar([])


def test_a_day_in_the_table_is_a_day_in_shanghai() -> None:
    assert midnight(date(2021, 10, 9)).tzinfo is ZONE
