"""A term as the law words it, what stops or lengthens it, and the days through which its steps run."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Self

from .calendar import DAY, ZONE, Calendar, day_of, midnight

Start = date | datetime
Spans = Sequence[tuple[date, date]]  # suspended days: from the first, up to but without the second

_STEP = r"(?:0|[1-9][0-9]*) (?:hours|days|working_days|months)"
_WORDED = re.compile(rf"({_STEP}(?: then {_STEP})*)( before| unrolled)?(?: by ([01][0-9]|2[0-3]):([0-5][0-9]))?")


class Unit(StrEnum):
    """What a term is measured in. It belongs to the term, never to the system."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True)
class Term:
    """A length of time as the law words it; one without steps never runs out.

    `before` counts back from an event. `rolls`: an end on a day off moves to the next working day (民法典第二百零三条).
    `closes`: its last day ends at the close of business, not at 24:00.
    """

    steps: tuple[tuple[int, Unit], ...]
    before: bool = False
    rolls: bool = True
    closes: time | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """`3 working_days`, `6 months then 3 months`, `5 days before`, `0 days unrolled`, `2 days by 17:30`, `open`.

        Raises ValueError for anything else.
        """
        if text == "open":
            return cls(())
        found = _WORDED.fullmatch(text)
        if not found:
            raise ValueError(f"not a term: {text!r}")
        said, how, hour, minute = found.groups()
        pairs = (step.split(" ") for step in said.split(" then "))
        steps = tuple((int(n), Unit(unit)) for n, unit in pairs)
        if Unit.HOURS in {unit for _, unit in steps} and (hour or len(steps) > 1):
            raise ValueError(f"hours are neither chained nor closed: {text!r}")
        return cls(steps, how == " before", how is None, time(int(hour), int(minute)) if hour else None)

    def __str__(self) -> str:
        said = " then ".join(f"{n} {unit}" for n, unit in self.steps) or "open"
        how = " before" if self.before else "" if self.rolls else " unrolled"
        return said + how + (f" by {self.closes:%H:%M}" if self.closes else "")

    def closing(self, at: time | None) -> Self:
        """With this close of business, unless it has its own, runs in hours, or never ends."""
        return self if at is None or self.closes or self.in_hours or self.open else replace(self, closes=at)

    @property
    def open(self) -> bool:
        """Owed, but never due."""
        return not self.steps

    @property
    def in_hours(self) -> bool:
        return bool(self.steps) and self.steps[0][1] is Unit.HOURS

    @property
    def counts_working_days(self) -> bool:
        return bool(self.steps) and self.steps[-1][1] is Unit.WORKING_DAYS

    @property
    def exact(self) -> bool:
        """Whether no calendar can change when it ends."""
        return self.in_hours or not (self.rolls or Unit.WORKING_DAYS in {unit for _, unit in self.steps})


@dataclass(frozen=True)
class Pause:
    """A suspension with its ground; still open while `until` is None."""

    ground: str
    since: datetime
    until: datetime | None = None

    def over(self, now: datetime) -> "Pause":
        """Itself, or if it is still open, as it would be if it ended now."""
        return self if self.until else replace(self, until=now)


@dataclass(frozen=True)
class Extended:
    """A new last day, and the moment at which it was granted."""

    until: date
    at: datetime


@dataclass(frozen=True)
class Leg:
    """One step as it runs: the days after `first` count, up to `end`; `last` is the last day in time."""

    unit: Unit
    begun: date  # before `first` only where the step was suspended on the very day on which it began
    first: date
    end: date
    last: date


def legs(calendar: Calendar, term: Term, start: Start, pauses: Iterable[Pause], extended: Extended | None) -> list[Leg]:
    """The steps of a term that runs forward in days, each from the last day of the one before; never none.

    An extension is a single leg to the day that was granted, moved only by what was suspended after the grant.
    """
    begun = day_of(start)
    if extended:
        unit = Unit.WORKING_DAYS if term.counts_working_days else Unit.DAYS
        whole = Leg(unit, begun, begun, extended.until, extended.until)
        return [_moved(calendar, whole, suspended(pauses, extended.at, term.closes), rolls=term.rolls)]
    spans, run = suspended(pauses, start, term.closes), list[Leg]()
    for amount, unit in term.steps:
        first = next((until for since, until in spans if since <= begun < until), begun)
        end = calendar.after(first, amount) if unit is Unit.WORKING_DAYS else _step(first, amount, unit)
        leg = Leg(unit, begun, first, end, calendar.rolled(end) if term.rolls else end)
        run.append(_moved(calendar, leg, [span for span in spans if span[0] > first], rolls=term.rolls))
        begun = run[-1].last
    return [*run[:-1], replace(run[-1], last=in_time(calendar, begun, start, term.closes))]


def back(calendar: Calendar, term: Term, event: date) -> date:
    """The last day in time before an event. It never rolls, and no suspension moves the event."""
    for amount, unit in term.steps:
        event = calendar.before(event, amount) if unit is Unit.WORKING_DAYS else _step(event, -amount, unit)
    return event


def closing(last: date, closes: time | None) -> datetime:
    """The instant at which a day is over: 24:00 in Shanghai, or the close of business."""
    return datetime.combine(last, closes, ZONE) if closes else midnight(last + DAY)


def in_time(calendar: Calendar, last: date, start: Start, closes: time | None) -> date:
    """`last`, or the next working day where business had closed on it before the start."""
    closed = isinstance(start, datetime) and last == day_of(start) and closing(last, closes) <= start
    return calendar.after(last, 1) if closed else last


def merged(pauses: Iterable[Pause], start: Start) -> list[tuple[datetime, datetime]]:
    """The closed suspensions after the start, in order, as spans of time that do not overlap."""
    first = start if isinstance(start, datetime) else midnight(start)
    spans: list[tuple[datetime, datetime]] = []
    for since, until in sorted((max(p.since, first), p.until) for p in pauses if p.until):
        if spans and since <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
        elif since < until:
            spans.append((since, until))
    return spans


def suspended(pauses: Iterable[Pause], start: Start, closes: time | None) -> Spans:
    """The days on which nothing runs, as spans that neither overlap nor touch."""
    days: list[tuple[date, date]] = []
    for moments in merged(pauses, start):
        since, until = (running(moment, closes) for moment in moments)
        if days and since == days[-1][1]:
            days[-1] = (days[-1][0], until)
        elif since < until:
            days.append((since, until))
    return days


def running(moment: datetime, closes: time | None) -> date:
    """The day that is running at a moment: after the close of business, the next."""
    day = day_of(moment)
    return day if moment < closing(day, closes) else day + DAY


def _moved(calendar: Calendar, leg: Leg, spans: Spans, *, rolls: bool) -> Leg:
    """The leg with its end moved by the days suspended while it ran."""
    for since, until in spans:
        end, over = leg.end, until  # suspended on the day to which it had rolled: that of resumption takes its place
        if since <= leg.end:
            working = leg.unit is Unit.WORKING_DAYS
            lost = calendar.worked_in(since - DAY, until - DAY)
            end = over = calendar.after(leg.end, lost) if working else leg.end + (until - since)
        if since <= leg.last and over != leg.end:
            leg = replace(leg, end=end, last=calendar.rolled(over) if rolls else over)
    return leg


def _step(day: date, amount: int, unit: Unit) -> date:
    """Calendar days on, or the same day of another month, or that month's last (民法典第二百零二条)."""
    if unit is Unit.DAYS:
        return day + DAY * amount
    years, month = divmod(day.month - 1 + amount, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
