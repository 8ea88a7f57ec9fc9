from datetime import date, datetime, time, timedelta

import pytest

from xiezhi.kernel.calendar import ZONE
from xiezhi.kernel.term import Pause, Term, Unit, merged, running, suspended


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2021, 3, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "3 working_days", "24 hours", "6 months then 3 months", "5 days before", "0 days unrolled", "open",
        "3 working_days by 17:30", "5 days before by 09:05", "1 months then 3 days unrolled by 00:00",
    ],
)  # fmt: skip
def test_a_term_is_read_and_written_alike(text: str) -> None:
    assert str(Term.parse(text)) == text


def test_a_term_knows_what_it_is() -> None:
    assert Term.parse("6 months then 3 days") == Term(((6, Unit.MONTHS), (3, Unit.DAYS)))
    assert Term.parse("24 hours").in_hours
    assert Term.parse("3 days then 3 working_days").counts_working_days
    assert Term.parse("open").open
    assert not Term.parse("open").in_hours
    assert not Term.parse("open").counts_working_days
    assert not Term.parse("5 days before").rolls
    exact = {"24 hours", "5 days before", "0 days unrolled"}
    assert {t for t in (*exact, "3 days", "6 months", "1 working_days unrolled") if Term.parse(t).exact} == exact


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "3", "3 day", "-3 days", "+3 days", "03 days", "３ days", "3  days", "3 days before unrolled",
        "3 days unrolled before", "3 days then", "open before", " open", "24 hours then 3 days", "3 days then 24 hours",
        "24 hours by 17:30", "open by 17:30", "3 days by 24:00", "3 days by 17:60", "3 days by 9:30", "3 days by",
    ],
)  # fmt: skip
def test_what_is_not_a_term_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a term|neither chained nor closed"):
        Term.parse(text)


def test_the_close_of_business_is_taken_over_by_terms_in_days_that_have_none_of_their_own() -> None:
    close = time(17, 30)
    assert str(Term.parse("3 working_days").closing(close)) == "3 working_days by 17:30"
    for text in ("3 days by 12:00", "24 hours", "open"):
        assert str(Term.parse(text).closing(close)) == text
    assert Term.parse("3 days").closing(None) == Term.parse("3 days")


def test_only_an_open_suspension_ends_now() -> None:
    assert Pause("a", at(1)).over(at(5)) == Pause("a", at(1), at(5))
    assert Pause("a", at(1), at(2)).over(at(5)) == Pause("a", at(1), at(2))


def test_suspensions_merge_where_they_overlap_and_begin_no_earlier_than_the_term() -> None:
    pauses = [Pause("b", at(4), at(6)), Pause("a", at(1), at(5)), Pause("c", at(9), at(9)), Pause("d", at(10))]
    assert merged(pauses, at(2)) == [(at(2), at(6))]
    assert merged(pauses, at(7)) == []


def test_suspended_days_run_from_the_first_to_the_one_before_it_is_resumed() -> None:
    touching = [Pause("a", at(1), at(3, 9)), Pause("b", at(3, 15), at(5)), Pause("c", at(8, 9), at(8, 17))]
    assert suspended(touching, at(1), None) == [(date(2021, 3, 1), date(2021, 3, 5))]


def test_after_the_close_of_business_the_next_day_runs() -> None:
    close = time(17, 30)
    assert running(at(1, 17), close) == date(2021, 3, 1)
    assert running(at(1, 17) + timedelta(minutes=30), close) == date(2021, 3, 2)
    assert running(at(1, 23), None) == date(2021, 3, 1)
