from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from xiezhi.kernel.calendar import ZONE, Calendar
from xiezhi.kernel.clock import Counted, Reckoning, Remaining, ending, left, reckon, sheet, standing
from xiezhi.kernel.term import Extended, Pause, Term, Unit
from xiezhi.registry.calendar_seed import seed_years

CALENDAR = Calendar(seed_years())
CLOSE = time(17, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def day(text: str) -> date:
    return date.fromisoformat(text)


def last(term: str, start: str, *pauses: tuple[str, str], extended: Extended | None = None) -> date | None:
    """The last day in time of a term from a moment of 2021, with its suspensions."""
    paused = [Pause("ground", at(since), at(until)) for since, until in pauses]
    return reckon(CALENDAR, Term.parse(term), at(start), paused, extended=extended).due_date


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        ("2021-02-09", "3 working_days", "2021-02-19"),
        ("2021-04-29", "5 working_days", "2021-05-10"),
        ("2021-09-29", "3 working_days", "2021-10-09"),
        ("2026-02-13", "3 working_days", "2026-02-25"),
        ("2021-09-28", "3 days", "2021-10-08"),
        ("2021-09-28", "3 days unrolled", "2021-10-01"),
        ("2021-10-12", "5 days before", "2021-10-07"),
        ("2021-10-12", "5 working_days before", "2021-09-29"),
        ("2021-10-12", "1 months before", "2021-09-12"),
        ("2021-10-02", "0 days unrolled", "2021-10-02"),
        ("2021-10-02", "0 days", "2021-10-08"),
        ("2021-10-02", "0 working_days", "2021-10-08"),
        ("2021-01-31", "1 months unrolled", "2021-02-28"),
        ("2024-01-31", "1 months", "2024-02-29"),
        ("2021-08-31", "6 months then 3 months", "2022-05-30"),
        ("2021-04-01", "6 months then 3 months", "2022-01-10"),
        ("2021-04-01", "6 months then 3 months unrolled", "2022-01-01"),
        ("2021-09-28", "3 days then 1 working_days", "2021-10-09"),
    ],
)
def test_the_worked_examples(start: str, term: str, expected: str) -> None:
    found = reckon(CALENDAR, Term.parse(term), day(start))
    over = at(expected) + timedelta(days=1)
    assert found == Reckoning(over, day(expected))


def test_hours_run_from_the_moment_through_holidays() -> None:
    found = reckon(CALENDAR, Term.parse("24 hours"), at("2021-10-01T09:30"))
    assert found == Reckoning(at("2021-10-02T09:30"), day("2021-10-02"))
    assert reckon(CALENDAR, Term.parse("2 hours before"), at("2021-10-01T09:30")).due == at("2021-10-01T07:30")
    assert reckon(CALENDAR, Term.parse("24 hours"), datetime(2021, 10, 1, 1, 30, tzinfo=UTC)) == found
    assert reckon(CALENDAR, Term.parse("24 hours"), at("2021-10-01T00:00")).due_date == day("2021-10-01")


def test_hours_never_run_from_a_mere_day() -> None:
    with pytest.raises(ValueError, match="not from a day"):
        reckon(CALENDAR, Term.parse("24 hours"), day("2021-10-01"))


@pytest.mark.parametrize("term", ["3 working_days", "24 hours", "open"])
def test_a_start_without_a_time_zone_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        reckon(CALENDAR, Term.parse(term), datetime(2021, 10, 1))  # noqa: DTZ001


def test_the_last_second_of_the_last_day_is_in_time_and_midnight_is_late() -> None:
    due = reckon(CALENDAR, Term.parse("3 working_days"), at("2021-09-29T10:00")).due
    assert due
    assert at("2021-10-09T23:59:59") < due
    assert not at("2021-10-10T00:00") < due


def test_the_first_day_is_not_counted_however_late_the_term_begins() -> None:
    assert last("1 working_days", "2021-03-01T00:00") == last("1 working_days", "2021-03-01T23:59") == day("2021-03-02")


def test_where_business_closes_the_last_day_ends_then() -> None:
    found = reckon(CALENDAR, Term.parse("1 working_days by 17:30"), at("2021-03-01T10:00"))
    assert found == Reckoning(at("2021-03-02T17:30"), day("2021-03-02"))


