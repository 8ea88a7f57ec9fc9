"""Unfinished forms, dropped when the act is done or after ninety days.

In a dossier a person has one for each act. Of an act that opens one they may have many, each known by the key of its form;
what programs hand in has no key until its person goes on with it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from xiezhi.registry import subjects

from .db import execute, fetch, first
from .queries import DRAFTS, Desk

KEPT = timedelta(days=90)

INSERT = """
INSERT INTO office_draft (person_id, department_id, procedure, dossier_id, act, key, filled, updated_at)
VALUES (%(person)s, %(department)s, %(procedure)s, %(dossier)s, %(act)s, %(key)s, %(filled)s, %(at)s)
ON CONFLICT (person_id, procedure, dossier_id, act, key)"""
KEEP = f"""{INSERT} DO UPDATE
   SET filled = excluded.filled, updated_at = excluded.updated_at, department_id = excluded.department_id RETURNING id
"""
OFFER = f"{INSERT} DO NOTHING RETURNING id"
READ = f"""
SELECT r.id, r.procedure, r.dossier_id AS dossier, r.act, r.key, r.updated_at, coalesce(d.title, '') AS case,
       u.name AS person, r.person_id = %(person)s AS own, r.filled FROM office_draft r
  JOIN registry_user u ON u.id = r.person_id LEFT JOIN office_dossier d ON d.id = r.dossier_id
 WHERE {DRAFTS}
"""
# However many there are of colleagues, one's own are among them.
ALL = f"SELECT * FROM ({READ} ORDER BY own DESC, r.updated_at DESC LIMIT 20) AS d ORDER BY updated_at DESC"
ONE = f"""
{READ} AND r.id = %(id)s AND r.procedure = %(procedure)s AND r.act = %(act)s AND r.dossier_id IS NOT DISTINCT FROM %(dossier)s
"""
FORM = "person_id = %(person)s AND procedure = %(procedure)s AND act = %(act)s AND dossier_id IS NOT DISTINCT FROM %(dossier)s"
SAME = f"{FORM} AND key = %(key)s"
COUNT = f"SELECT count(*) AS n FROM office_draft WHERE {FORM} AND department_id = %(department)s"
# A key under which an act was done already does none again.
RENEW = """
UPDATE office_draft r SET key = gen_random_uuid()::text
 WHERE r.id = %(id)s AND r.person_id = %(person)s AND r.dossier_id IS NULL
   AND (r.key = '' OR EXISTS (SELECT FROM office_receipt d WHERE d.person_id = r.person_id
          AND d.key = 'sha256:' || encode(sha256(convert_to(r.key, 'UTF8')), 'hex')))
"""


@dataclass(frozen=True)
class Begun:
    """Which form it is that somebody has begun: of which act, in which dossier; the key tells apart those that open one."""

    procedure: str
    dossier: int | None
    act: str
    key: str = ""

    def of(self, desk: Desk) -> dict[str, Any]:
        """Whose it is besides, as the statements ask for it."""
        return {**asdict(self), "person": desk.person, "department": desk.department}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An unfinished form: of which act, in which dossier, by whom, and what is typed so far, but no numbers of a person."""

    id: int
    procedure: str
    dossier: int | None
    act: str
    key: str  # of the form that opens a dossier
    updated_at: datetime
    case: str
    person: str
    own: bool  # of whoever reads it
    filled: Mapping[str, Any]


def keep(desk: Desk, begun: Begun, filled: Mapping[str, Any], at: datetime) -> int:
    """Keep what is typed so far, in place of what was kept of the same form before; the draft's number."""
    row = first(KEEP, _row(desk, begun, filled, at))
    return int(row["id"]) if row else 0


def offer(desk: Desk, begun: Begun, filled: Mapping[str, Any], at: datetime) -> int | None:
    """Keep it, and tell its number; None where one lies there already, which nobody else may overwrite."""
    row = first(OFFER, _row(desk, begun, filled, at))
    return int(row["id"]) if row else None


def find(desk: Desk, begun: Begun) -> Mapping[str, Any]:
    """What this person has typed so far; nothing, if nothing is kept."""
    row = first(f"SELECT filled FROM office_draft WHERE {SAME}", begun.of(desk))
    return _told(row["filled"], subjects.shown) if row else {}


def unfinished(desk: Desk, begun: Begun) -> int:
    """How many drafts of this act the person has at this desk, whatever their keys."""
    row = first(COUNT, begun.of(desk))
    return int(row["n"]) if row else 0


def drop(desk: Desk, begun: Begun) -> None:
    """The act is done: its draft is no longer needed."""
    execute(f"DELETE FROM office_draft WHERE {SAME}", begun.of(desk))


def read_by(desk: Desk) -> list[Draft]:
    """The drafts that this desk may read, newest first: a handler the department's, anybody else their own."""
    return [_draft(row, _left_out) for row in fetch(ALL, _reader(desk))]


def pick(desk: Desk, number: int, begun: Begun) -> Draft | None:
    """The draft of this number to go on with, if it is of this act and the desk may read it; a colleague's has no numbers.

    An own one that opens a dossier has from now on a key under which that can be done.
    """
    execute(RENEW, {"id": number, "person": desk.person})
    row = first(ONE, {**begun.of(desk), **_reader(desk), "id": number})
    return _draft(row, subjects.shown if row["own"] else _left_out) if row else None


def discard(desk: Desk, number: int) -> bool:
    """Drop a draft of one's own; whether there was one."""
    own = {"id": number, "person": desk.person}
    return first("DELETE FROM office_draft WHERE id = %(id)s AND person_id = %(person)s RETURNING id", own) is not None


def sweep(at: datetime) -> None:
    """Drop what nobody has touched for ninety days."""
    execute("DELETE FROM office_draft WHERE updated_at < %s", [at - KEPT])


def _row(desk: Desk, begun: Begun, filled: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {**begun.of(desk), "filled": json.dumps(_told(filled, subjects.hidden), ensure_ascii=False), "at": at}


def _reader(desk: Desk) -> dict[str, Any]:
    return {"department": desk.department, "person": desk.person, "handles": desk.handles}


def _draft(row: Mapping[str, Any], number: Callable[[str, str], str]) -> Draft:
    return Draft(**{**row, "filled": _told(row["filled"], number)})


def _left_out(_name: str, _number: str) -> str:
    """What lists and copies tell of a number: it comes back to whoever typed it alone."""
    return ""


def _told(filled: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    """The same answers, with the numbers of a person or firm hidden or shown again."""
    return {name: _numbers(value, number) if isinstance(value, Mapping) else value for name, value in filled.items()}


def _numbers(value: Mapping[str, Any], number: Callable[[str, str], str]) -> dict[str, Any]:
    return {k: number(k, v) if k in subjects.NUMBERS and isinstance(v, str) and v else v for k, v in value.items()}
