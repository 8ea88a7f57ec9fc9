"""The legal clock: when a term that the law sets runs out, and how each of its days was counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from . import term as course
from .calendar import DAY, ZONE, Calendar, day_of
from .term import Extended, Pause, Start, Term, Unit


@dataclass(frozen=True)
class Reckoning:
    """`due`: the first instant too late; `due_date`: the last day in time; neither for what is never due or paused.

    Provisional while a notice is not out: `earliest` with statutory days off alone, `latest` with the longest breaks.
    """

    due: datetime | None = None
    due_date: date | None = None
    provisional: bool = False
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True)
class Remaining:
    """What is left of a suspended term, in `unit`, and when it would be due if it ran on now."""

    paused_since: datetime
    remaining: int
    unit: Unit
    earliest_due: datetime


@dataclass(frozen=True)
class Counted:
    """One line of a computation sheet: a day, whether it counts, as the how manyth, and why."""

    date: date
    counted: bool
    n: int | None
    reason: str


def reckon(
    calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause] = (), *, extended: Extended | None = None
) -> Reckoning:
    """When the term runs out: at 24:00 of its last day, or at the close of business (民法典第二百零三条).

    A suspension moves the last day by the days suspended, from the one on which it began to the one before it ended:
    working days or calendar days, as the term counts; hours by exact time. One that is open leaves nothing due.
    Raises ValueError for a naive start, for hours from a mere day, and beyond the calendar.
    """
    first = day_of(start)
    if (term.open and not extended) or any(pause.until is None for pause in pauses):
        return Reckoning()
    if term.in_hours and not extended:
        return _in_hours(term, start, pauses)

    def last(days: Calendar) -> date:
        if term.before and not extended:
            return course.back(days, term, first)
        return course.legs(days, term, start, pauses, extended)[-1].last

    given = extended.until if extended else last(calendar) if term.exact else None
    return _found(calendar, first, last, given, term.closes)


def ending(calendar: Calendar, last: Start, start: Start, *, closes: time | None = None) -> Reckoning:
    """Due when `last` is over, a day that a form has set and nothing rolls; or at that very moment."""
    if isinstance(last, datetime):
        return _until(last)
    return _found(calendar, day_of(start), lambda days: course.in_time(days, last, start, closes), last, closes)


def standing(
    calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause], now: datetime, *,
    extended: Extended | None = None,
) -> Remaining:  # fmt: skip
    """How a suspended term stands. Raises ValueError where no suspension is open, or nothing is ever due."""
    since = min((pause.since for pause in pauses if pause.until is None), default=None)
    frozen, resumed = (
        reckon(calendar, term, start, [pause.over(end) for pause in pauses], extended=extended)
        for end in (since or now, now)
    )
    if since is None or frozen.due is None or frozen.due_date is None or resumed.due is None:
        raise ValueError("nothing that is ever due is suspended")
    if term.in_hours and not extended:
        hours = max(timedelta(), frozen.due - since) // timedelta(hours=1)
        return Remaining(since, hours, Unit.HOURS, resumed.due)
    unit = Unit.WORKING_DAYS if term.counts_working_days else Unit.DAYS
    return Remaining(since, left(calendar, term, frozen.due, frozen.due_date, since), unit, resumed.due)


def left(calendar: Calendar, term: Term, due: datetime, due_date: date, now: datetime) -> int:
    """Days after today up to the last one in time: working days if the term counts those. 0 once it is late."""
    return _between(calendar, term, day_of(now), due_date) if now < due else 0


def sheet(
    calendar: Calendar, term: Term, start: Start, pauses: Sequence[Pause] = (), *, extended: Extended | None = None
) -> Iterator[Counted]:
    """Each day from the first to the last in time, in order, counted or not, and why.

    It stops on the day on which a suspension began that is still open. A term before an event is told from its
    last day to the event; one in hours has no numbers; of one that is never due there is the first day alone.
    """
    first, waits = day_of(start), min((p.since for p in pauses if p.until is None), default=None)
    closed = [pause.over(pause.since) for pause in pauses]
    last = reckon(calendar, term, start, closed, extended=extended).due_date
    if last and term.in_hours and not extended:
        yield from (
            Counted(day, counted=True, n=None, reason="连续计时")
            for day in _days(min(first, last) - DAY, max(first, last))
        )
    elif last and term.before and not extended:
        for day in _days(last - DAY, first - DAY):
            skipped = term.counts_working_days and not calendar.is_worked(day)
            n = None if skipped else _between(calendar, term, day - DAY, first - DAY)
            yield Counted(day, counted=not skipped, n=n, reason=calendar.why(day))
        yield _skipped(first, "当日不计")
    else:
        yield _skipped(first, "首日不计")
        spans = course.suspended(closed, start, term.closes)
        for leg in course.legs(calendar, term, start, closed, extended) if last else ():
            for line in _told(calendar, leg, spans):
                if waits and line.date >= course.running(waits, term.closes):
                    yield _skipped(line.date, "中止期间")
                    return
                yield line


def _told(calendar: Calendar, leg: course.Leg, spans: course.Spans) -> Iterator[Counted]:
    n = 0
    for day in _days(leg.begun, leg.last):
        worked = calendar.is_worked(day)
        if day <= leg.first or any(since <= day < until for since, until in spans):
            yield _skipped(day, "恢复当日不计" if day == leg.first else "中止期间")
        elif day > leg.end:
            yield _skipped(day, "顺延至此" if worked else calendar.why(day))
        elif leg.unit is Unit.WORKING_DAYS and not worked:
            yield _skipped(day, calendar.why(day))
        else:
            n += 1
            yield Counted(day, counted=True, n=n, reason=calendar.why(day))


def _in_hours(term: Term, start: Start, pauses: Sequence[Pause]) -> Reckoning:
    """To the instant, on any day, and never rolling (民法典第二百零一条)."""
    if not isinstance(start, datetime):
        raise ValueError(f"hours run from a moment, not from a day: {start}")
    begun, hours = start.astimezone(ZONE), timedelta(hours=term.steps[0][0])
    if term.before:
        return _until(begun - hours)
    due = begun + hours
    for since, until in course.merged(pauses, begun):
        due += until - since if since < due else timedelta()
    return _until(due)


def _until(due: datetime) -> Reckoning:
    """Due at a moment; midnight belongs to the day that it ends."""
    return Reckoning(due, day_of(due - timedelta(microseconds=1)))


def _found(
    calendar: Calendar, first: date, find: Callable[[Calendar], date], given: date | None, closes: time | None
) -> Reckoning:
    """Due when the day found is over; provisional unless it was given, or all notices are out."""
    last = find(calendar)
    due = course.closing(last, closes)
    if last == given or calendar.published(first, last):
        return Reckoning(due, last)
    worst = find(calendar.worst)
    return Reckoning(due, last, provisional=True, earliest=min(last, worst), latest=max(last, worst))


def _between(calendar: Calendar, term: Term, since: date, until: date) -> int:
    """Days after one, up to and with the other, as the term counts them."""
    return calendar.worked_in(since, until) if term.counts_working_days else max(0, (until - since).days)


def _days(since: date, until: date) -> Iterator[date]:
    """The days after one, up to and with the other."""
    return (since + DAY * n for n in range(1, (until - since).days + 1))


def _skipped(day: date, reason: str) -> Counted:
    return Counted(day, counted=False, n=None, reason=reason)
