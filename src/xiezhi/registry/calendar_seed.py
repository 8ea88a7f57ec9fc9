"""The calendar that is shipped: the published years, and more by the statute alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import chinese_calendar
import holidays

from xiezhi.kernel import Year

DAY = timedelta(days=1)
AHEAD = 10  # years after the last published: as far ahead as anybody reckons
RECENT = 2014  # since when festivals have had the length that they have today
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}  # fmt: skip
STATUTE = {"农历除夕": "春节"}  # 除夕 belongs to the Spring Festival's break

Named = Mapping[date, str]


def seed_years() -> tuple[Year, ...]:
    """The years since 2004 as published, and the next as far as 《全国年节及纪念日放假办法》 (2024) fixes them.

    No notice number is given: nobody has verified the library against the notices.
    """
    off = {day: NAMES[str(name)] for day, name in chinese_calendar.holidays.items()}
    worked = {day: NAMES[str(name)] for day, name in chinese_calendar.workdays.items()}
    last = max(off).year
    coming = statutory(range(last + 1, last + 1 + AHEAD))
    longest = dict(_at_worst(coming, longest_breaks(off)))
    return (
        *(Year(n, _of(n, off), _of(n, worked), published=True) for n in range(min(off).year, last + 1)),
        *(
            Year(n, _of(n, coming), {}, published=False, longest=_of(n, longest))
            for n in range(last + 1, last + 1 + AHEAD)
        ),
    )


def statutory(years: range) -> dict[date, str]:
    """The days off by law, 13 a year unless two festivals meet, with no make-up for those on a weekend."""
    found = holidays.country_holidays("CN", years=years, observed=False, language="zh_CN")
    names = {day: [STATUTE.get(name, name) for name in found.get_list(day)] for day in found}
    return {day: "、".join(sorted(named)) for day, named in sorted(names.items())}


def longest_breaks(off: Named) -> dict[str, int]:
    """The most days on end that each festival has had since 2014, weekends within it included."""
    longest: dict[str, int] = defaultdict(int)
    run = 0
    for day in sorted(day for day in off if day.year >= RECENT):
        run = run + 1 if off.get(day - DAY) == off[day] else 1
        longest[off[day]] = max(longest[off[day]], run)
    return longest


def _at_worst(coming: Named, longest: Mapping[str, int]) -> Iterator[tuple[date, str]]:
    """Each festival's longest break about its days, laid where it costs most weekdays, and rather late."""
    first = min(coming).year  # what is published stays as it is
    festivals: dict[tuple[int, str], list[date]] = defaultdict(list)
    for day, named in coming.items():
        for name in named.split("、"):
            festivals[day.year, name].append(day)
    for (_, name), days in festivals.items():
        slack = longest[name] - len(days)
        breaks = ([days[0] + DAY * (n - back) for n in range(longest[name])] for back in range(slack + 1))
        worst = max(breaks, key=lambda off: sum(day.weekday() < 5 and day.year >= first for day in off))
        yield from ((day, name) for day in worst)


def _of(year: int, days: Named) -> dict[date, str]:
    return {day: name for day, name in sorted(days.items()) if day.year == year}
