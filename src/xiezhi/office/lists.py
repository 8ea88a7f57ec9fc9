"""The lists of dossiers and of obligations: never a count, never an offset.

A page begins in an index where the last one ended and stops when it is full, so it costs the same with ten thousand
dossiers as with millions. What narrows a list is therefore kept on the desk itself, and a narrowed list is cut into
strips: one for each combination of holder, urgency, procedure and state that is wanted. A strip is a range of an index,
in the order of the list, and the page is put together from the heads of the strips. Were a condition tried row by row
instead, a filter that hardly anything passes would read all that a department ever had.

A search has no such order. It looks through the next thousand dossiers of the list, which finds a page of what is not
rare; only if that has not filled the page, and the list goes on, does it go by the index of words. That index knows the
departments too, for a word may be common in the county and unknown to a department. The planner is not left to choose:
it takes the characters of a phrase for independent of each other, and a phrase for rarer than it is by orders of magnitude.
Nobody finds by what they cannot read (finding.py): who has left a case only by what it then saw.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from django.core import signing

from xiezhi.procedures import PROCEDURES

from .db import fetch, planned
from .grams import ALL, looked_for, own
from .queries import PAGE, Desk, Line, Page, owed

# Of a dossier that the department has left, it is told no more than it saw.
LINES = """
SELECT d.id, d.title, k.procedure, k.state, k.urgent, k.due, k.closed_at, coalesce(d.opened_by_id, '') AS opened_by,
       coalesce(u.name, '') AS handler, CASE WHEN k.until IS NULL THEN coalesce(d.holder_id, '') ELSE '' END AS holder,
       CASE WHEN k.until IS NULL THEN d.touched_at ELSE k.closed_at END AS touched_at,
       k.closed_at IS NULL AND k.until IS NULL AND NOT k.oversees AS ours
  FROM ({page}) AS k JOIN office_dossier d ON d.id = k.dossier_id LEFT JOIN registry_user u ON u.id = k.handler_id
 ORDER BY {order}
"""

WALK = """
SELECT k.* FROM office_desk k WHERE k.department_id = %(department)s AND {where} ORDER BY {order} LIMIT {limit}
"""

STRIPS = """
SELECT k.* FROM unnest(%(helds)s::boolean[], %(urgents)s::boolean[], %(procedures)s::text[], %(states)s::text[])
                AS strip(held, urgent, procedure, state), LATERAL (
  SELECT k.* FROM office_desk k
   WHERE k.department_id = %(department)s AND k.held = strip.held AND k.urgent = strip.urgent
     AND k.procedure = strip.procedure AND k.state = strip.state AND {where}
   ORDER BY {order} LIMIT {limit}) AS k
 ORDER BY {order} LIMIT {limit}
"""

SEARCH = """
WITH near AS MATERIALIZED (
  SELECT k.*, (SELECT d.words @@ CASE WHEN k.until IS NULL THEN %(words)s::tsquery ELSE %(seen)s::tsquery END
                 FROM office_dossier d WHERE d.id = k.dossier_id) AS named FROM ({page}) AS k),
found AS MATERIALIZED (SELECT k.* FROM near AS k WHERE k.named ORDER BY {order} LIMIT {limit}),
settled AS MATERIALIZED (
  SELECT (SELECT count(*) FROM found) = {limit} OR (SELECT count(*) FROM near) < {near} AS done),
named AS MATERIALIZED (
  SELECT id, words @@ %(seen)s::tsquery AS seen FROM office_dossier
   WHERE words @@ %(words)s::tsquery AND seated @> ARRAY[%(department)s]::varchar[]),
far AS (
  SELECT k.*, true FROM named JOIN office_desk k ON k.dossier_id = named.id AND k.department_id = %(department)s
   WHERE NOT (SELECT done FROM settled) AND {where} AND (k.until IS NULL OR named.seen)
     AND (k.held, k.urgent, k.procedure, k.state) IN (SELECT * FROM unnest(
           %(helds)s::boolean[], %(urgents)s::boolean[], %(procedures)s::text[], %(states)s::text[]))
   ORDER BY {order} LIMIT {limit})
