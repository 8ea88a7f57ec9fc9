"""When a term runs out outside a dossier: under which rules, from which moment, and what is not understood."""

from datetime import date

import pytest

from xiezhi.registry.deadlines import Unreckonable, deadline
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.models import PackVersion

from .conftest import NOW

ACCEPTANCE = 'dispute_acceptance = { value = "3 working_days"'  # of which the pack has no example
DAY = "2021-09-29"


@pytest.fixture(autouse=True)
def first(db: None) -> PackVersion:
    """The pack that is shipped, in force."""
    put_in_force(NOW)
    return PackVersion.objects.get()


def newer(first: PackVersion, old: str, new: str, **changed: object) -> None:
    """Another pack, or the next revision, that says something else."""
    assert old in first.text
    row = {"key": first.key, "revision": 2, "digest": "x", "in_force_from": first.in_force_from, **changed}
    PackVersion.objects.create(**{**row, "text": first.text.replace(old, new)})


def test_a_key_of_the_pack_is_told_with_its_clause_and_every_day() -> None:
    told = deadline("transfer", "2021-09-29T10:00").told()
    days = told.pop("days")
    assert told.pop("pack").startswith("wuyi-2021#1 sha256:")
    assert told.pop("calendar")
    assert told == {
        "due": "2021-10-10T00:00:00+08:00", "due_date": "2021-10-09", "provisional": False, "earliest": None,
        "latest": None, "term": "3 working_days", "law": "武政发〔2021〕15号", "clause": "五(三)3",
        "start": "2021-09-29T10:00:00+08:00",
    }  # fmt: skip
    assert [day["date"] for day in days if day["counted"]] == ["2021-09-30", "2021-10-08", "2021-10-09"]
    assert (days[0], days[2]) == (
        {"date": "2021-09-29", "counted": False, "n": None, "reason": "首日不计"},
        {"date": "2021-10-01", "counted": False, "n": None, "reason": "国庆节"},
    )
    assert len(days) == 11


@pytest.mark.parametrize(
    ("term", "start", "due", "due_date"),
    [
        ("3 working_days", "2021-09-29", "2021-10-10T00:00:00+08:00", "2021-10-09"),
        ("3 days", "2021-09-29", "2021-10-09T00:00:00+08:00", "2021-10-08"),
        ("3 days unrolled", "2021-09-29", "2021-10-03T00:00:00+08:00", "2021-10-02"),
        ("24 hours", "2021-09-30T17:30", "2021-10-01T17:30:00+08:00", "2021-10-01"),
        ("6 months", "2021-02-28", "2021-08-31T00:00:00+08:00", "2021-08-30"),
        ("5 days before", "2021-10-08", "2021-10-04T00:00:00+08:00", "2021-10-03"),
        ("2 days by 17:30", "2021-03-01", "2021-03-03T17:30:00+08:00", "2021-03-03"),
        ("open", "2021-09-29", None, None),
    ],
)
def test_a_term_may_be_given_in_words(term: str, start: str, due: str | None, due_date: str | None) -> None:
    told = deadline(term, start).told()
    assert (told["due"], told["due_date"], told["term"]) == (due, due_date, term)
    assert (told["law"], told["clause"]) == (None, None)


def test_a_start_without_a_zone_is_of_shanghai() -> None:
    for start in ("2021-09-29T20:00", "2021-09-29 20:00", "2021-09-29T20:00+08:00", "2021-09-29T12:00:00Z"):
        assert deadline("24 hours", start).told()["due"] == "2021-09-30T20:00:00+08:00"
    assert deadline("transfer", "2021-09-29T23:00Z").told()["start"] == "2021-09-30T07:00:00+08:00"


def test_a_law_is_cited_where_the_pack_cites_one() -> None:
    told = deadline("filing", "2021-09-29").told()
    assert (told["law"], told["clause"]) == ("行政处罚法", "第五十四条")