def test_a_close_of_business_before_the_start_gives_the_next_working_day() -> None:
    term = Term.parse("0 days unrolled by 17:30")
    assert reckon(CALENDAR, term, at("2021-03-05T17:29")).due == at("2021-03-05T17:30")
    assert reckon(CALENDAR, term, at("2021-03-05T17:30")) == Reckoning(at("2021-03-08T17:30"), day("2021-03-08"))
    assert last("0 days before by 17:30", "2021-03-05T18:00") == day("2021-03-05")


def test_what_is_open_or_suspended_has_no_due_moment() -> None:
    assert reckon(CALENDAR, Term.parse("open"), at("2021-03-01")) == Reckoning()
    assert reckon(CALENDAR, Term.parse("3 days"), at("2021-03-01"), [Pause("a", at("2021-03-02"))]) == Reckoning()


@pytest.mark.parametrize(
    ("term", "pauses", "expected"),
    [
        ("5 working_days", [], "2021-03-08"),
        ("5 working_days", [("03-02T10:00", "03-02T17:00")], "2021-03-08"),
        ("5 working_days", [("03-02T10:00", "03-04T10:00")], "2021-03-10"),
        ("5 working_days", [("03-01T11:00", "03-03T10:00")], "2021-03-10"),
        ("5 working_days", [("03-06T10:00", "03-08T09:00")], "2021-03-08"),
        ("5 working_days", [("03-08T16:00", "03-13T09:00")], "2021-03-15"),
        ("5 working_days", [("03-09T00:00", "03-13T09:00")], "2021-03-08"),
        ("5 working_days", [("03-02T10:00", "03-04T10:00"), ("03-03T10:00", "03-05T10:00")], "2021-03-11"),
        ("5 working_days", [("03-02T10:00", "03-04T10:00"), ("03-09T10:00", "03-11T10:00")], "2021-03-12"),
        ("5 working_days", [("02-20T10:00", "03-03T10:00")], "2021-03-10"),
        ("3 days", [("03-02T10:00", "03-04T10:00")], "2021-03-08"),
        ("3 days unrolled", [("03-02T10:00", "03-04T10:00")], "2021-03-06"),
        ("5 days", [("03-08T10:00", "03-10T10:00")], "2021-03-10"),
        ("1 months then 1 months", [("03-30T10:00", "04-08T10:00")], "2021-05-12"),
    ],
)
def test_a_suspension_moves_the_day_by_the_days_that_it_took(
    term: str, pauses: Sequence[tuple[str, str]], expected: str
) -> None:
    assert last(term, "2021-03-01T10:00", *[("2021-" + a, "2021-" + b) for a, b in pauses]) == day(expected)


def test_hours_move_by_the_exact_time_suspended() -> None:
    start, term = at("2021-03-01T10:00"), Term.parse("24 hours")
    pauses = [
        Pause("b", at("2021-03-01T12:00"), at("2021-03-01T15:00")),
        Pause("a", at("2021-03-01T11:00"), at("2021-03-01T13:00")),
        Pause("earlier", at("2021-02-28T11:00"), at("2021-02-28T13:00")),
        Pause("late", at("2021-03-03T11:00"), at("2021-03-03T13:00")),
    ]
    assert reckon(CALENDAR, term, start, pauses).due == start + timedelta(hours=28)


def test_a_suspension_after_the_close_of_business_never_heals_what_is_late() -> None:
    term, start = "5 working_days by 17:30", "2021-03-01T10:00"
    assert last(term, start, ("2021-03-08T18:00", "2021-03-12T10:00")) == day("2021-03-08")
    assert last(term, start, ("2021-03-08T17:00", "2021-03-12T18:00")) == day("2021-03-15")


@pytest.mark.xfail(reason="the next working day is taken even if it is suspended too")
def test_what_begins_suspended_after_the_close_of_business_is_not_due_before_it_goes_on() -> None:
    paused = ("2021-01-26T18:30", "2021-02-04T17:00")
    assert last("0 days by 17:30", "2021-01-26T18:30", paused) == day("2021-02-04")


GRANTED = Extended(day("2021-03-20"), at("2021-03-04T10:00"))  # a Saturday


def test_an_extension_is_the_day_that_was_granted() -> None:
    assert last("5 working_days", "2021-03-01T10:00", extended=GRANTED) == day("2021-03-20")
    assert last("open", "2021-03-01T10:00", extended=GRANTED) == day("2021-03-20")
    assert last("24 hours", "2021-03-01T10:00", extended=GRANTED) == day("2021-03-20")


