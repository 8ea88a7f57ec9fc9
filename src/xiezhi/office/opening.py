"""New dossiers: opened by their first act, or as a child that another act proposes."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xiezhi.kernel import Dossier, NoSuchAct, Refusal, day_of, present, say
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import newest_calendar, pack_on

from .db import execute, fetch
from .dossiers import Kept, Mandated
from .requests import Request

WHO = """
SELECT (SELECT jsonb_agg(jsonb_build_array(m.id, m.department_id, m.role) ORDER BY m.id) FROM registry_mandate m
         WHERE m.user_id = %(person)s AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)) AS mandates,
       (SELECT jsonb_build_array(r.asked, r.dossier_id, r.entry) FROM office_receipt r
         WHERE r.person_id = %(person)s AND r.key = %(key)s) AS receipt
"""

OPEN = """
WITH matter AS (INSERT INTO office_matter (opened_at) VALUES (%(at)s) RETURNING id)
INSERT INTO office_dossier (matter_id, procedure, version, pack_id, state, revision, seal, title, facts, urgent,
                            opened_at, touched_at)
SELECT id, %(procedure)s, %(version)s, %(pack)s, 'new', 0, '', '', '{}', false, %(at)s, %(at)s FROM matter
RETURNING id, matter_id
"""

CHILD = """
WITH child AS (
  INSERT INTO office_dossier (matter_id, parent_id, procedure, version, pack_id, state, revision, seal, title, facts,
                              subject_id, urgent, opened_at, touched_at)
  VALUES (%(matter)s, %(parent)s, %(procedure)s, %(version)s, %(pack)s, 'new', 0, '', %(title)s, %(facts)s,
          %(subject)s, false, %(at)s, %(at)s)
  RETURNING id)
INSERT INTO office_desk (dossier_id, department_id, oversees)
SELECT id, department, false FROM child, unnest(%(desks)s::text[]) AS department
"""


def opened(request: Request) -> Kept:
    """A new matter and an empty dossier in it, for the first act; or the receipt of an earlier request."""
    procedure = PROCEDURES.get(request.procedure)
    if procedure is None or not procedure.offered:
        raise NoSuchAct(Refusal("no-such-procedure", say("没有这种协作：{key}", key=request.procedure)))
    mandates, receipt = _who(request)
    pack, calendar = pack_on(day_of(request.at)), newest_calendar()
    given = {"at": request.at, "procedure": procedure.key, "version": procedure.version, "pack": pack}
    row = {"id": 0, "matter_id": 0} if receipt else fetch(OPEN, given)[0]
    return Kept(
        id=row["id"], matter=row["matter_id"], procedure=procedure, dossier=Dossier(procedure.key), revision=0, seal="",
        pack=pack, calendar=calendar, title="", urgent=False, subject_id=None, stored={},
        desks=frozenset(), rows={}, mandates=mandates, receipt=receipt,
    )  # fmt: skip


def _who(request: Request) -> tuple[tuple[Mandated, ...], tuple[str, int, int] | None]:
    row = fetch(WHO, {"person": request.person, "at": request.at, "key": request.key or None})[0]
    held = tuple(Mandated(id=i, department=d, role=r) for i, d, r in row["mandates"] or [])
    return held, tuple(row["receipt"]) if row["receipt"] else None


def child(parent: Kept, procedure: str, carried: Mapping[str, Any], at: datetime) -> None:
    """Propose a dossier of another procedure in the same matter: seen by those who may begin it."""
    declared = PROCEDURES[procedure]
    sides = parent.procedure.sides
    parties = {d for name in parent.dossier.parties for d in present(sides[name], parent.dossier.parties)}
    given = {
        "matter": parent.matter, "parent": parent.id, "procedure": procedure, "version": declared.version,
        "pack": parent.pack, "title": parent.title, "subject": parent.subject_id, "at": at,
        "facts": json.dumps({name: parent.stored[name] for name in carried}, ensure_ascii=False),
        "desks": sorted(parties),
    }  # fmt: skip
    execute(CHILD, given)