def test_a_year_without_a_notice_is_provisional_with_its_best_and_its_worst_day() -> None:
    told = deadline("3 working_days", "2027-09-29").told()
    assert told["provisional"] is True
    assert told["earliest"] <= told["due_date"] <= told["latest"]
    assert told["earliest"] < told["latest"]


def test_the_pack_is_the_one_of_the_day_or_the_one_named(first: PackVersion) -> None:
    newer(first, ACCEPTANCE, ACCEPTANCE.replace("3", "5"), key="wuyi-2022", revision=1, in_force_from=date(2022, 1, 1))
    for start, pack, term in (
        ("2021-12-31", "", "3 working_days"),
        ("2022-01-01", "", "5 working_days"),
        ("2022-01-01", "wuyi-2021", "3 working_days"),
        ("2021-12-31", "wuyi-2022", "5 working_days"),
        ("2021-12-31T15:59Z", "", "3 working_days"),
        ("2021-12-31T16:00Z", "", "5 working_days"),
    ):
        assert deadline("dispute_acceptance", start, pack).told()["term"] == term, (start, pack)


def test_the_newest_revision_of_a_pack_that_is_named_is_meant(first: PackVersion) -> None:
    newer(first, ACCEPTANCE, ACCEPTANCE.replace("3", "4"), in_force_from=date(2030, 1, 1))
    assert deadline("dispute_acceptance", DAY, first.key).told()["term"] == "4 working_days"
    assert deadline("dispute_acceptance", DAY).told()["term"] == "3 working_days"


def test_the_close_of_business_of_the_pack_ends_every_term(first: PackVersion) -> None:
    newer(first, "[pack]", "[pack]\nday_ends = 17:30:00")
    for term in ("dispute_acceptance", "3 working_days"):
        assert deadline(term, "2021-09-29T10:00").told()["due"] == "2021-10-09T17:30:00+08:00"


def test_what_is_not_owed_at_all_has_no_days(first: PackVersion) -> None:
    newer(first, ACCEPTANCE, ACCEPTANCE.replace("3 working_days", "none"))
    told = deadline("dispute_acceptance", DAY).told()
    assert (told["term"], told["due"], told["due_date"], told["days"]) == ("none", None, None, [])
    assert told["clause"] == "争议受理"


@pytest.mark.parametrize(
    ("term", "start", "pack", "wrong"),
    [
        ("nothing", "2021-09-29", "", "term"),
        ("3 weeks", "2021-09-29", "", "term"),
        ("３ days", "2021-09-29", "", "term"),
        ("", "2021-09-29", "", "term"),
        ("transfer", "29.9.2021", "", "start"),
        ("transfer", "", "", "start"),
        ("transfer", "20210929", "", "start"),
        ("transfer", "2021-02-30", "", "start"),
        ("transfer", "2021-09-29T25:00", "", "start"),
        ("transfer", "2021-09-29T10:00 08:00", "", "start"),
        ("24 hours", "2021-09-29", "", "start"),
        ("transfer", "2021-02-21", "", "pack"),
        ("transfer", "2021-09-29", "nowhere", "pack"),
        ("transfer", "0001-01-01T00:00+14:00", "wuyi-2021", "start"),
        ("transfer", "9999-12-31T23:59-12:00", "wuyi-2021", "start"),
        ("3 days", "1999-12-31", "wuyi-2021", "start"),
        ("3 hours", "1999-12-31T10:00", "wuyi-2021", "start"),
        ("3 days unrolled", "9999-12-30", "wuyi-2021", "start"),
        ("999999999999 hours", "2021-09-29T10:00", "", "start"),
        ("99999 months", "2021-09-29", "", "start"),
        ("999999999999999 days unrolled", "2021-09-29", "", "start"),
        ("99999 working_days before", "2021-09-29", "", "start"),
    ],
)
def test_what_is_not_understood_is_told_in_one_sentence(term: str, start: str, pack: str, wrong: str) -> None:
    with pytest.raises(Unreckonable) as refused:
        deadline(term, start, pack)
    (refusal,) = refused.value.refusals
    assert refusal.name == wrong
    assert "\n" not in str(refused.value)
