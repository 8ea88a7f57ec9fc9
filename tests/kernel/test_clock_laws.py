"""Laws of the clock, on calendars that no government ever made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xiezhi.kernel.calendar import DAY, Calendar, Year, day_of, midnight
from xiezhi.kernel.clock import Reckoning, reckon, sheet, standing
from xiezhi.kernel.term import Extended, Pause, Term, Unit, closing, running

FIRST = date(2021, 1, 1)
CLOSE = time(17, 30)
AT_MIDNIGHT: st.SearchStrategy[time | None] = st.none()
AT_SOME_HOUR: st.SearchStrategy[time | None] = st.sampled_from([None, CLOSE])
short = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@st.composite
def calendars(draw: st.DrawFn, *, published: bool = True) -> Calendar:
    days = [FIRST + DAY * n for n in range(120)]
    odd = draw(st.sets(st.sampled_from(days), max_size=50))
    off, worked = ({day: "节" for day in odd if (day.weekday() < 5) == week} for week in (True, False))
    longest = {FIRST + DAY * n: "长假" for n in draw(st.sets(st.integers(0, 119), max_size=20))}
    return Calendar([Year(2021, off, worked, published=published, longest={} if published else longest)])


def moments(since: int = 1, until: int = 60) -> st.SearchStrategy[datetime]:
    """Every half hour of some days: the close of business is among them."""
    return st.integers(since * 48, until * 48).map(lambda n: midnight(FIRST) + timedelta(minutes=30) * n)


@st.composite
def a_pause(draw: st.DrawFn) -> Pause:
    since = draw(moments())
    return Pause("ground", since, since + timedelta(hours=draw(st.integers(0, 240))))


pauses = st.lists(a_pause(), max_size=4)
amounts = st.integers(0, 15)
units = st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS])


@st.composite
def terms(draw: st.DrawFn, closes: st.SearchStrategy[time | None] = AT_MIDNIGHT, *, unrolled: bool = False) -> Term:
    """Terms that run forward in days."""
    steps = draw(st.lists(st.tuples(amounts, units), min_size=1, max_size=2))
    rolls = not (unrolled and draw(st.booleans()))
    whole = Term(tuple((n % 3 if unit is Unit.MONTHS else n, unit) for n, unit in steps), rolls=rolls)
    return whole.closing(draw(closes))


at_some_hour = terms(AT_SOME_HOUR)
forward = terms(AT_SOME_HOUR, unrolled=True)
hours = st.integers(0, 200).map(lambda n: Term(((n, Unit.HOURS),)))
before = st.builds(lambda n, unit: Term(((n, unit),), before=True, rolls=False), amounts, units)
extended = st.none() | st.builds(lambda n, at: Extended(day_of(at) + DAY * n, at), st.integers(0, 30), moments())


def day(found: Reckoning) -> date:
    assert found.due_date
    return found.due_date


def moment(found: Reckoning) -> datetime:
    assert found.due
    return found.due


def by_walking(calendar: Calendar, term: Term, start: datetime, pauses: Sequence[Pause]) -> date:
    """The same rule with no table and no cleverness: look at one day after the other."""
    still: set[date] = set()
    for since, until in ((max(p.since, start), p.until or p.since) for p in pauses):
        first, after = running(since, term.closes), running(max(since, until), term.closes)
        still |= {first + DAY * n for n in range((after - first).days)}
    here = day_of(start)
    for amount, unit in term.steps:
        while here in still:
            here += DAY
        left = _days_in_months(here, amount) if unit is Unit.MONTHS else amount
        while left:
            here += DAY
            left -= here not in still and (unit is not Unit.WORKING_DAYS or calendar.is_worked(here))
        while here in still or (term.rolls and not calendar.is_worked(here)):
            here += DAY
    return here


def _days_in_months(start: date, months: int) -> int:
    """Days up to the same day of the last month, or to the last day of one that is shorter."""
    n, left = 0, months
    while left or (start + DAY * n).day != start.day:
        n += 1
        here = start + DAY * n
        left -= here.day == 1
        if not left and (here + DAY).day == 1 and here.day < start.day:
            break
    return n


def over_at_once(term: Term, start: datetime) -> bool:
    """Whether business had closed on its last day before it began: then it is due on the next working day."""
    return closing(day_of(start), term.closes) <= start and not any(amount for amount, _ in term.steps)


@short
@given(calendars(), forward, moments(), pauses)
def test_it_agrees_with_walking_from_day_to_day(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    assume(not over_at_once(term, start))
    assert day(reckon(calendar, term, start, paused)) == by_walking(calendar, term, start, paused)


@short
@given(calendars(), forward | hours, moments(), moments(), pauses)
def test_who_begins_later_is_due_no_earlier(
    calendar: Calendar, term: Term, one: datetime, other: datetime, paused: list[Pause]
) -> None:
    assume(
        not (term.closes and paused)
    )  # what resumes after the close counts from the next day, what begins then does not
    early, late = sorted((one, other))
    assert moment(reckon(calendar, term, early, paused)) <= moment(reckon(calendar, term, late, paused))


@short
@given(calendars(), forward | hours, moments(), pauses, st.integers(0, 5))
def test_a_longer_term_ends_no_earlier(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], more: int
) -> None:
    *others, (amount, unit) = term.steps
    longer = replace(term, steps=(*others, (amount + more, unit)))
    assert moment(reckon(calendar, term, start, paused)) <= moment(reckon(calendar, longer, start, paused))


@short
@given(calendars(), at_some_hour, moments(), pauses)
def test_it_never_ends_on_a_day_that_is_not_worked(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    assert calendar.is_worked(day(reckon(calendar, term, start, paused)))


@short
@given(calendars(), st.integers(1, 15), AT_SOME_HOUR, moments(40, 60), pauses, st.integers(0, 240))
def test_working_days_never_end_on_a_day_that_is_not_worked_forward_or_back_even_if_suspended_on_the_last(
    calendar: Calendar, amount: int, closes: time | None, start: datetime, paused: list[Pause], length: int
) -> None:
    term = Term(((amount, Unit.WORKING_DAYS),), rolls=False, closes=closes)
    until = day(reckon(calendar, term, start, paused))
    noon = midnight(until) + timedelta(hours=12)
    again = Pause("on the last day", noon, noon + timedelta(hours=length))
    back = day(reckon(calendar, replace(term, before=True), start))
    assert all(map(calendar.is_worked, (until, day(reckon(calendar, term, start, [*paused, again])), back)))


@short
@given(calendars(), forward, moments(), pauses)
def test_it_is_due_when_its_last_day_is_over(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    found = reckon(calendar, term, start, paused)
    assert moment(found) == closing(day(found), term.closes)


@short
@given(calendars(), terms(unrolled=True), moments())
def test_the_close_of_business_moves_the_moment_and_only_for_what_begins_after_it_the_day(
    calendar: Calendar, term: Term, start: datetime
) -> None:
    until, closed = day(reckon(calendar, term, start)), day(reckon(calendar, term.closing(CLOSE), start))
    late = until == day_of(start) and over_at_once(term.closing(CLOSE), start)
    assert closed == (calendar.after(until, 1) if late else until)


@short
@given(calendars(), at_some_hour, moments(), pauses)
def test_it_is_due_after_it_began_and_after_every_suspension_that_stopped_it(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    assume(not (paused and over_at_once(term, start)))
    due = moment(reckon(calendar, term, start, paused))
    assert due > start
    assert all(due > pause.until for pause in paused if pause.since < due and pause.until)


@short
@given(calendars(), forward | hours | before, moments(40, 60), pauses, extended, moments())
def test_a_suspension_of_no_length_changes_nothing(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], until: Extended | None, when: datetime
) -> None:
    nothing = Pause("nothing", when, when)
    with_it = reckon(calendar, term, start, [*paused, nothing], extended=until)
    assert with_it == reckon(calendar, term, start, paused, extended=until)


@short
@given(calendars(), forward | hours, moments(), pauses, extended, st.integers(0, 48), st.integers(0, 48))
def test_the_order_of_suspensions_and_how_they_overlap_or_are_cut_does_not_matter(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], until: Extended | None, one: int, other: int
) -> None:
    cut: list[Pause] = []
    for pause in paused:  # in two that touch, or overlap
        over = pause.until or pause.since
        first, second = sorted(min(pause.since + timedelta(hours=n), over) for n in (one, other))
        cut = [Pause("later", first, over), *cut, Pause("sooner", pause.since, second)]
    as_one = reckon(calendar, term, start, paused, extended=until)
    assert reckon(calendar, term, start, cut, extended=until) == as_one
    assert reckon(calendar, term, start, [*reversed(paused), *paused], extended=until) == as_one


@short
@given(calendars(), forward | hours, moments(), pauses, extended, a_pause())
def test_another_suspension_never_brings_the_day_forward(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], until: Extended | None, another: Pause
) -> None:
    found = moment(reckon(calendar, term, start, paused, extended=until))
    assert moment(reckon(calendar, term, start, [*paused, another], extended=until)) >= found


@short
@given(calendars(), forward | hours, moments(), pauses, st.integers(0, 48), st.integers(0, 240))
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
    half = timedelta(minutes=30)
    due = moment(reckon(calendar, Term(((amount, Unit.HOURS),)), start, paused))
    run = (start + half * n for n in range((due - start) // half))
    assert sum(not any(p.until and p.since <= at < p.until for p in paused) for at in run) == amount * 2


@short
@given(calendars(), calendars(published=False), hours, moments(), pauses)
def test_hours_run_through_every_holiday_whatever_the_calendar(
    calendar: Calendar, another: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    for one in (term, replace(term, before=True)):
        assert reckon(calendar, one, start, paused) == reckon(another, one, start, paused)


@short
@given(calendars(), forward, moments(), pauses, before, moments(40, 60), st.sets(st.integers(0, 119), min_size=1))
def test_one_more_holiday_never_shortens_a_term(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause], back: Term, event: datetime, more: set[int]
) -> None:
    year = calendar.years[2021]
    off = {FIRST + DAY * n: "新节" for n in more}
    worked = {day: why for day, why in year.worked.items() if day not in off}
    another = Calendar([replace(year, off={**year.off, **off}, worked=worked)])
    assert moment(reckon(another, term, start, paused)) >= moment(reckon(calendar, term, start, paused))
    assert moment(reckon(another, back, event)) <= moment(reckon(calendar, back, event))


@short
@given(calendars(), st.integers(0, 20), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), moments(40, 60), pauses)
def test_before_an_event_it_agrees_with_walking_back_whatever_is_suspended(
    calendar: Calendar, amount: int, unit: Unit, event: datetime, paused: list[Pause]
) -> None:
    here, left = day_of(event), amount
    while left:
        here -= DAY
        left -= unit is Unit.DAYS or calendar.is_worked(here)
    assert day(reckon(calendar, Term(((amount, unit),), before=True, rolls=False), event, paused)) == here


@short
@given(calendars(), before, moments(40, 60), moments(40, 60), st.integers(0, 5))
def test_before_an_event_the_day_goes_with_the_event_and_a_longer_term_asks_for_more(
    calendar: Calendar, term: Term, one: datetime, other: datetime, more: int
) -> None:
    ((amount, unit),) = term.steps
    early, late = (day(reckon(calendar, term, event)) for event in sorted((one, other)))
    longer = day(reckon(calendar, replace(term, steps=((amount + more, unit),)), min(one, other)))
    assert longer <= early <= late <= day_of(max(one, other))


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
@given(calendars(), forward | hours | before, moments(20, 40), pauses)
def test_an_extension_is_the_day_that_was_granted_whatever_the_term_and_what_was_suspended_before_it(
    calendar: Calendar, term: Term, start: datetime, paused: list[Pause]
) -> None:
    extended = Extended(day_of(start) + DAY * 41, start + DAY * 40)
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
