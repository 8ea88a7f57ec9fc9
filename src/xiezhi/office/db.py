"""Statements written by hand, on the connection and in the transaction of the moment."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

_JSONB = 3802  # PostgreSQL's number for the type; the connection leaves it as text

Given = Mapping[str, Any] | Sequence[Any]


def execute(sql: str, given: Given) -> None:
    """Run a statement that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def fetch(sql: str, given: Given) -> list[dict[str, Any]]:
    """The rows of a statement, by column; JSON as values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        columns = [(column.name, column.type_code == _JSONB) for column in cursor.description or ()]
        return [
            {
                name: json.loads(v) if as_json and v is not None else v
                for (name, as_json), v in zip(columns, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


def first(sql: str, given: Given) -> dict[str, Any] | None:
    """The first row, if there is one."""
    return next(iter(fetch(sql, given)), None)
