"""A dossier read from its tables, as the rules see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xiezhi.kernel import (
    Actor,
    Clause,
    Dossier,
    Entry,
    Extended,
    Holding,
    Link,
    Obligation,
    Pause,
    Procedure,
    Reckoning,
    Term,
    day_of,
)
from xiezhi.lexicon.forms import MARK, Subject
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.catalogue import HOLDINGS, holdings
from xiezhi.registry.people import APART

from . import facts
from .db import execute, first

LOCK = "SELECT 1 FROM office_matter WHERE id = (SELECT matter_id FROM office_dossier WHERE id = %s) FOR UPDATE"

# Which mandates a person holds at a moment: none for a closed account, and none by which one does no case work.
MANDATES = f"""
  (SELECT jsonb_agg(jsonb_build_array(m.id, m.department_id, m.role) ORDER BY m.id)
     FROM registry_mandate m JOIN registry_user u ON u.id = m.user_id
    WHERE m.user_id = %(person)s AND u.is_active AND m.role NOT IN ({", ".join(f"'{role.value}'" for role in APART)})
      AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)) AS mandates
"""

RECEIPT = """
  (SELECT jsonb_build_array(r.asked, r.dossier_id, r.entry) FROM office_receipt r
    WHERE r.person_id = %(person)s AND r.key = %(key)s) AS receipt
"""

LOAD = f"""
SELECT d.id, d.matter_id, d.procedure, d.state, d.revision, d.seal, d.facts, d.pack_id, d.title, d.urgent,
       d.opened_by_id AS opened_by, d.subject_id, s.kind, s.name, s.address, s.representative,
       s.code_encrypted IS NOT NULL AS has_code, s.phone_encrypted IS NOT NULL AS has_phone,
  (SELECT jsonb_agg(jsonb_build_array(p.side, p.department_id) ORDER BY p.side, p.n)
     FROM office_party p WHERE p.dossier_id = d.id) AS parties,
  (SELECT jsonb_agg(to_jsonb(o) ORDER BY o.id)
     FROM office_obligation o WHERE o.dossier_id = d.id AND o.fate IS NULL) AS obligations,
  (SELECT jsonb_agg(jsonb_build_array(e.act, e.department_id, e.at, e.person_id, e.filled) ORDER BY e.number)
     FROM office_entry e WHERE e.dossier_id = d.id) AS entries,
  (SELECT jsonb_agg(jsonb_build_object('id', k.id, 'procedure', k.procedure, 'state', k.state, 'facts', k.facts,
            'open', k.closed_at IS NULL, 'entries',
            (SELECT jsonb_agg(jsonb_build_array(e.act, e.department_id, e.at, e.person_id, e.filled) ORDER BY e.number)
               FROM office_entry e WHERE e.dossier_id = k.id)) ORDER BY k.id)
     FROM office_dossier k WHERE k.matter_id = d.matter_id AND k.id <> d.id) AS matter,
  (SELECT jsonb_object_agg(v.department_id, jsonb_build_array(v.oversees, v.until))
     FROM office_desk v WHERE v.dossier_id = d.id) AS desks,
  (SELECT max(c.id) FROM registry_calendarversion c) AS calendar, {MANDATES}, {RECEIPT},
  {HOLDINGS.format(keys="%(items)s::text[] || (d.facts ->> 'item')")}
FROM office_dossier d LEFT JOIN registry_subject s ON s.id = d.subject_id
WHERE d.id = %(dossier)s
"""


@dataclass(frozen=True, kw_only=True)
class Mandated:
    """A mandate that the acting person holds now."""

    id: int
    department: str
    role: str


@dataclass(frozen=True)
class Seat:
    """As what a department sees the dossier, and up to which entry; None: all."""

    oversees: bool
    until: int | None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A dossier under its lock: the value that the rules see, and what its row says besides."""

    id: int
    matter: int
    procedure: Procedure
    dossier: Dossier
    revision: int
    seal: str
    pack: int
    calendar: int
    title: str
    urgent: bool
    subject_id: int | None
    stored: Mapping[str, Any]
    desks: frozenset[str]  # the departments that have one and have not left it
    siblings: tuple[int, ...] = ()
    mandates: tuple[Mandated, ...] = ()
    receipt: tuple[str, int, int] | None = None
    catalogue: Mapping[str, Holding] = field(default_factory=dict)  # of the items that are spoken of
    seats: Mapping[str, Seat] = field(default_factory=dict)  # of all who have a desk
    items: Mapping[str, str] = field(default_factory=dict)  # what those of the catalogue are called

    def actors(self, person: str) -> list[Actor]:
        """The person as each department's that they may act for here, with all roles held in it."""
        held: dict[str, list[str]] = {}
        for mandate in self.mandates:
            held.setdefault(mandate.department, []).append(mandate.role)
        return [Actor(department, tuple(roles), person) for department, roles in held.items()]