SELECT * FROM found AS k WHERE (SELECT done FROM settled) UNION ALL SELECT * FROM far
"""
NEAR = 1000  # dossiers that a search looks through one by one

DUE = "coalesce({of}.due, 'infinity')"  # what is never due, and what stands still, comes last
OPEN = (DUE.format(of="k"), "k.dossier_id")
CLOSED = ("k.closed_at", "k.dossier_id")
OWED = (DUE.format(of="o"), "o.id")


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

    @property
    def narrowed(self) -> bool:
        """By anything that cuts the list into strips."""
        return bool(self.procedure or self.state or self.held or self.urgent or self.places)


def dossiers(desk: Desk, wanted: Wanted, now: datetime) -> Page:
    """A page of the dossiers that this desk may see."""
    place, down = (CLOSED, True) if wanted.closed else (OPEN, False)
    order = ", ".join(f"{column} DESC" if down else column for column in place)
    where, given = _beyond(place, wanted.after, "<" if down else ">")
    where = f"{where} AND k.closed_at IS {'NOT ' if wanted.closed else ''}NULL"
    if wanted.late:
        where = f"{where} AND {OPEN[0]} <= %(now)s"
    sql = LINES.format(page=_page(wanted, where, order), order=order)
    asked = {"department": desk.department, "now": now, **_words(wanted.search, desk.department)}
    ask = planned if wanted.search else fetch
    lines = [Line(**row) for row in ask(sql, {**given, **asked, **_strips(wanted)})]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return Page(lines[:PAGE], _marked(last.closed_at if wanted.closed else last.due, last.id) if last else "")


def obligations(desk: Desk, side: str, after: str = "") -> Page:
    """A page of the running obligations owed `by` this desk's department or `to` it; what stands still comes last."""
    where, given = _beyond(OWED, after, ">")
    lines = owed(side, {**given, "department": desk.department}, PAGE + 1, where)
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return Page(lines[:PAGE], _marked(last.obligation.reckoned.due, last.id) if last else "")


def _page(wanted: Wanted, where: str, order: str) -> str:
    """The statement that finds the desks of a page."""
    walk = STRIPS if wanted.narrowed else WALK
    if not wanted.search:
        return walk.format(where=where, order=order, limit=PAGE + 1)
    page = walk.format(where=where, order=order, limit=NEAR)
    return SEARCH.format(page=page, where=where, order=order, limit=PAGE + 1, near=NEAR)


def _words(search: str, department: str) -> dict[str, str]:
    """What is looked for where the department has its desk, and where it has left: by what it then saw."""
    return {"words": looked_for(search, ALL, own(department)), "seen": looked_for(search, own(department))}


def _strips(wanted: Wanted) -> dict[str, Any]:
    """The combinations that are wanted, column by column. A closed case lies with nobody."""
    stands = [
        (procedure.key, state)
        for procedure in PROCEDURES.values()
        for state in procedure.states
        if wanted.procedure in ("", procedure.key) and wanted.state in ("", state)
        if not wanted.places or (procedure.key, state) in wanted.places
    ]
    helds = [True] if wanted.held else [False] if wanted.closed else [True, False]
    strips = list(product(helds, [True] if wanted.urgent else [True, False], stands))
    return {
        "helds": [held for held, _, _ in strips], "urgents": [urgent for _, urgent, _ in strips],
        "procedures": [procedure for _, _, (procedure, _) in strips], "states": [state for _, _, (_, state) in strips],
    }  # fmt: skip


def _beyond(place: tuple[str, str], after: str, than: str) -> tuple[str, dict[str, Any]]:
    """What comes after the place where the last page ended."""
    read = _read(after) if after else {}
    return f"({', '.join(place)}) {than} (%(moment)s::timestamptz, %(number)s)" if read else "true", read


def _marked(at: datetime | None, number: int) -> str:
    return signing.dumps([at.isoformat() if at else "infinity", number], compress=True)


def _read(after: str) -> dict[str, Any]:
    """Where the last page ended; nothing for a cursor that was tampered with, which begins anew."""
    try:
        moment, number = signing.loads(after)
    except signing.BadSignature:
        return {}
    return {"moment": moment, "number": number}


def is_cursor(text: str) -> bool:
    """Whether a page of ours has ended with this."""
    return bool(_read(text))
