"""Which days are worked: weekends are not, save what the yearly notices of the State Council change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
BEYOND = 30  # years after the last one given that are reckoned with plain weekends


class Beyond(ValueError):
    """A day that the calendar does not reach."""


def day_of(start: date | datetime) -> date:
    """The day in Shanghai on which a moment falls; a day is itself.

    Raises ValueError for a moment without a time zone: nobody could say which day that is.
    """
    if not isinstance(start, datetime):
        return start
    if start.utcoffset() is None:
        raise ValueError(f"a moment without a time zone: {start}")
    return start.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time(), ZONE)


def lies_ahead(at: date | datetime, now: datetime) -> bool:
    """Whether a day or a moment is still to come; today is not."""
    return at > now if isinstance(at, datetime) else at > day_of(now)


@dataclass(frozen=True)
class Year:
    """How one year's days are arranged, each with the Chinese name of its festival.

    `off`: days of a festival, on weekdays or weekends. `worked`: weekend days worked to make up for it.
    `notice`: the number of the State Council's notice; empty means that nobody has verified it.
    `longest`: for a year that is not yet published, the days off at worst.
    Raises ValueError for a day of another year, or one both off and worked.
    """

    year: int
    off: Mapping[date, str]
    worked: Mapping[date, str]
    published: bool
    notice: str = ""
    longest: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for day in (*self.off, *self.worked, *self.longest):
            if day.year != self.year:
                raise ValueError(f"{day} is not a day of {self.year}")
            if day in self.off and day in self.worked:
                raise ValueError(f"{day} is both off and worked")


class Calendar:
    """The working days of some years, as a table made once; immutable.

    Every method that takes a day raises Beyond for one outside the table.
    """

    def __init__(self, years: Iterable[Year], version: str = "") -> None:
        given = sorted(years, key=lambda year: year.year)
        if not given:
            raise ValueError("a calendar needs at least one year")
        self.years, self.version = {year.year: year for year in given}, version
        self._off = {day: name for year in given for day, name in year.off.items()}
        self._worked = frozenset(day for year in given for day in year.worked)
        self._published = frozenset(year.year for year in given if year.published)
        self._first, self._last = date(given[0].year, 1, 1), date(given[-1].year + BEYOND, 12, 31)
        self._range = f"the calendar reaches from {self._first} to {self._last} only"
        every = map(date.fromordinal, range(self._first.toordinal(), self._last.toordinal() + 1))
        self._days = [day for day in every if self._is_worked(day)]

    def is_worked(self, day: date) -> bool:
        """Whether it counts as a working day: make-up weekends do (放假办法, the yearly notice)."""
        return self._is_worked(self._known(day))

    def why(self, day: date) -> str:
        """Why it is worked or not, in a word: 工作日, 周六, 国庆节, 调休上班."""
        if self._known(day) in self._worked:
            return "调休上班"
        return self._off.get(day) or ("工作日" if day.weekday() < 5 else WEEKDAYS[day.weekday()])

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; `day` itself for 0."""
        return self._at(bisect_right(self._days, self._known(day)) + n - 1) if n else day

    def before(self, day: date, n: int) -> date:
        """The n-th working day before `day`; `day` itself for 0."""
        return self._at(bisect_left(self._days, self._known(day)) - n) if n else day

    def rolled(self, day: date) -> date:
        """`day` itself if it is worked, or the next that is."""
        return self._at(bisect_left(self._days, self._known(day)))

    def worked_in(self, since: date, until: date) -> int:
        """How many working days lie after `since`, up to and with `until`; 0 if that is earlier."""
        return max(0, bisect_right(self._days, self._known(until)) - bisect_right(self._days, self._known(since)))

    def published(self, first: date, last: date) -> bool:
        """Whether the notices for all years from one day to the other are out, in either order."""
        years = range(min(first, last).year, max(first, last).year + 1)
        return all(year in self._published for year in years)

    @cached_property
    def worst(self) -> Self:
        """The same days with the longest breaks in years that are not published; itself if all are."""
        if len(self._published) == len(self.years):
            return self
        years = (y if y.published else replace(y, off={**y.longest, **y.off}, worked={}) for y in self.years.values())
        return type(self)(years, self.version)

    def _is_worked(self, day: date) -> bool:
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def _at(self, index: int) -> date:
        if not 0 <= index < len(self._days):
            raise Beyond(self._range)
        return self._days[index]

    def _known(self, day: date) -> date:
        if not self._first <= day <= self._last:
            raise Beyond(f"{day}: {self._range}")
        return day
