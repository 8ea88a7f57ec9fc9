"""The list of dossiers: one walk along an index, never a count, never an offset."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from .db import fetch
from .queries import PAGE, Desk, Line, Page

SELECT = """
SELECT d.id, d.title, d.procedure, d.state, d.urgent, coalesce(d.holder_id, '') AS holder,
       coalesce(d.opened_by_id, '') AS opened_by, coalesce(u.name, '') AS handler, k.due, d.touched_at, k.closed_at
  FROM office_desk k JOIN office_dossier d ON d.id = k.dossier_id LEFT JOIN registry_user u ON u.id = k.handler_id
 WHERE k.department_id = %(department)s AND {where}
 ORDER BY {order} LIMIT %(limit)s
"""

OPEN = "k.closed_at IS NULL"
CLOSED = "k.closed_at IS NOT NULL"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which dossiers: open ones by due moment, or closed ones newest first; narrowed by what is given."""

    closed: bool = False
    procedure: str = ""
    state: str = ""
    held: bool = False  # only what now lies with the department
    urgent: bool = False
    late: bool = False
    places: tuple[tuple[str, str], ...] = ()  # only where (procedure, state) is one of these
    search: str = ""
    after: str = ""


def dossiers(desk: Desk, wanted: Wanted, now: datetime) -> Page:
    """A page of the dossiers that this desk may see."""
    where, given = _narrowed(wanted, now)
    given |= {"department": desk.department, "limit": PAGE + 1}
    if wanted.after:
        clause, at = _beyond(wanted)
        where, given = [*where, clause], given | at
    order = "k.closed_at DESC, k.dossier_id DESC" if wanted.closed else "k.due ASC NULLS LAST, k.dossier_id"
    rows = fetch(SELECT.format(where=" AND ".join(where), order=order), given)
    lines = [Line(**row) for row in rows]
    return Page(lines[:PAGE], _cursor(lines[PAGE - 1], wanted) if len(lines) > PAGE else "")


def _narrowed(wanted: Wanted, now: datetime) -> tuple[list[str], dict[str, Any]]:
    asked = {
        CLOSED if wanted.closed else OPEN: True,
        "d.procedure = %(procedure)s": wanted.procedure,
        "d.state = %(state)s": wanted.state,
        "d.holder_id = k.department_id": wanted.held,
        "d.urgent": wanted.urgent,
        "k.due <= %(now)s": wanted.late,
        "(d.procedure, d.state) IN (SELECT * FROM unnest(%(procedures)s::text[], %(states)s::text[]))": wanted.places,
        "d.words @@ xiezhi_looked_for(%(search)s)": wanted.search,
    }
    given = {
        "procedure": wanted.procedure, "state": wanted.state, "now": now, "search": wanted.search,
        "procedures": [p for p, _ in wanted.places], "states": [s for _, s in wanted.places],
    }  # fmt: skip
    return [clause for clause, value in asked.items() if value], given


def _cursor(last: Line, wanted: Wanted) -> str:
    at = last.closed_at if wanted.closed else last.due
    return signing.dumps([at.isoformat() if at else None, last.id], compress=True)


def _beyond(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Where the last page ended. A cursor that was tampered with begins anew."""
    try:
        at, number = signing.loads(wanted.after)
    except signing.BadSignature:
        return "true", {}
    given = {"at": at, "number": number}
    if wanted.closed:
        return "(k.closed_at, k.dossier_id) < (%(at)s::timestamptz, %(number)s)", given
    if at is None:
        return "k.due IS NULL AND k.dossier_id > %(number)s", given
    return "(k.due > %(at)s::timestamptz OR k.due IS NULL OR (k.due = %(at)s AND k.dossier_id > %(number)s))", given
