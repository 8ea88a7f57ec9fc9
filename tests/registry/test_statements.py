"""Statements written by hand: what goes in comes out, in the transaction and under the role of the moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from xiezhi.registry.statements import Writing, execute, fetch, first, planned

AT = datetime(2021, 3, 1, 1, tzinfo=UTC)
MATTER = "INSERT INTO office_matter (opened_at) VALUES (%s) RETURNING id"
COUNT = "SELECT count(*) AS n FROM office_matter"
Read = Callable[..., list[dict[str, Any]]]

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize("read", [fetch, planned])
def test_rows_come_by_column_with_json_as_values(read: Read) -> None:
    sql = """SELECT 1 AS one, '{"a": [1, null]}'::jsonb AS known, NULL::jsonb AS nothing, 'null'::jsonb AS said,
                    '{"a"}' AS text, %s::timestamptz AS at, ARRAY['x', 'y'] AS many"""
    assert read(sql, [AT]) == [
        {
            "one": 1,
            "known": {"a": [1, None]},
            "nothing": None,
            "said": None,
            "text": '{"a"}',
            "at": AT,
            "many": ["x", "y"],
        }
    ]


@pytest.mark.parametrize("read", [fetch, planned])
def test_the_same_statement_answers_anew_each_time_it_is_asked(read: Read) -> None:
    for n in (1, 2, 30, "甲"):
        assert read("SELECT %(n)s::text AS n", {"n": n}) == [{"n": str(n)}]


def test_the_first_row_or_none() -> None:
    assert first("SELECT n FROM generate_series(3, 9) AS n", []) == {"n": 3}
    assert first("SELECT 1 AS n WHERE false", []) is None


def test_what_is_written_is_part_of_the_transaction_and_goes_with_it() -> None:
    with transaction.atomic():
        execute(MATTER, [AT])
        assert fetch(COUNT, []) == [{"n": 1}]
        transaction.set_rollback(True)
    assert fetch(COUNT, []) == [{"n": 0}]


def test_a_statement_that_fails_says_so_as_django_says_it() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        fetch("SELECT no_such_column FROM office_matter", [])
    assert fetch(COUNT, []) == [{"n": 0}]


def test_statements_run_under_the_role_of_the_moment_even_if_they_were_prepared_under_another() -> None:
    execute(MATTER, [AT])
    removing = "DELETE FROM office_entry WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    execute(removing, [0])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE xiezhi_app")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        execute(removing, [0])


@pytest.mark.parametrize("read", [fetch, planned])
def test_statements_are_seen_by_whoever_counts_them(read: Read) -> None:
    with CaptureQueriesContext(connection) as seen:
        read("SELECT %s::int AS n", [7])
    assert ["::int AS n" in query["sql"] for query in seen] == [True]


OPENED = "INSERT INTO office_matter (opened_at) VALUES (%(at)s)"
KNOCKED = "INSERT INTO registry_knock (address, since, count) VALUES (%(address)s, %(at)s, 1)"


def test_what_is_written_together_is_one_statement() -> None:
    writing = Writing()
    writing.add("opened", OPENED, {"at": AT})
    writing.add("knocked", KNOCKED, {"at": AT, "address": "::1"})
    assert fetch(COUNT, []) == [{"n": 0}]
    with CaptureQueriesContext(connection) as said:
        writing.send()
    assert len(said) == 1
    assert fetch(COUNT, []) == [{"n": 1}]
    assert fetch("SELECT since FROM registry_knock WHERE address = %s", ["::1"]) == [{"since": AT}]


def test_if_a_part_fails_none_of_it_is_written() -> None:
    writing = Writing()
    writing.add("opened", OPENED, {"at": AT})
    writing.add("knocked", KNOCKED, {"at": AT, "address": None})
    with pytest.raises(DatabaseError), transaction.atomic():
        writing.send()
    assert fetch(COUNT, []) == [{"n": 0}]


def test_a_name_means_one_thing_in_all_parts() -> None:
    writing = Writing()
    writing.add("opened", OPENED, {"at": AT})
    with pytest.raises(ValueError, match="at means two things"):
        writing.add("knocked", KNOCKED, {"at": None, "address": "::1"})
