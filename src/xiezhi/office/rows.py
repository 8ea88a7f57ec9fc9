"""The rows of a dossier, its parties, desks, subject and receipt, as perform() leaves them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from xiezhi.kernel import Decision, Entry, accepted
from xiezhi.lexicon.forms import Subject
from xiezhi.registry import subjects
from xiezhi.registry.rules import in_force

from .db import Writing
from .dossiers import Kept
from .finding import WORDS, Issued, gained
from .requests import Request
from .sitting import seated, sitting

KEEP = f"""
  UPDATE office_dossier SET state = %(state)s, revision = %(revision)s, seal = %(seal)s, facts = %(facts)s,
         title = %(title)s, subject_id = %(subject)s, urgent = %(urgent)s, holder_id = %(holder)s,
         opened_by_id = %(opened_by)s, touched_at = %(at)s, closed_at = coalesce(closed_at, %(closed_at)s),
         words = {WORDS},
         seated = CASE WHEN %(revision)s = 1 THEN %(all)s::varchar[] WHEN seated @> %(all)s::varchar[] THEN seated
                       ELSE ARRAY(SELECT DISTINCT key FROM unnest(seated || %(all)s::varchar[]) AS key ORDER BY key) END
   WHERE id = %(dossier)s
"""

# Where the dossier stands, on every desk: the lists read it there.
STAND = """
UPDATE office_desk SET state = %(state)s, held = coalesce(department_id = %(holder)s, false), urgent = %(urgent)s,
       due = %(due)s, closed_at = coalesce(closed_at, %(closed_at)s),
       handler_id = CASE WHEN department_id = %(department)s AND %(handles)s THEN coalesce(handler_id, %(person)s)
                         ELSE handler_id END
 WHERE dossier_id = %(dossier)s AND until IS NULL
"""

# When somebody takes a place or leaves. Who has taken no part before the first act has no desk; who leaves keeps what it
# saw, the act that ended its part with it, and for it the case is over.
JOIN = """
INSERT INTO office_party (dossier_id, side, department_id, n, since)
SELECT %(dossier)s, side, department, n, %(revision)s
  FROM jsonb_to_recordset(%(parties)s) AS p(side text, department text, n int)
ON CONFLICT (dossier_id, side, n) DO NOTHING
"""
CLEAR = "DELETE FROM office_desk WHERE dossier_id = %(dossier)s AND department_id <> ALL(%(all)s)"
LEAVE = """
UPDATE office_desk SET until = %(revision)s, state = %(state)s, due = NULL, closed_at = %(at)s, held = false
 WHERE dossier_id = %(dossier)s AND until IS NULL AND department_id <> ALL(%(all)s)
"""
SEAT = """
INSERT INTO office_desk (dossier_id, department_id, oversees, procedure, state, held, urgent, due, closed_at, handler_id)
SELECT %(dossier)s, department, NOT department = ANY(%(present)s), %(procedure)s, %(state)s,
       coalesce(department = %(holder)s::text, false), %(urgent)s, %(due)s::timestamptz, %(closed_at)s::timestamptz,
       CASE WHEN department = %(department)s AND %(handles)s THEN %(person)s::bigint END
  FROM unnest(%(all)s::text[]) AS department
ON CONFLICT (dossier_id, department_id) DO UPDATE SET until = NULL, oversees = excluded.oversees, state = excluded.state,
       held = excluded.held, urgent = excluded.urgent, due = excluded.due, closed_at = excluded.closed_at,
       handler_id = coalesce(office_desk.handler_id, excluded.handler_id)