def lock(dossier: int) -> None:
    """Take the lock of the dossier's matter: every act on any of its dossiers waits here."""
    execute(LOCK, [dossier])


def load(
    dossier: int,
    *,
    person: int | None,
    at: datetime,
    receipt: str | None = None,
    filled: Mapping[str, Any] | None = None,
) -> Kept | None:
    """The dossier as it stands, in one statement. None: there is none of this number."""
    asked = {"dossier": dossier, "person": person, "at": at, "key": receipt}
    row = first(LOAD, {**asked, "day": day_of(at), "items": items(filled or {})})
    return _kept(row) if row else None


def _kept(row: Mapping[str, Any]) -> Kept:
    procedure = PROCEDURES[row["procedure"]]
    obligations = row["obligations"] or []
    links = row["matter"] or []
    seats = {department: Seat(*seat) for department, seat in (row["desks"] or {}).items()}
    dossier = Dossier(
        procedure=procedure.key,
        state=row["state"],
        opened_by=row["opened_by"] or "",
        parties=_parties(row["parties"] or []),
        facts=facts.typed(procedure, row["facts"], _subject(row)),
        obligations=tuple(obligation(o) for o in obligations),
        entries=_entries(row["entries"], procedure),
        matter=tuple(_link(link) for link in links),
    )
    return Kept(
        id=row["id"], matter=row["matter_id"], procedure=procedure, dossier=dossier, revision=row["revision"],
        seal=row["seal"], pack=row["pack_id"], calendar=row["calendar"], title=row["title"], urgent=row["urgent"], stored=row["facts"],
        subject_id=row["subject_id"], seats=seats, desks=frozenset(d for d, seat in seats.items() if seat.until is None),
        siblings=tuple(link["id"] for link in links),
        mandates=tuple(Mandated(id=i, department=d, role=r) for i, d, r in row["mandates"] or []),
        receipt=tuple(row["receipt"]) if row["receipt"] else None, catalogue=holdings(row["holdings"]),
        items={key: name for key, (*_, name) in (row["holdings"] or {}).items()},
    )  # fmt: skip


def items(filled: Mapping[str, Any]) -> list[str]:
    """The item of the catalogue that a form names, before the form is known to be right."""
    item = filled.get("item")
    return [item] if isinstance(item, str) and item.isprintable() else []


def _subject(row: Mapping[str, Any]) -> Subject | None:
    """The person or firm, with a mark where a number is kept: the rules need no more."""
    if row["subject_id"] is None:
        return None
    return Subject(
        kind=row["kind"], name=row["name"], address=row["address"] or None,
        representative=row["representative"] or None,
        code=MARK if row["has_code"] else None, phone=MARK if row["has_phone"] else None,
    )  # fmt: skip


def _parties(rows: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    parties: dict[str, tuple[str, ...]] = {}
    for side, department in rows:
        parties[side] = (*parties.get(side, ()), department)
    return parties


def _entries(rows: Sequence[Sequence[Any]] | None, procedure: Procedure) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            act,
            department or "",
            datetime.fromisoformat(at),
            facts.typed(procedure, filled or {}, None),
            str(person or ""),
        )
        for act, department, at, person, filled in rows or []
    )


def _link(row: Mapping[str, Any]) -> Link:
    procedure = PROCEDURES[row["procedure"]]
    known = facts.typed(procedure, row["facts"], None)
    return Link(row["procedure"], row["state"], row["open"], known, _entries(row["entries"], procedure))


def obligation(row: Mapping[str, Any]) -> Obligation:
    """A row of the table, as JSON, as the rules see it."""
    start = datetime.fromisoformat(row["start"])
    due, extended = row["due"], row["extended"]
    return Obligation(
        duty=row["duty"], title=row["title"], owed_by=row["owed_by_id"], owed_to=tuple(row["owed_to"]), row=row["row"],
        right=row["right"], scored=row["scored"], source=row["source"],
        term=Term.parse(row["term"]) if row["term"] else None,
        start=day_of(start) if row["start_is_day"] else start,
        clauses=tuple(Clause(law, article, date.fromisoformat(as_of)) for law, article, as_of in row["clauses"]),
        pauses=tuple(Pause(g, datetime.fromisoformat(a), b and datetime.fromisoformat(b)) for g, a, b in row["pauses"]),
        extended=Extended(date.fromisoformat(extended[0]), datetime.fromisoformat(extended[1])) if extended else None,
        reckoned=Reckoning(
            due and datetime.fromisoformat(due), _day(row["due_date"]), row["provisional"],
            _day(row["earliest"]), _day(row["latest"]),
        ),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
