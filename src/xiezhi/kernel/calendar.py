"""Which days are worked: weekends are closed, save what the yearly notices of the State Council change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
WEEKDAYS = "周一 周二 周三 周四 周五 周六 周日".split()
BEYOND = 12  # years after the last that are reckoned with weekends alone


def day_of(start: date | datetime) -> date:
    """The day in Shanghai. Raises ValueError for a moment without a zone."""
    if not isinstance(start, datetime):
        return start
    if start.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {start}")
    return start.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time(), ZONE)


@dataclass(frozen=True)
class Year:
    """A year's arrangement: days off and make-up working days by festival."""

    year: int
    off: Mapping[date, str]
    worked: Mapping[date, str]
    published: bool
    notice: str = ""
    longest: Mapping[date, str] = field(default_factory=dict)


class Calendar:
    """The working days of some years, as a table made once."""

    def __init__(self, years: Iterable[Year], version: str = "") -> None:
        self.years = {year.year: year for year in years}
        self.version = version
        self._first, last = date(min(self.years), 1, 1), date(max(self.years) + BEYOND, 12, 31)
        every = (self._first + DAY * n for n in range((last - self._first).days + 1))
        self._days = [day for day in every if self.is_worked(day)]

    def is_worked(self, day: date) -> bool:
        year = self.years.get(day.year)
        if year and day in year.worked:
            return True
        return day.weekday() < 5 and not (year and day in year.off)

    def why(self, day: date) -> str:
        """In words, why a day counts or does not."""
        year = self.years.get(day.year)
        if year and day in year.worked:
            return "调休上班"
        if year and day in year.off:
            return year.off[day]
        return "工作日" if day.weekday() < 5 else WEEKDAYS[day.weekday()]

    def published(self, first: date, last: date) -> bool:
        """Whether the notices of all years from one day to the other are out."""
        years = (self.years.get(n) for n in range(min(first, last).year, max(first, last).year + 1))
        return all(year and year.published for year in years)

    @cached_property
    def worst(self) -> "Calendar":
        """The same with the longest breaks, where a notice is not out."""
        if all(year.published for year in self.years.values()):
            return self
        worst = (y if y.published else replace(y, off={**y.off, **y.longest}, worked={}) for y in self.years.values())
        return Calendar(worst, self.version)

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`."""
        self._known(day)
        return self._days[bisect_right(self._days, day) + n - 1] if n else day

    def before(self, day: date, n: int) -> date:
        """The n-th working day before `day`."""
        self._known(day)
        return self._days[bisect_left(self._days, day) - n] if n else day

    def rolled(self, day: date) -> date:
        """`day` itself if it is worked, or the next that is."""
        self._known(day)
        return self._days[bisect_left(self._days, day)]

    def worked_in(self, since: date, until: date) -> int:
        """How many working days lie after `since`, up to and with `until`."""
        return max(0, bisect_right(self._days, until) - bisect_right(self._days, since))

    def _known(self, day: date) -> None:
        if day < self._first:
            raise ValueError(f"the calendar begins on {self._first}")
