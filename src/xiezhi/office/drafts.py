"""Unfinished forms, kept per person and act, and dropped when the act is done or after ninety days."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xiezhi.registry import subjects

from .db import execute, fetch, first
from .queries import DRAFTS, Desk

KEPT = timedelta(days=90)

KEEP = """
INSERT INTO office_draft (person_id, department_id, procedure, dossier_id, act, filled, updated_at)
VALUES (%(person)s, %(department)s, %(procedure)s, %(dossier)s, %(act)s, %(filled)s, %(at)s)
ON CONFLICT (person_id, procedure, dossier_id, act) DO UPDATE
   SET filled = excluded.filled, updated_at = excluded.updated_at, department_id = excluded.department_id
"""
OFFER = """
INSERT INTO office_draft (person_id, department_id, procedure, dossier_id, act, filled, updated_at)
VALUES (%(person)s, %(department)s, %(procedure)s, %(dossier)s, %(act)s, %(filled)s, %(at)s)
ON CONFLICT (person_id, procedure, dossier_id, act) DO NOTHING RETURNING id
"""
READ = f"""
SELECT r.id, r.procedure, r.dossier_id AS dossier, r.act, r.updated_at, coalesce(d.title, '') AS case, u.name AS person,
       r.person_id = %(person)s AS own, r.filled FROM office_draft r
  JOIN registry_user u ON u.id = r.person_id LEFT JOIN office_dossier d ON d.id = r.dossier_id
 WHERE {DRAFTS}
"""
ALL = f"{READ} ORDER BY r.updated_at DESC LIMIT 20"
ONE = f"""
{READ} AND r.id = %(id)s AND r.procedure = %(procedure)s AND r.act = %(act)s AND r.dossier_id IS NOT DISTINCT FROM %(dossier)s
"""
SAME = "person_id = %(person)s AND procedure = %(procedure)s AND act = %(act)s AND dossier_id IS NOT DISTINCT FROM %(dossier)s"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An unfinished form: of which act, in which dossier, by whom, and what is typed so far, but no numbers of a person."""

    id: int
    procedure: str
    dossier: int | None
    act: str
    updated_at: datetime
    case: str
    person: str
    own: bool  # of whoever reads it
    filled: Mapping[str, Any]


def keep(desk: Desk, procedure: str, dossier: int | None, act: str, filled: Mapping[str, Any], at: datetime) -> None:
    """Keep what is typed so far, in place of what was kept before."""
    execute(KEEP, _row(_which(desk, procedure, dossier, act), desk, filled, at))


def offer(desk: Desk, procedure: str, dossier: int | None, act: str, filled: Mapping[str, Any], at: datetime) -> bool:
    """Keep it unless the person has begun the same form already, which nobody else may overwrite; whether it is kept."""
    return first(OFFER, _row(_which(desk, procedure, dossier, act), desk, filled, at)) is not None


def find(desk: Desk, procedure: str, dossier: int | None, act: str) -> Mapping[str, Any]:
    """What this person has typed so far; nothing, if nothing is kept."""
    row = first(f"SELECT filled FROM office_draft WHERE {SAME}", _which(desk, procedure, dossier, act))
    return _told(row["filled"], subjects.shown) if row else {}


def drop(desk: Desk, procedure: str, dossier: int | None, act: str) -> None:
    """The act is done: its draft is no longer needed."""
    execute(f"DELETE FROM office_draft WHERE {SAME}", _which(desk, procedure, dossier, act))


def read_by(desk: Desk) -> list[Draft]:
    """The drafts that this desk may read, newest first: a handler the department's, anybody else their own."""
    return [_draft(row) for row in fetch(ALL, _reader(desk))]


def copy(desk: Desk, number: int, procedure: str, dossier: int | None, act: str) -> Draft | None:
    """The draft of this number, if it is of this form and the desk may read it."""
    row = first(ONE, {**_which(desk, procedure, dossier, act), **_reader(desk), "id": number})
    return _draft(row) if row else None


def discard(desk: Desk, number: int) -> bool:
    """Drop a draft of one's own; whether there was one."""
    own = {"id": number, "person": desk.person}
    return first("DELETE FROM office_draft WHERE id = %(id)s AND person_id = %(person)s RETURNING id", own) is not None


def sweep(at: datetime) -> None:
    """Drop what nobody has touched for ninety days."""
    execute("DELETE FROM office_draft WHERE updated_at < %s", [at - KEPT])


def _row(which: Mapping[str, Any], desk: Desk, filled: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {
        **which,
        "department": desk.department,
        "filled": json.dumps(_told(filled, subjects.hidden), ensure_ascii=False),
        "at": at,
    }


def _reader(desk: Desk) -> dict[str, Any]:
    return {"department": desk.department, "person": desk.person, "handles": desk.handles}


def _draft(row: Mapping[str, Any]) -> Draft:
    """What lists and copies tell: numbers come back to whoever typed them alone (`find`)."""
    return Draft(**{**row, "filled": _told(row["filled"], lambda *_: "")})


def _told(filled: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    """The same answers, with the numbers of a person or firm hidden or shown again."""
    return {name: _numbers(value, number) if isinstance(value, Mapping) else value for name, value in filled.items()}


def _numbers(value: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    return {k: number(k, v) if k in subjects.NUMBERS and isinstance(v, str) and v else v for k, v in value.items()}


def _which(desk: Desk, procedure: str, dossier: int | None, act: str) -> dict[str, Any]:
    return {"person": desk.person, "procedure": procedure, "dossier": dossier, "act": act}
