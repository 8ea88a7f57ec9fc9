"""New dossiers: opened by their first act, or as a child that another act proposes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from xiezhi.kernel import NEW, Dossier, Link, NoSuchAct, Procedure, Refusal, day_of, present, say
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.catalogue import HOLDINGS, holdings
from xiezhi.registry.rules import InForce, in_force, numbers_on, pack_on

from .db import fetch, first
from .dossiers import MANDATES, RECEIPT, Kept, Mandated, items, load, lock
from .grams import grams
from .requests import Absent, Request

WHO = f"SELECT {MANDATES}, {RECEIPT}, {HOLDINGS.format(keys='%(items)s::text[]')}"

OPEN = """
WITH matter AS (INSERT INTO office_matter (opened_at) SELECT %(at)s WHERE %(matter)s::bigint IS NULL RETURNING id)
INSERT INTO office_dossier (matter_id, procedure, version, pack_id, state, revision, seal, title, facts, subject_id,
                            urgent, opened_at, touched_at, seated)
SELECT coalesce(%(matter)s::bigint, (SELECT id FROM matter)), %(procedure)s, %(version)s, %(pack)s, 'new', 0, '', '', '{}',
       %(subject)s::bigint, false, %(at)s, %(at)s, '{}'
RETURNING id, matter_id
"""

# Only who has a part in a dossier says that another is about the same violation: by what is then refused one learns of it.
ABOUT = """
SELECT d.matter_id AS matter, d.subject_id AS subject FROM office_dossier d
 WHERE d.id = %(about)s AND EXISTS (SELECT 1 FROM office_desk k
   WHERE k.dossier_id = d.id AND NOT k.oversees AND k.until IS NULL AND k.department_id = ANY(%(departments)s))
"""

CHILD = """
WITH child AS (
  INSERT INTO office_dossier (matter_id, parent_id, procedure, version, pack_id, state, revision, seal, title, facts,
                              subject_id, urgent, opened_at, touched_at, words, seated)
  VALUES (%(matter)s, %(parent)s, %(procedure)s, %(version)s, %(pack)s, 'new', 0, '', %(title)s::text, %(facts)s,
          %(subject)s, false, %(at)s, %(at)s, array_to_tsvector(%(words)s::text[]),
          %(desks)s::varchar[])
  RETURNING id),
seen AS (
  INSERT INTO office_desk (dossier_id, department_id, oversees, procedure, state, held, urgent)
  SELECT id, department, false, %(procedure)s, 'new', false, false FROM child, unnest(%(desks)s::text[]) AS department)
SELECT id FROM child
"""

DISCARD = """
WITH unbegun AS (
  SELECT id FROM office_dossier WHERE parent_id = %(parent)s AND procedure = %(procedure)s AND revision = 0),
desks AS (DELETE FROM office_desk WHERE dossier_id IN (SELECT id FROM unbegun)),
drafts AS (DELETE FROM office_draft WHERE dossier_id IN (SELECT id FROM unbegun)),
readings AS (DELETE FROM office_reading WHERE dossier_id IN (SELECT id FROM unbegun))
DELETE FROM office_dossier WHERE id IN (SELECT id FROM unbegun) RETURNING id
"""


def opened(request: Request) -> Kept:
    """An empty dossier for the first act, in a matter of its own or in that of another; or an earlier receipt.

    Raises Absent where the other is none that the person's department has to do with.
    """
    procedure = PROCEDURES.get(request.procedure)
    if procedure is None or not procedure.offered:
        raise NoSuchAct(Refusal("no-such-procedure", say("没有这种协作：{key}", key=request.procedure)))
    who = _who(request)
    receipt = tuple(who["receipt"]) if who["receipt"] else None
    pack, calendar = numbers_on(day_of(request.at))
    given = {"at": request.at, "procedure": procedure.key, "version": procedure.version, "pack": pack}
    mandates = tuple(Mandated(id=i, department=d, role=r) for i, d, r in who["mandates"] or [])
    if request.about and not receipt:
        return _beside(request, mandates, given)
    row = {"id": 0, "matter_id": 0} if receipt else fetch(OPEN, given | {"matter": None, "subject": None})[0]
    return Kept(
        id=row["id"], matter=row["matter_id"], procedure=procedure, dossier=Dossier(procedure.key), revision=0, seal="",
        pack=pack, calendar=calendar, title="", urgent=False, subject_id=None, stored={},
        desks=frozenset(), receipt=receipt, catalogue=holdings(who["holdings"]), mandates=mandates,
    )  # fmt: skip


def _beside(request: Request, mandates: Sequence[Mandated], given: Mapping[str, Any]) -> Kept:
    """In the matter of the dossier that the request names: what was done there counts here as well."""
    number = cast(int, request.about)
    lock(number)
    departments = [m.department for m in mandates if request.department in ("", m.department)]
    matter = first(ABOUT, {"about": number, "departments": departments})
    if matter is None:
        raise Absent
    row = fetch(OPEN, {**given, **matter})[0]
    kept = load(row["id"], person=request.person, at=request.at, filled=request.filled)
    return cast(Kept, kept)  # it has just been written


def _who(request: Request) -> dict[str, Any]:
    """As what the person may act, what was answered to the same request before, and what the catalogue says."""
    asked = {"person": request.person, "at": request.at, "key": request.receipt}
    return fetch(WHO, {**asked, "day": day_of(request.at), "items": items(request.filled)})[0]


def child(parent: Kept, procedure: str, carried: Mapping[str, Any], at: datetime) -> Kept:
    """Propose a dossier of another procedure in the same matter, seen by those who may begin it; the parent with it."""
    declared, pack = PROCEDURES[procedure], pack_on(day_of(at))
    given = {
        "matter": parent.matter, "parent": parent.id, "procedure": procedure, "version": declared.version,
        "pack": pack, "title": parent.title, "words": sorted(grams(parent.title)), "subject": parent.subject_id, "at": at,
        "facts": json.dumps({name: parent.stored[name] for name in carried}, ensure_ascii=False),
        "desks": sorted(_may_begin(declared, parent, in_force(pack, parent.calendar))),
    }  # fmt: skip
    number = fetch(CHILD, given)[0]["id"]
    return _with(parent, {**_links(parent), number: Link(procedure, NEW.name, open=True, facts=carried)})


def _may_begin(declared: Procedure, parent: Kept, force: InForce) -> set[str]:
    """The parties of the parent for whom the first act of the child is open."""
    appointments = force.rules.pack.appointments
    sides, parties = parent.procedure.sides, parent.dossier.parties
    there = {department for name in parties for department in present(sides[name], parties)}
    opening = [role.side for act in declared.acts if NEW in act.at for role in act.roles]
    return {d for side in opening for d in there if not side.appointed or d in appointments[side.appointed]}


def discard(parent: Kept, procedure: str) -> Kept:
    """Take back the proposals of this procedure that nobody has begun: nothing was done in them. The parent without."""
    gone = {row["id"] for row in fetch(DISCARD, {"parent": parent.id, "procedure": procedure})}
    return _with(parent, {number: link for number, link in _links(parent).items() if number not in gone})


def _links(kept: Kept) -> dict[int, Link]:
    return dict(zip(kept.siblings, kept.dossier.matter, strict=True))


def _with(kept: Kept, links: Mapping[int, Link]) -> Kept:
    return replace(kept, siblings=tuple(links), dossier=replace(kept.dossier, matter=tuple(links.values())))
