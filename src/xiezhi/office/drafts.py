"""Unfinished forms, kept per person and act, and dropped when the act is done or after ninety days."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from xiezhi.registry import subjects

from .db import execute, fetch, first
from .queries import Desk

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
MINE = """
SELECT r.id, r.procedure, r.dossier_id AS dossier, r.act, r.updated_at, coalesce(d.title, '') AS case, u.name AS person,
       r.filled FROM office_draft r
  JOIN registry_user u ON u.id = r.person_id LEFT JOIN office_dossier d ON d.id = r.dossier_id
 WHERE r.department_id = %(department)s ORDER BY r.updated_at DESC LIMIT 20
"""
SAME = "person_id = %(person)s AND procedure = %(procedure)s AND act = %(act)s AND dossier_id IS NOT DISTINCT FROM %(dossier)s"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An unfinished form: of which act, in which dossier, by whom, and what is typed so far."""

    id: int
    procedure: str
    dossier: int | None
    act: str
    updated_at: datetime
    case: str
    person: str
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


def of_department(desk: Desk) -> list[Draft]:
    """The drafts that the department's people have lying about, newest first."""
    return [Draft(**row) for row in fetch(MINE, {"department": desk.department})]


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


def _told(filled: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    """The same answers, with the numbers of a person or firm hidden or shown again."""
    return {name: _numbers(value, number) if isinstance(value, Mapping) else value for name, value in filled.items()}


def _numbers(value: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    return {k: number(k, v) if k in subjects.NUMBERS and isinstance(v, str) and v else v for k, v in value.items()}


def _which(desk: Desk, procedure: str, dossier: int | None, act: str) -> dict[str, Any]:
    return {"person": desk.person, "procedure": procedure, "dossier": dossier, "act": act}
