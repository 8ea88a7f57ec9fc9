from datetime import date, timedelta

import holidays

from xiezhi.kernel import Calendar, Year
from xiezhi.registry.calendar_seed import longest_breaks, seed_years

YEARS: dict[int, Year] = {year.year: year for year in seed_years()}
DAY = timedelta(days=1)


def test_the_published_years_run_from_2004_without_a_gap_and_ten_more_follow() -> None:
    published = [n for n, year in YEARS.items() if year.published]
    assert published == list(range(2004, published[-1] + 1))
    assert published[-1] >= 2026
    assert [n for n in YEARS if n not in published] == list(range(published[-1] + 1, published[-1] + 11))
    assert not any(year.notice for year in YEARS.values())


def test_two_libraries_agree_on_every_day_but_one() -> None:
    calendar, other = Calendar(YEARS.values()), holidays.country_holidays("CN", years=range(2004, 2028))
    days = (date(2004, 1, 1) + DAY * n for n in range((date(2026, 12, 31) - date(2004, 1, 1)).days + 1))
    assert [d for d in days if calendar.is_worked(d) != other.is_working_day(d)] == [date(2005, 12, 31)]


def test_a_day_off_bears_the_name_of_its_festival() -> None:
    assert YEARS[2021].off[date(2021, 10, 1)] == YEARS[2021].worked[date(2021, 10, 9)] == "国庆节"
    assert YEARS[2015].off[date(2015, 9, 3)] == "抗战胜利纪念日"


def test_a_year_to_come_has_the_thirteen_days_of_the_statute() -> None:
    days = YEARS[2027].off
    assert [(f"{day:%m-%d}", name) for day, name in days.items()] == [
        ("01-01", "元旦"), ("02-05", "春节"), ("02-06", "春节"), ("02-07", "春节"), ("02-08", "春节"), ("04-05", "清明节"),
        ("05-01", "劳动节"), ("05-02", "劳动节"), ("06-09", "端午节"), ("09-15", "中秋节"),
        ("10-01", "国庆节"), ("10-02", "国庆节"), ("10-03", "国庆节"),
    ]  # fmt: skip
    assert YEARS[2028].off[date(2028, 10, 3)] == "中秋节、国庆节"
    assert not YEARS[2027].worked


def test_the_longest_breaks_are_those_since_2014() -> None:
    off = {day: name for year in YEARS.values() if year.published for day, name in year.off.items()}
    assert longest_breaks(off) == {
        "元旦": 3, "春节": 10, "清明节": 3, "劳动节": 5, "端午节": 3, "中秋节": 3, "国庆节": 8, "抗战胜利纪念日": 2,
    }  # fmt: skip


def test_the_worst_of_a_year_to_come_holds_the_statute_and_the_longest_break_of_each_festival() -> None:
    longest = YEARS[2027].longest
    assert longest.keys() >= YEARS[2027].off.keys()
    assert [sum(name == festival for name in longest.values()) for festival in ("春节", "国庆节", "中秋节")] == [
        10,
        8,
        3,
    ]
    assert longest[date(2027, 10, 8)] == "国庆节"
    assert all(not year.longest for year in YEARS.values() if year.published)
