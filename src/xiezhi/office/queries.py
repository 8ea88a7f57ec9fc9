"""What may be read, and by whom: every page and every endpoint asks here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from xiezhi.kernel import Act, Actor, Obligation, Procedure, State, possible
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import InForce, in_force

from .db import execute, fetch, first
from .dossiers import Kept, load, obligation
from .former import as_left

MANY = 99  # counts on screens stop here
PAGE = 50

Known = TypeVar("Known")


@dataclass(frozen=True)
class Desk:
    """Whose desk one is reading at: a person, as one of the departments that they act for."""

    person: int
    department: str
    roles: tuple[str, ...]

    @property
    def actor(self) -> Actor:
        return Actor(self.department, self.roles, str(self.person))

    @property
    def handles(self) -> bool:
        """Whether it is one of the department's handlers, who read each other's drafts."""
        return "handler" in self.roles


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A line of the workbench: an obligation with the dossier that it is part of."""

    id: int
    dossier: int
    case: str
    procedure: str
    state: str
    urgent: bool
    handler: str
    obligation: Obligation
    other: str  # to whom it is owed, or by whom


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the list of dossiers."""

    id: int
    title: str
    procedure: str
    state: str
    urgent: bool
    holder: str
    opened_by: str
    handler: str
    due: datetime | None
    touched_at: datetime
    closed_at: datetime | None
    ours: bool  # the department takes part, and it is not over


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that another department has done in a dossier of one's own."""

    dossier: int
    entry: int
    case: str
    procedure: str
    act: str
    department: str
    at: datetime
    read: bool


@dataclass(frozen=True, kw_only=True)
class Piles:
    """How much waits for the department's approvers and to be signed for; the drafts and news that the person may read."""

    approve: int
    sign: int
    drafts: int
    unread: int


@dataclass(frozen=True)
class Page:
    """Some lines and the cursor after the last; empty: there are no more."""

    lines: Sequence[Any]
    after: str = ""


# First the page, in the order of an index, and only then what belongs to its rows: however many there are of a department,
# there is no other way to it. What is never due, and what stands still, comes last; who has left is not owed any more.
OWED = """
SELECT o.id, o.dossier_id AS dossier, d.title AS case, d.procedure, d.state, d.urgent, coalesce(u.name, '') AS handler,
       to_jsonb(o) AS obligation, coalesce({other}, '') AS other
  FROM (SELECT o.* FROM office_obligation o
         WHERE o.{side} = %(department)s AND o.fate IS NULL AND {where}
           AND (SELECT k.until IS NULL FROM office_desk k
                 WHERE k.dossier_id = o.dossier_id AND k.department_id = %(department)s)
         ORDER BY coalesce(o.due, 'infinity'), o.id LIMIT {limit}) AS o
  JOIN office_dossier d ON d.id = o.dossier_id
  JOIN office_desk k ON k.dossier_id = o.dossier_id AND k.department_id = %(department)s
  LEFT JOIN registry_user u ON u.id = k.handler_id
 ORDER BY coalesce(o.due, 'infinity'), o.id
"""
SIDES: Mapping[str, Mapping[str, str]] = {
    "by": {"side": "owed_by_id", "other": "o.creditor_id"},
    "to": {"side": "creditor_id", "other": "o.owed_by_id"},
}

HELD = """
SELECT count(*) FROM (
  SELECT 1 FROM unnest(%({name}_procedures)s::text[], %({name}_states)s::text[]) AS place(procedure, state), LATERAL (
    SELECT 1 FROM office_desk k
     WHERE k.department_id = %(department)s AND k.closed_at IS NULL AND k.held
       AND k.procedure = place.procedure AND k.state = place.state LIMIT 100) AS k LIMIT 100) AS found
"""
UNREAD = """
SELECT count(*) FROM (
  SELECT dossier_id, entry FROM office_message WHERE department_id = %(department)s AND at > %(since)s
   ORDER BY at DESC, id DESC LIMIT 100) AS m
  LEFT JOIN office_reading r ON r.dossier_id = m.dossier_id AND r.person_id = %(person)s
 WHERE coalesce(r.seen, 0) < m.entry
"""
LATELY = timedelta(days=30)
DRAFTS = "r.department_id = %(department)s AND (%(handles)s OR r.person_id = %(person)s)"  # those that a desk may read
PILES = f"""
SELECT ({HELD.format(name="approve")}) AS approve, ({HELD.format(name="sign")}) AS sign, ({UNREAD}) AS unread,
  (SELECT count(*) FROM (SELECT 1 FROM office_draft r WHERE {DRAFTS} LIMIT 100) AS d) AS drafts
"""

NEWS = """
SELECT m.dossier_id AS dossier, m.entry, d.title AS case, d.procedure, e.act, coalesce(e.department_id, '') AS department,
       m.at, coalesce(r.seen >= m.entry, false) AS read
  FROM (SELECT * FROM office_message WHERE department_id = %(department)s ORDER BY at DESC, id DESC LIMIT {limit}) AS m
  JOIN office_dossier d ON d.id = m.dossier_id
  JOIN office_entry e ON e.dossier_id = m.dossier_id AND e.number = m.entry
  LEFT JOIN office_reading r ON r.dossier_id = m.dossier_id AND r.person_id = %(person)s
 ORDER BY m.at DESC, m.id DESC
"""


def owed_by(desk: Desk, limit: int = PAGE) -> list[Owed]:
    """What the department owes, by due moment; what stands still comes last."""
    return owed("by", {"department": desk.department}, limit)


def owed_to(desk: Desk, limit: int = PAGE) -> list[Owed]:
    """What others owe to the department, by due moment."""
    return owed("to", {"department": desk.department}, limit)


