"""The obligations that an act starts, ends, suspends, resumes or extends."""

import json
from datetime import datetime
from typing import Any

from xiezhi.kernel import Decision, Obligation, midnight

from .db import Writing, execute
from .dossiers import Kept

CHANGE = """
UPDATE office_obligation o SET due = c.due, due_date = c.due_date, provisional = c.provisional, earliest = c.earliest,
       latest = c.latest, pauses = c.pauses, paused_since = c.paused_since, extended = c.extended, calendar = c.calendar,
       fate = c.fate, ended_at = c.ended_at, ended_by = c.ended_by, late = c.late
  FROM jsonb_to_recordset(%(changed)s) AS c(duty text, owed_by_id text, "row" int, due timestamptz, due_date date, provisional boolean, earliest date,
       latest date, pauses jsonb, paused_since timestamptz, extended jsonb, calendar text, fate text,
       ended_at timestamptz, ended_by int, late boolean)
 WHERE o.dossier_id = %(dossier)s AND o.fate IS NULL AND o.duty = c.duty AND o.owed_by_id = c.owed_by_id
   AND o."row" IS NOT DISTINCT FROM c."row"
"""

START = """
INSERT INTO office_obligation (dossier_id, duty, title, owed_by_id, owed_to, creditor_id, "row", "right", scored, term,
       source, clauses, start, start_is_day, due, due_date, provisional, earliest, latest, pauses, paused_since,
       extended, calendar, started_by, ended_by, ended_at, fate, late)
SELECT dossier_id, duty, title, owed_by_id, owed_to, creditor_id, "row", "right", scored, term,
       source, clauses, start, start_is_day, due, due_date, provisional, earliest, latest, pauses, paused_since,
       extended, calendar, started_by, ended_by, ended_at, fate, late
  FROM jsonb_to_recordset(%(started)s) AS s(dossier_id bigint, duty text, title text, owed_by_id text, owed_to varchar[],
       creditor_id text, "row" int, "right" boolean, scored boolean, term text, source text, clauses jsonb,
       start timestamptz, start_is_day boolean, due timestamptz, due_date date, provisional boolean, earliest date,
       latest date, pauses jsonb, paused_since timestamptz, extended jsonb, calendar text, started_by int,
       ended_by int, ended_at timestamptz, fate text, late boolean)
"""


def settle(writing: Writing, kept: Kept, decision: Decision, entry: int, calendar: str) -> None:
    """Write what the decision says of obligations. What ends, ends first: the same may begin anew in one act."""
    if decision.changes:
        changed = [_key(o) | _timing(o, entry, calendar) for o in decision.changes]
        execute(CHANGE, {"dossier": kept.id, "changed": json.dumps(changed)})
    if decision.starts:
        started = [_row(o, kept.id, entry) | _timing(o, entry, calendar) for o in decision.starts]
        writing.add("started", START, {"started": json.dumps(started)})


def sealed(o: Obligation) -> dict[str, Any]:
    """What the log says of an obligation that was started or changed."""
    return {
        "duty": o.duty, "owed_by": o.owed_by, "row": o.row, "owed_to": o.owed_to, "right": o.right,
        "due": _text(o.reckoned.due), "fate": o.fate, "ended_at": _text(o.ended_at),
        "clauses": [str(clause) for clause in o.clauses],
    }  # fmt: skip


def _key(o: Obligation) -> dict[str, Any]:
    """By what a running obligation of a dossier is known."""
    return {"duty": o.duty, "owed_by_id": o.owed_by, "row": o.row}


def _row(o: Obligation, dossier: int, entry: int) -> dict[str, Any]:
    moment = isinstance(o.start, datetime)
    return _key(o) | {
        "dossier_id": dossier, "title": o.title, "owed_to": o.owed_to,
        "creditor_id": o.owed_to[0] if o.owed_to else None, "right": o.right, "scored": o.scored,
        "term": str(o.term) if o.term else None, "source": o.source, "start_is_day": not moment,
        "clauses": [[c.law, c.article, c.as_of.isoformat()] for c in o.clauses],
        "start": o.start.isoformat() if isinstance(o.start, datetime) else midnight(o.start).isoformat(),
        "started_by": entry,
    }  # fmt: skip


def _timing(o: Obligation, entry: int, calendar: str) -> dict[str, Any]:
    reckoned = o.reckoned
    since = [pause.since for pause in o.pauses if pause.until is None]
    return {
        "due": _text(reckoned.due), "due_date": _text(reckoned.due_date), "provisional": reckoned.provisional,
        "earliest": _text(reckoned.earliest), "latest": _text(reckoned.latest),
        "pauses": [[p.ground, p.since.isoformat(), _text(p.until)] for p in o.pauses],
        "paused_since": _text(min(since)) if since else None, "calendar": calendar,
        "extended": [o.extended.until.isoformat(), o.extended.at.isoformat()] if o.extended else None,
        "fate": o.fate, "ended_at": _text(o.ended_at), "ended_by": entry if o.fate else None,
        "late": bool(o.ended_at and o.overdue(o.ended_at)) and not o.right,
    }  # fmt: skip


def _text(at: Any) -> str | None:
    return at.isoformat() if at else None