"""

RECEIPT = """
INSERT INTO office_receipt (person_id, key, asked, dossier_id, entry)
VALUES (%(person)s, %(key)s, %(asked)s, %(dossier)s, %(revision)s)
"""


@dataclass(frozen=True)
class Named:
    """The row of a person or firm, and what is sealed in its place."""

    id: int
    reference: dict[str, Any]


def keep_subject(kept: Kept, named: Subject | None, department: str, at: datetime) -> Named | None:
    """The row of whom the form names: the dossier's own while it says the same, else a new one.

    A mark in the place of a number stands for the number that is kept. None: the form names nobody.
    """
    if named is None:
        return None
    own = subjects.find(kept.subject_id) if kept.subject_id else None
    if own is None:
        row = subjects.record(named, department, at)
    elif named in kept.dossier.facts.values():
        row = own
    else:
        row = subjects.record(subjects.completed(named, own), department, at)
    return Named(row.pk, {"subject": row.pk, "digest": subjects.reference_digest(row)})


def mandate(kept: Kept, decision: Decision) -> int | None:
    """By which mandate the person acts."""
    rules = in_force(kept.pack, kept.calendar).rules
    wanted = ("handler",) if decision.recorded_by else accepted(decision.role, rules, kept.dossier.facts)
    department = decision.recorded_by or decision.department
    return next((m.id for m in kept.mandates if m.department == department and m.role in wanted), None)


def entry(decision: Decision, request: Request) -> Entry:
    """The act as the rules will see it from now on."""
    filled = {n: getattr(decision.form, n) for n in type(decision.form).model_fields}
    own = filled if decision.role.side.many else {}
    return Entry(decision.act.name, decision.department, request.at, own, str(request.person or ""))


def keep(writing: Writing, kept: Kept, decision: Decision, issued: Sequence[Issued], at: datetime) -> Kept:
    """Write the dossier, by what it is found, who sits in it, and the due moment that orders its lists."""
    final = kept.procedure.states[decision.state].final
    title, urgent, everybody = _title(kept), "urgency" in kept.dossier.facts, seated(kept)
    running = [o.reckoned.due for o in kept.dossier.running if o.reckoned.due and not o.right]
    row = {
        "dossier": kept.id, "at": at, "closed_at": at if final else None, "state": decision.state,
        "holder": decision.holder, "urgent": urgent, "revision": kept.revision, "seal": kept.seal, "title": title,
        "facts": json.dumps(kept.stored, ensure_ascii=False), "subject": kept.subject_id, "all": everybody,
        "opened_by": kept.dossier.opened_by or None,
        **gained(kept, decision, title, everybody, issued),
        "due": min(running, default=None), "department": decision.recorded_by or decision.department,
        "handles": decision.role.name == "handler", "person": int(kept.dossier.entries[-1].person or 0) or None,
    }  # fmt: skip
    writing.add("kept", KEEP, row)
    if decision.admits or kept.desks != {*everybody}:
        row |= _taking_part(kept, decision)
        writing.add("joined", JOIN, row)
        writing.add("gone", CLEAR if kept.revision == 1 else LEAVE, row)
        writing.add("seated", SEAT, row)
    else:
        writing.add("stands", STAND, row)
    return replace(kept, title=title, urgent=urgent, desks=frozenset(everybody))


def _title(kept: Kept) -> str:
    facts = kept.dossier.facts
    caption = kept.procedure.caption
    try:
        return caption.format_map({n: str(v) for n, v in facts.items()}) or kept.procedure.title
    except KeyError:  # a fact of the caption is not known yet
        return kept.procedure.title


def _taking_part(kept: Kept, decision: Decision) -> dict[str, Any]:
    """Who takes which place, and who then sits on a side."""
    parties = [
        {"side": side, "department": department, "n": n}
        for side, departments in decision.admits.items()
        for n, department in enumerate(departments)
    ]
    return {"procedure": kept.procedure.key, "parties": json.dumps(parties), "present": sorted(sitting(kept))}


def told(before: Kept, after: Kept, decision: Decision) -> list[str]:
    """The other parties, whose part ends with this act too; nobody of what is internal to one side."""
    there = set() if decision.act.internal else sitting(before) | sitting(after)
    return sorted(there - {decision.department})


def keep_receipt(writing: Writing, request: Request, kept: Kept) -> None:
    """Remember the answer to a request that carried a key."""
    if request.receipt and request.person:
        row = {
            "person": request.person, "key": request.receipt, "asked": request.digest, "dossier": kept.id,
            "revision": kept.revision,
        }  # fmt: skip
        writing.add("receipt", RECEIPT, row)
