"""Statements written by hand, on the connection and in the transaction of the moment.

They are prepared: PostgreSQL plans each once for a connection, as there is one way to its rows, whatever is asked: by a
key, or along the index that has them in order. A search is planned anew for the very words asked with, as a common word
and a rare one want different ways. `planned` is for that.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import Cursor

_JSONB = 3802  # PostgreSQL's number for the type; the connection leaves it as text

Given = Mapping[str, Any] | Sequence[Any]


class _Prepared(Cursor[Any]):
    """A cursor whose statements PostgreSQL keeps, with their plans, as long as the connection lasts."""

    prepares = True

    def execute(self, query: Any, params: Any = None, **how: Any) -> "_Prepared":
        return super().execute(query, params, **{**how, "prepare": self.prepares})


class _Spelled(_Prepared):
    """The same for a log of statements: a prepared one does not know its words any more."""

    prepares = False


def execute(sql: str, given: Given) -> None:
    """Run a statement that answers nothing."""
    with _prepared() as cursor:
        cursor.execute(sql, given)


def fetch(sql: str, given: Given) -> list[dict[str, Any]]:
    """The rows of a statement, by column; JSON as values."""
    with _prepared() as cursor:
        cursor.execute(sql, given)
        return _rows(cursor)


def first(sql: str, given: Given) -> dict[str, Any] | None:
    """The first row, if there is one."""
    return next(iter(fetch(sql, given)), None)


def planned(sql: str, given: Given) -> list[dict[str, Any]]:
    """The rows of a statement that is planned for these very values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return _rows(cursor)


class Writing:
    """Statements that write, sent as one. None of them sees what another of them has written."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}
        self._given: dict[str, Any] = {}

    def add(self, part: str, sql: str, given: Mapping[str, Any]) -> None:
        """Another statement, under a name of its own. What several are given under one name is one value."""
        for name, value in given.items():
            if self._given.setdefault(name, value) != value:
                raise ValueError(f"{name} means two things: {self._given[name]} and {value}")
        self.parts[part] = sql

    def send(self) -> None:
        """Write it all."""
        execute(f"WITH {', '.join(f'{part} AS ({sql})' for part, sql in self.parts.items())} SELECT 1", self._given)


def _prepared() -> CursorWrapper:
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    if here.queries_logged:
        return CursorDebugWrapper(_Spelled(here.connection), here)
    return CursorWrapper(_Prepared(here.connection), here)


def _rows(cursor: CursorWrapper) -> list[dict[str, Any]]:
    found = cursor.fetchall()
    result = cursor.pgresult  # as cursor.description says it, without the objects that nobody reads
    columns = [(result.fname(n).decode(), result.ftype(n) == _JSONB) for n in range(result.nfields)]
    return [
        {
            name: json.loads(v) if as_json and v is not None else v
            for (name, as_json), v in zip(columns, row, strict=True)
        }
        for row in found
    ]
