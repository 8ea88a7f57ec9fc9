"""Laws of the clock, on calendars that no government ever made."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from xiezhi.kernel.calendar import DAY, Calendar, Year, day_of, midnight
from xiezhi.kernel.clock import Reckoning, reckon, sheet, standing
from xiezhi.kernel.term import Extended, Pause, Term, Unit

FIRST = date(2021, 1, 1)
CLOSE = time(17, 30)
AT_MIDNIGHT: st.SearchStrategy[time | None] = st.none()
short = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def calendars(draw: st.DrawFn, *, published: bool = True) -> Calendar:
    days = [FIRST + DAY * n for n in range(120)]
    odd = draw(st.sets(st.sampled_from(days), max_size=50))
    off, worked = ({day: "节" for day in odd if (day.weekday() < 5) == week} for week in (True, False))
    longest = {FIRST + DAY * n: "长假" for n in draw(st.sets(st.integers(0, 119), max_size=20))}
    return Calendar([Year(2021, off, worked, published=published, longest={} if published else longest)])


def moments(since: int = 1, until: int = 60) -> st.SearchStrategy[datetime]:
    hours = st.integers(since * 24, until * 24)
    return hours.map(lambda n: midnight(FIRST) + timedelta(hours=n))


@st.composite
def a_pause(draw: st.DrawFn) -> Pause:
    since = draw(moments())
    return Pause("ground", since, since + timedelta(hours=draw(st.integers(0, 240))))


pauses = st.lists(a_pause(), max_size=4)
amounts = st.integers(0, 15)
units = st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


@st.composite
def terms(draw: st.DrawFn, closes: st.SearchStrategy[time | None] = AT_MIDNIGHT) -> Term:
    """Terms that run forward in days and roll."""
    steps = draw(st.lists(st.tuples(amounts, units), min_size=1, max_size=2))
    whole = Term(tuple((n % 3 if unit is Unit.MONTHS else n, unit) for n, unit in steps))
    return whole.closing(draw(closes))


at_some_hour = terms(st.sampled_from([None, CLOSE]))


def day(found: Reckoning) -> date:
    assert found.due_date
    return found.due_date


def moment(found: Reckoning) -> datetime:
    assert found.due
    return found.due


def by_walking(calendar: Calendar, amount: int, unit: Unit, start: datetime, pauses: Sequence[Pause]) -> date:
    """The same rule with no table and no cleverness: look at one day after the other."""
    still: set[date] = set()
    for pause in pauses:
        since, until = day_of(max(pause.since, start)), day_of(pause.until or pause.since)
        still |= {since + DAY * n for n in range((until - since).days)}
    here = day_of(start)
    while here in still:
        here += DAY
    while amount:
        here += DAY
        amount -= here not in still and (unit is Unit.DAYS or calendar.is_worked(here))
    while here in still or not calendar.is_worked(here):
        here += DAY
    return here


@short
@given(calendars(), amounts, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), moments(), pauses)
def test_it_agrees_with_walking_from_day_to_day(
    calendar: Calendar, amount: int, unit: Unit, start: datetime, paused: list[Pause]
) -> None:
    found = reckon(calendar, Term(((amount, unit),)), start, paused)
    assert day(found) == by_walking(calendar, amount, unit, start, paused)


@short
@given(calendars(), terms(), moments(), moments(), pauses)
def test_who_begins_later_is_due_no_earlier(
    calendar: Calendar, term: Term, one: datetime, other: datetime, paused: list[Pause]
) -> None:
    early, late = sorted((one, other))
    assert moment(reckon(calendar, term, early, paused)) <= moment(reckon(calendar, term, late, paused))


@short
@given(calendars(), units, moments(), pauses, st.lists(st.integers(0, 11), min_size=2, max_size=2).map(sorted))
def test_a_longer_term_ends_no_earlier(
    calendar: Calendar, unit: Unit, start: datetime, paused: list[Pause], sizes: list[int]
) -> None:
    shorter, longer = (moment(reckon(calendar, Term(((n, unit),)), start, paused)) for n in sizes)
    assert shorter <= longer


@short
@given(calendars(), terms(), moments(), pauses)
def test_it_never_ends_on_a_day_that_is_not_worked(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    assert calendar.is_worked(day(reckon(calendar, term, start, paused)))


@short
@given(calendars(), at_some_hour, moments(), pauses)
def test_it_is_due_after_it_began_and_after_every_suspension_that_stopped_it(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    due = moment(reckon(calendar, term, start, paused))
    assert due > start
    assert all(due > pause.until for pause in paused if pause.since < due and pause.until)


@short
@given(calendars(), terms(), moments(), pauses, moments())
def test_a_suspension_of_no_length_changes_nothing(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], when: datetime
) -> None:
    nothing = Pause("nothing", when, when)
    assert reckon(calendar, term, start, [*paused, nothing]) == reckon(calendar, term, start, paused)


@short
@given(calendars(), terms(), moments(), pauses)
def test_the_order_of_suspensions_and_their_repetition_do_not_matter(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    again = [*reversed(paused), *paused]
    assert reckon(calendar, term, start, again) == reckon(calendar, term, start, paused)


@short
@given(calendars(), terms(), moments(), pauses, a_pause())
def test_another_suspension_never_brings_the_day_forward(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], another: Pause
) -> None:
    assert moment(reckon(calendar, term, start, [*paused, another])) >= moment(reckon(calendar, term, start, paused))


@short
@given(calendars(), terms(st.just(CLOSE)), moments(), pauses, st.integers(0, 48), st.integers(0, 240))
def test_a_suspension_that_begins_too_late_heals_nothing(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], late: int, length: int
) -> None:
    found = reckon(calendar, term, start, paused)
    since = moment(found) + timedelta(hours=late)
    after = Pause("ground", since, since + timedelta(hours=length))
    assert reckon(calendar, term, start, [*paused, after]) == found


@short
@given(calendars(), st.integers(1, 200), moments(), pauses)
def test_hours_stand_still_exactly_while_they_are_suspended(
    calendar: Calendar, amount: int, start: datetime, paused: list[Pause]
) -> None:
    due = moment(reckon(calendar, Term(((amount, Unit.HOURS),)), start, paused))
    hours = (start + timedelta(hours=n) for n in range((due - start) // timedelta(hours=1)))
    assert sum(not any(p.until and p.since <= hour < p.until for p in paused) for hour in hours) == amount


@short
@given(calendars(), at_some_hour, moments(), pauses)
def test_the_sheet_runs_day_by_day_to_the_last_and_counts_what_the_term_says(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    lines = list(sheet(calendar, term, start, paused))
    assert lines[0].date == day_of(start)
    assert lines[-1].date == day(reckon(calendar, term, start, paused))
    assert all(later.date - line.date == DAY for line, later in pairwise(lines))
    if Unit.MONTHS not in {unit for _, unit in term.steps}:
        assert sum(line.counted for line in lines) == sum(n for n, _ in term.steps)


@short
@given(calendars(), st.integers(0, 20), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), moments(40, 60))
def test_the_sheet_before_an_event_counts_what_the_term_says(
    calendar: Calendar, amount: int, unit: Unit, event: datetime
) -> None:
    term = Term(((amount, unit),), before=True, rolls=False)
    lines = list(sheet(calendar, term, event))
    assert lines[0].date == day(reckon(calendar, term, event))
    assert [line.n for line in lines if line.counted] == list(range(amount, 0, -1))


@short
@given(calendars(), terms(), moments(), st.integers(20, 60), st.integers(0, 20), st.integers(1, 20))
def test_a_suspension_after_an_extension_moves_the_day_by_the_days_that_it_took(
    calendar: Calendar, term: Term, start: datetime, reach: int, wait: int, length: int
) -> None:
    extended = Extended(day_of(start) + DAY * reach, start)
    since = start + DAY * wait
    pause = Pause("ground", since, since + DAY * length)
    moved, until = day(reckon(calendar, term, start, [pause], extended=extended)), extended.until
    if term.counts_working_days:
        lost = calendar.worked_in(day_of(since) - DAY, day_of(since) - DAY + DAY * length)
        assert moved == calendar.after(until, lost)
    else:
        assert moved == calendar.rolled(until + DAY * length)


@short
@given(calendars(), terms(), moments(20, 40), pauses)
def test_a_suspension_before_an_extension_is_not_counted_twice(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    extended = Extended(day_of(start) + DAY * 30, start + DAY * 40)
    over = [Pause(p.ground, p.since, min(p.until, extended.at)) for p in paused if p.until and p.since < extended.at]
    assert day(reckon(calendar, term, start, over, extended=extended)) == extended.until


@short
@given(calendars(published=False), terms(), moments(), pauses)
def test_a_provisional_day_lies_between_best_and_worst(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    found = reckon(calendar, term, start, paused)
    assert found.provisional
    assert found.earliest == found.due_date
    assert found.latest == day(reckon(calendar.worst, term, start, paused))
    assert found.latest >= day(found)


@short
@given(calendars(), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), moments(), st.integers(1, 9), st.integers(1, 9))
def test_what_was_left_when_it_stopped_is_left_when_it_runs_again(
    calendar: Calendar, unit: Unit, start: datetime, gone: int, length: int
) -> None:
    def later(day: date, n: int) -> date:
        return calendar.after(day, n) if unit is Unit.WORKING_DAYS else day + DAY * n

    stopped = later(day_of(start), gone)
    resumed = later(stopped, length)
    pause = Pause("open", midnight(stopped) + timedelta(hours=10))
    term = Term(((gone + 3, unit),), rolls=False)
    rest = standing(calendar, term, start, [pause], midnight(resumed) + timedelta(hours=9))
    assert rest.remaining == 3
    assert rest.earliest_due == midnight(later(resumed, 3) + DAY)