def test_only_a_suspension_after_the_extension_moves_it() -> None:
    before, after = ("2021-03-02T10:00", "2021-03-04T09:00"), ("2021-03-08T10:00", "2021-03-10T10:00")
    across = ("2021-03-03T10:00", "2021-03-05T10:00")
    assert last("5 working_days", "2021-03-01T10:00", before, extended=GRANTED) == day("2021-03-20")
    assert last("5 working_days", "2021-03-01T10:00", before, after, extended=GRANTED) == day("2021-03-23")
    assert last("5 working_days", "2021-03-01T10:00", across, extended=GRANTED) == day("2021-03-22")
    assert last("5 days", "2021-03-01T10:00", across, extended=GRANTED) == day("2021-03-22")
    assert last("5 days unrolled", "2021-03-01T10:00", across, extended=GRANTED) == day("2021-03-21")


def test_a_year_without_a_notice_gives_a_provisional_day_between_best_and_worst() -> None:
    found = reckon(CALENDAR, Term.parse("3 working_days"), at("2027-09-29T10:00"))
    assert (found.due_date, found.provisional) == (day("2027-10-05"), True)
    assert (found.earliest, found.latest) == (day("2027-10-05"), day("2027-10-12"))
    backward = reckon(CALENDAR, Term.parse("3 working_days before"), at("2027-10-08T10:00"))
    assert backward.latest == backward.due_date == day("2027-10-05")
    assert backward.earliest == day("2027-09-28")


@pytest.mark.parametrize("term", ["24 hours", "5 days before", "0 days unrolled"])
def test_what_no_calendar_can_change_is_not_provisional(term: str) -> None:
    assert not reckon(CALENDAR, Term.parse(term), at("2027-09-29T10:00")).provisional


def test_a_term_that_ends_in_a_published_year_is_certain() -> None:
    assert not reckon(CALENDAR, Term.parse("3 working_days"), at("2026-12-25T10:00")).provisional
    assert reckon(CALENDAR, Term.parse("5 working_days"), at("2026-12-25T10:00")).provisional


def test_a_day_that_a_form_has_set_ends_at_midnight_and_does_not_roll() -> None:
    start = at("2021-09-29T10:00")
    assert ending(CALENDAR, day("2021-10-02"), start) == Reckoning(at("2021-10-03"), day("2021-10-02"))
    assert ending(CALENDAR, day("2021-10-02"), start, closes=CLOSE).due == at("2021-10-02T17:30")
    assert ending(CALENDAR, day("2021-09-29"), at("2021-09-29T18:00"), closes=CLOSE).due_date == day("2021-09-30")
    assert not ending(CALENDAR, day("2027-10-02"), start).provisional


def test_a_moment_that_a_form_has_set_is_due_then() -> None:
    start = at("2021-09-29T10:00")
    assert ending(CALENDAR, at("2021-10-02T15:00"), start) == Reckoning(at("2021-10-02T15:00"), day("2021-10-02"))
    assert ending(CALENDAR, at("2021-10-02T00:00"), start).due_date == day("2021-10-01")
    with pytest.raises(ValueError, match="time zone"):
        ending(CALENDAR, datetime(2021, 10, 2, 15), start)  # noqa: DTZ001


def test_a_suspended_term_keeps_what_is_left_and_says_when_it_would_be_due() -> None:
    start, since, now = at("2021-03-01T10:00"), at("2021-03-03T10:00"), at("2021-03-09T10:00")
    pauses = [Pause("earlier", at("2021-03-02T09:00"), at("2021-03-02T10:00")), Pause("open", since)]
    working = standing(CALENDAR, Term.parse("5 working_days"), start, pauses, now)
    assert working == Remaining(since, 3, Unit.WORKING_DAYS, at("2021-03-13"))
    months = standing(CALENDAR, Term.parse("1 months"), start, pauses, now)
    assert months == Remaining(since, 29, Unit.DAYS, at("2021-04-08"))
    hours = standing(CALENDAR, Term.parse("72 hours"), start, pauses, now)
    assert hours == Remaining(since, 25, Unit.HOURS, now + timedelta(hours=25))
    extended = standing(
        CALENDAR, Term.parse("72 hours"), start, pauses, now, extended=Extended(day("2021-03-05"), at("2021-03-02"))
    )
    assert (extended.remaining, extended.unit) == (2, Unit.DAYS)


def test_only_a_suspended_term_that_is_due_some_day_stands_still() -> None:
    start, now = at("2021-03-01T10:00"), at("2021-03-09T10:00")
    for term, pauses in (("5 days", []), ("open", [Pause("a", start)])):
        with pytest.raises(ValueError, match="suspended"):
            standing(CALENDAR, Term.parse(term), start, pauses, now)