def owed(side: str, given: Mapping[str, Any], limit: int, where: str = "true") -> list[Owed]:
    """The running obligations that are owed by or to a department, as far as the condition holds."""
    rows = fetch(OWED.format(**SIDES[side], where=where, limit=limit), given)
    return [Owed(**{**row, "obligation": obligation(row["obligation"])}) for row in rows]


def piles(desk: Desk, at: datetime) -> Piles:
    """How much waits for this desk. Every count stops at 100."""
    given = {"department": desk.department, "person": desk.person, "handles": desk.handles, "since": at - LATELY}
    for name, places in (("approve", _approving()), ("sign", _signing())):
        given |= {f"{name}_procedures": [p for p, _ in places], f"{name}_states": [s for _, s in places]}
    return Piles(**fetch(PILES, given)[0])


def approving() -> list[tuple[str, str]]:
    """The places from which only an approver takes the case on along its usual way."""
    return list(_approving())


@cache
def _approving() -> tuple[tuple[str, str], ...]:
    return tuple(
        (procedure.key, state.name)
        for procedure in PROCEDURES.values()
        for state in procedure.states.values()
        if (taking := [role for act in _onward(procedure, state) for role in act.roles if role.side == state.held_by])
        and all(role.approver for role in taking)
    )


def _onward(procedure: Procedure, state: State) -> list[Act]:
    """What takes a case from here to a later step of its usual way."""
    usual = list(procedure.usual)
    ahead = usual[usual.index(state) + 1 :] if state in usual else []
    return [act for act in _at(procedure, state) if act.to in ahead]


def signing() -> list[tuple[str, str]]:
    """The places where something sent must be signed for: a state that time alone would end."""
    return list(_signing())


@cache
def _signing() -> tuple[tuple[str, str], ...]:
    return tuple(
        (procedure.key, state.name)
        for procedure in PROCEDURES.values()
        for state in procedure.states.values()
        if any(
            role.name == "liaison" and role.side == state.held_by
            for act in _onward(procedure, state)
            for role in act.roles
        )
        and any(role.side.name == "system" for act in _at(procedure, state) for role in act.roles)
    )


def _at(procedure: Procedure, state: State) -> list[Act]:
    return [act for act in procedure.acts if state in act.at]


def news(desk: Desk, limit: int = 10) -> list[News]:
    """What others have done lately in the department's dossiers, newest first."""
    given = {"department": desk.department, "person": desk.person}
    return [News(**row) for row in fetch(NEWS.format(limit=limit), given)]


@dataclass(frozen=True)
class Open:
    """A dossier as one desk may see it, with the rules it runs under."""

    kept: Kept
    force: InForce
    desk: Desk
    oversees: bool
    until: int | None  # the last entry that this desk sees; None: all
    at: datetime
    acts: tuple[Act, ...] = field(default=())
    _read: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, read: "Callable[[Open], Known]") -> Known:
        """What this finds out about the dossier, looked up once however many parts of a page ask for it."""
        if read not in self._read:
            self._read[read] = read(self)
        known: Known = self._read[read]
        return known

    def goes_on(self, act: Act) -> bool:
        """Whether the act takes the case further on its usual way."""
        usual, here = [state.name for state in self.kept.procedure.usual], self.kept.dossier.state
        ahead = usual[usual.index(here) + 1 :] if here in usual else usual
        return act.to is not None and act.to.name in ahead


def dossier(desk: Desk, number: int, at: datetime) -> Open | None:
    """The dossier as this desk may see it: for one that has left, as it then stood. None: for this desk there is none."""
    kept = load(number, person=desk.person, at=at)
    seat = kept.seats.get(desk.department) if kept else None
    if kept is None or seat is None:
        return None
    force = in_force(kept.pack, kept.calendar)
    if seat.until is not None:
        return Open(as_left(kept, seat.until), force, desk, seat.oversees, seat.until, at)
    closed = seat.oversees or not kept.procedure.offered
    here = [] if closed else possible(kept.procedure, kept.dossier, desk.actor, force.rules)
    return Open(kept, force, desk, seat.oversees, None, at, tuple(here))


SAW = """
INSERT INTO office_reading (person_id, dossier_id, seen) VALUES (%(person)s, %(dossier)s, %(seen)s)
ON CONFLICT (person_id, dossier_id) DO UPDATE SET seen = greatest(office_reading.seen, excluded.seen)
 WHERE office_reading.seen < excluded.seen
"""


def unread(desk: Desk, at: datetime) -> int:
    """How many of the last hundred news of the last thirty days this person has not seen."""
    given = {"person": desk.person, "department": desk.department, "since": at - LATELY}
    return int(fetch(UNREAD, given)[0]["count"])


def saw(desk: Desk, dossier: int, seen: int) -> None:
    """The person has seen the dossier up to this entry."""
    execute(SAW, {"person": desk.person, "dossier": dossier, "seen": seen})


def revision(desk: Desk, dossier: int) -> int | None:
    """The newest entry of a dossier that this desk may see; None: for this desk there is none."""
    sql = """
    SELECT coalesce(max(e.number), 0) AS number FROM office_desk k LEFT JOIN office_entry e ON e.dossier_id = k.dossier_id
       AND (e.internal_to_id IS NULL OR e.internal_to_id = %(department)s) AND (k.until IS NULL OR e.number <= k.until)
     WHERE k.dossier_id = %(dossier)s AND k.department_id = %(department)s GROUP BY k.id
    """
    row = first(sql, {"dossier": dossier, "department": desk.department})
    return row["number"] if row else None


def empty() -> bool:
    """Whether nothing has been opened yet."""
    return first("SELECT 1 AS one FROM office_dossier LIMIT 1", []) is None
