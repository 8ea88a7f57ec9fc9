"""The legal clock: when a term that the law sets runs out.

The first day is not counted; `due` is the first instant that is too late.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from .calendar import DAY, ZONE, Calendar, day_of, midnight

Start = date | datetime


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True)
class Term:
    """A length of time as the law words it; one without steps never runs out."""

    steps: tuple[tuple[int, Unit], ...]
    before: bool = False
    rolls: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """`3 working_days`, `6 months then 3 months`, `5 days before`, `0 days unrolled`, `open`."""
        plain = text.removesuffix(" before").removesuffix(" unrolled")
        try:
            pairs = [step.split() for step in plain.split(" then ")] if text != "open" else []
            steps = tuple((int(amount), Unit(unit)) for amount, unit in pairs)
        except ValueError:
            raise ValueError(f"not a term: {text!r}") from None
        if len(steps) > 1 and Unit.HOURS in {unit for _, unit in steps}:
            raise ValueError(f"hours cannot be chained: {text!r}")
        return cls(steps, before=text.endswith(" before"), rolls=plain == text)

    def __str__(self) -> str:
        if self.open:
            return "open"
        said = " then ".join(f"{amount} {unit}" for amount, unit in self.steps)
        return said + (" before" if self.before else "" if self.rolls else " unrolled")

    @property
    def open(self) -> bool:
        return not self.steps

    @property
    def in_hours(self) -> bool:
        return bool(self.steps) and self.steps[0][1] is Unit.HOURS

    @property
    def counts_working_days(self) -> bool:
        return bool(self.steps) and self.steps[-1][1] is Unit.WORKING_DAYS


@dataclass(frozen=True)
class Pause:
    """A suspension with its ground; still open while `until` is None."""

    ground: str
    since: datetime
    until: datetime | None = None

    def over(self, now: datetime) -> "Pause":
        return self if self.until else replace(self, until=now)


@dataclass(frozen=True)
class Extended:
    """A new last day, granted at a moment."""

    until: date
    at: datetime


@dataclass(frozen=True)
class Reckoning:
    due: datetime | None = None
    due_date: date | None = None
    provisional: bool = False
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Remaining:
    paused_since: datetime
    remaining: int
    unit: Unit
    earliest_due: datetime


@dataclass(frozen=True)
class Counted:
    """One line of a computation sheet."""

    date: date
    counted: bool
    n: int | None
    reason: str


def merged(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    """The closed suspensions as spans that do not overlap."""
    spans: list[tuple[datetime, datetime]] = []
    for since, until in sorted((p.since, p.until) for p in pauses if p.until):
        if spans and since <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
        else:
            spans.append((since, until))
    return spans


def reckon(
    calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause] = (), *, extended: Extended | None = None,
    day_ends: time | None = None,
) -> Reckoning:  # fmt: skip
    """When the term runs out. While a suspension is open there is no due moment."""
    if (term.open and not extended) or any(pause.until is None for pause in pauses):
        return Reckoning()
    if term.in_hours and not extended:
        return _in_hours(term, start, pauses)
    last = _last(calendar, term, start, pauses, extended)
    return ending(calendar, last, start, day_ends=day_ends)


def ending(calendar: Calendar, last: date | datetime, start: Start, *, day_ends: time | None = None) -> Reckoning:
    """Due when `last` is over."""
    if isinstance(last, datetime):
        return Reckoning(last, day_of(last))
    due = datetime.combine(last, day_ends, ZONE) if day_ends else midnight(last + DAY)
    if isinstance(start, datetime) and due <= start:
        last = calendar.after(last, 1)
        due = datetime.combine(last, day_ends, ZONE) if day_ends else midnight(last + DAY)
    return Reckoning(due, last, provisional=not calendar.published(day_of(start), last))


def _in_hours(term: Term, start: Start, pauses: Sequence[Pause]) -> Reckoning:
    if not isinstance(start, datetime):
        raise ValueError("hours run from a moment, not from a day")
    hours = timedelta(hours=term.steps[0][0])
    due = start - hours if term.before else start + hours
    for since, until in merged(pauses):
        due += until - max(since, start) if since < due else timedelta()
    return Reckoning(due, day_of(due - timedelta(microseconds=1)))


def _last(calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause], extended: Extended | None) -> date:
    first = day_of(start)
    if term.before:
        amount, unit = term.steps[0]
        return calendar.before(first, amount) if unit is Unit.WORKING_DAYS else _step(calendar, first, -amount, unit)
    last = extended.until if extended else first
    for amount, unit in () if extended else term.steps:
        last = _step(calendar, calendar.rolled(last) if last != first and term.rolls else last, amount, unit)
    since_when = day_of(extended.at) if extended else first
    for since, until in merged(pauses):
        begun, ended = max(day_of(since), since_when), day_of(until)
        if begun < last and term.counts_working_days:
            last = calendar.after(last, calendar.worked_in(begun, ended))
        elif begun < last:
            last += max(timedelta(), ended - begun)
    return calendar.rolled(last) if term.rolls and not extended else last


def _step(calendar: Calendar, day: date, amount: int, unit: Unit) -> date:
    if unit is Unit.WORKING_DAYS:
        return calendar.after(day, amount)
    if unit is Unit.DAYS:
        return day + DAY * amount
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def sheet(calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause] = (), *, extended: Extended | None = None) -> Iterator[Counted]:
    """Each day from the start to the last in time, counted or not, and why."""
    last, day, n = reckon(calendar, term, start, pauses, extended=extended).due_date, day_of(start), 0
    spans = [(day_of(since), day_of(until)) for since, until in merged(pauses)]
    yield Counted(day, counted=False, n=None, reason="首日不计")
    while last and not term.before and day < last:
        day += DAY
        if any(since < day <= until for since, until in spans):
            yield Counted(day, counted=False, n=None, reason="中止期间")
        elif calendar.is_worked(day) or not term.counts_working_days:
            n += 1
            yield Counted(day, counted=True, n=n, reason=calendar.why(day))
        else:
            yield Counted(day, counted=False, n=None, reason=calendar.why(day))


def standing(calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause], now: datetime, *, extended: Extended | None = None, day_ends: time | None = None) -> Remaining:
    """What is left of a suspended term, and when it would be due if it ran on from now."""
    paused = [p for p in pauses if p.until is None]
    since = min(p.since for p in paused)
    frozen = reckon(calendar, term, start, [p.over(p.since) for p in pauses], extended=extended, day_ends=day_ends)
    resumed = reckon(calendar, term, start, [p.over(now) for p in pauses], extended=extended, day_ends=day_ends)
    if frozen.due is None or frozen.due_date is None or resumed.due is None:
        raise ValueError("a term that never runs out has nothing left")
    return Remaining(since, left(calendar, term, frozen.due, frozen.due_date, since), term.steps[-1][1], resumed.due)


def left(calendar: Calendar, term: Term, due: datetime, due_date: date, now: datetime) -> int:
    """Days that still count after today, up to the last."""
    today = day_of(now)
    return calendar.worked_in(today, due_date) if term.counts_working_days else max(0, (due_date - today).days)


def overdue_by(calendar: Calendar, term: Term, due: datetime, due_date: date, now: datetime) -> int:
    """Full days too late."""
    today = day_of(now)
    return calendar.worked_in(due_date, today) if term.counts_working_days else max(0, (today - due_date).days)