@pytest.mark.parametrize(
    ("term", "now", "remaining"),
    [
        ("3 working_days", "2021-09-30T10:00", 2),
        ("3 days", "2021-09-30T10:00", 9),
        ("3 working_days", "2021-10-09T23:59", 0),
        ("3 working_days", "2021-10-10T00:00", 0),
        ("3 days", "2021-10-11T10:00", 0),
    ],
)
def test_days_left_are_counted_as_the_term_counts(term: str, now: str, remaining: int) -> None:
    assert left(CALENDAR, Term.parse(term), at("2021-10-10"), day("2021-10-09"), at(now)) == remaining


def told(term: str, start: str, *pauses: Pause, extended: Extended | None = None) -> list[tuple[str, int | None, str]]:
    lines = list(sheet(CALENDAR, Term.parse(term), at(start), pauses, extended=extended))
    assert all(line.counted == (line.n is not None) for line in lines) or Term.parse(term).in_hours
    return [(f"{line.date:%m-%d}", line.n, line.reason) for line in lines]


def test_the_sheet_tells_every_day_and_why() -> None:
    assert told("3 working_days", "2021-09-29T10:00") == [
        ("09-29", None, "首日不计"),
        ("09-30", 1, "工作日"),
        *((f"10-0{n}", None, "国庆节") for n in range(1, 8)),
        ("10-08", 2, "工作日"),
        ("10-09", 3, "调休上班"),
    ]


def test_the_sheet_shows_how_the_end_rolls_off_days_that_are_not_worked() -> None:
    assert told("2 days", "2021-03-04T10:00") == [
        ("03-04", None, "首日不计"), ("03-05", 1, "工作日"), ("03-06", 2, "周六"), ("03-07", None, "周日"), ("03-08", None, "顺延至此"),
    ]  # fmt: skip


def test_the_sheet_leaves_suspended_days_out() -> None:
    paused = Pause("a", at("2021-03-02T10:00"), at("2021-03-04T10:00"))
    assert told("2 working_days", "2021-03-01T10:00", paused) == [
        ("03-01", None, "首日不计"), ("03-02", None, "中止期间"), ("03-03", None, "中止期间"), ("03-04", 1, "工作日"), ("03-05", 2, "工作日"),
    ]  # fmt: skip
    at_once = Pause("a", at("2021-03-01T11:00"), at("2021-03-03T10:00"))
    assert told("1 working_days", "2021-03-01T10:00", at_once) == [
        ("03-01", None, "首日不计"), ("03-02", None, "中止期间"), ("03-03", None, "恢复当日不计"), ("03-04", 1, "工作日"),
    ]  # fmt: skip


def test_the_sheet_of_a_suspended_term_stops_where_it_stands_still() -> None:
    assert told("5 working_days", "2021-03-01T10:00", Pause("a", at("2021-03-03T10:00"))) == [
        ("03-01", None, "首日不计"), ("03-02", 1, "工作日"), ("03-03", None, "中止期间"),
    ]  # fmt: skip


def test_the_sheet_of_an_extended_term_runs_to_the_day_granted() -> None:
    lines = told("1 days", "2021-03-01T10:00", extended=Extended(day("2021-03-04"), at("2021-03-02T09:00")))
    assert [line[:2] for line in lines] == [("03-01", None), ("03-02", 1), ("03-03", 2), ("03-04", 3)]


def test_the_sheet_of_a_chain_counts_each_step_from_one() -> None:
    assert told("2 days then 1 working_days", "2021-03-04T10:00")[1:] == [
        ("03-05", 1, "工作日"), ("03-06", 2, "周六"), ("03-07", None, "周日"), ("03-08", None, "顺延至此"), ("03-09", 1, "工作日"),
    ]  # fmt: skip


def test_the_sheet_before_an_event_counts_down_to_it() -> None:
    assert told("2 working_days before", "2021-10-12T10:00") == [
        ("10-09", 2, "调休上班"), ("10-10", None, "周日"), ("10-11", 1, "工作日"), ("10-12", None, "当日不计"),
    ]  # fmt: skip


def test_the_sheet_of_hours_names_the_days_and_that_of_an_open_term_the_first() -> None:
    assert told("24 hours", "2021-10-01T09:30") == [("10-01", None, "连续计时"), ("10-02", None, "连续计时")]
    assert list(sheet(CALENDAR, Term.parse("open"), day("2021-10-01"))) == [
        Counted(day("2021-10-01"), counted=False, n=None, reason="首日不计")
    ]
