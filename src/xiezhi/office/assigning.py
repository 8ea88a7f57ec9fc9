"""Who handles a dossier inside a department: taken from a person whose mandate has ended, given to one whose runs.

It is no act of the procedure: it concerns one department, and neither moves the case nor is the other side's business.
So it is told in the register's journal, as what it is about: the dossier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xiezhi.kernel import NotEntitled, Refusal, Refused, say
from xiezhi.registry import directory, journal, people
from xiezhi.registry.authority import held_fast, mandates_of
from xiezhi.registry.models import Mandate, User
from xiezhi.registry.people import Role

from .db import execute, fetch, first
from .dossiers import lock
from .queries import Desk
from .requests import Absent

GIVERS = (Role.LIAISON, Role.HEAD, Role.CHIEF)
GIVEN, TAKEN = "dossier-assigned", "dossier-unassigned"  # what the journal calls it

IN_FORCE = """
EXISTS (SELECT 1 FROM registry_mandate m WHERE m.user_id = u.id AND m.department_id = k.department_id
          AND m.role = 'handler' AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s) AND u.is_active)
"""

SEAT = f"""
SELECT coalesce(u.username, '') AS username, coalesce(u.name, '') AS name,
       k.closed_at IS NULL AND k.until IS NULL AND NOT k.oversees AS open
  FROM office_desk k LEFT JOIN registry_user u ON u.id = k.handler_id AND (k.closed_at IS NOT NULL OR {IN_FORCE})
 WHERE k.dossier_id = %(dossier)s AND k.department_id = %(department)s
"""

GIVE = """
UPDATE office_desk SET handler_id = %(person)s WHERE dossier_id = %(dossier)s AND department_id = %(department)s
"""

LEFT_BEHIND = f"""
SELECT DISTINCT k.dossier_id AS dossier
  FROM (SELECT m.user_id, m.department_id FROM registry_mandate m WHERE m.role = 'handler' AND m.until <= %(at)s
         UNION
        SELECT m.user_id, m.department_id FROM registry_mandate m JOIN registry_user g ON g.id = m.user_id
         WHERE m.role = 'handler' AND NOT g.is_active) AS gone
  JOIN registry_user u ON u.id = gone.user_id
  JOIN office_desk k ON k.handler_id = u.id AND k.department_id = gone.department_id AND k.closed_at IS NULL
 WHERE NOT {IN_FORCE}
 ORDER BY k.dossier_id
"""

TAKE = f"""
UPDATE office_desk k SET handler_id = NULL FROM registry_user u
 WHERE u.id = k.handler_id AND k.dossier_id = %(dossier)s AND k.closed_at IS NULL AND NOT {IN_FORCE}
RETURNING k.department_id AS department, u.username
"""


@dataclass(frozen=True)
class Seat:
    """A department's place in a dossier: who handles it there (empty: nobody), and whether that can still change."""

    username: str
    name: str
    open: bool


@dataclass(frozen=True)
class Change:
    """Who was given a dossier (empty: it was taken), by whom (empty: the system), when."""

    to: str
    by: str
    at: datetime


def seat(dossier: int, department: str, at: datetime) -> Seat | None:
    """Who handles the dossier in this department now. None: the department has nothing to do with it."""
    row = first(SEAT, {"dossier": dossier, "department": department, "at": at})
    return Seat(**row) if row else None


def may_assign(desk: Desk) -> bool:
    """Whether this person gives out the department's cases."""
    return any(role in desk.roles for role in GIVERS)


def changes(dossier: int, department: str) -> list[Change]:
    """How the dossier went from hand to hand inside a department, oldest first, as the journal tells it."""
    assigned = journal.told_of(_about(dossier), GIVEN, TAKEN)
    told = [one for one in assigned if one.facts.get("department") == department]
    named = directory.names(str(one.facts["handler"]) for one in told)
    return [Change(named[one.facts["handler"]] if one.what == GIVEN else "", one.by, one.at) for one in told]


@transaction.atomic
def assign(desk: Desk, dossier: int, username: str, at: datetime, *, seen: str | None = None) -> None:
    """Give the dossier to a handler of one's department; to whoever has it already, nothing is done or told.

    `seen` is the user name that the person was shown (empty: nobody), if they were shown one. Raises Absent,
    NotEntitled and Refused; nothing has changed then.
    """
    lock(dossier)
    now = seat(dossier, desk.department, at)
    if now is None:
        raise Absent
    giver = User.objects.get(pk=desk.person)
    _entitled(giver, desk.department, at)
    if not now.open:
        raise _refused("assign-closed", "这件事已不在本单位办理，不能再分派")
    if now.username == username:
        return
    if seen is not None and seen != now.username:
        raise _refused(
            "assigned-meanwhile", "别人刚刚分派过，现由{name}承办；要改派的请再选一次", name=now.name or "无人"
        )
    taker = held_fast(username, desk.department, Role.HANDLER, at)
    if taker is None:
        raise _refused("no-handler", "只能分派给本单位现任的承办人，请另选一人")
    journal.write(
        GIVEN, _about(dossier), by=giver, at=at, department=desk.department, handler=username, before=now.username
    )
    execute(GIVE, {"dossier": dossier, "department": desk.department, "person": taker.pk})


def end_mandate(mandate: Mandate, *, at: datetime, by: User, reason: str) -> tuple[Mandate, ...]:
    """End a mandate as the register does, and take from its holders what they had in hand by it.

    The dossiers follow one by one when the mandate has ended; should that break off, the next `unassign` goes on.
    """
    ended = people.end_mandate(mandate, at=at, by=by, reason=reason)
    unassign(at)
    return ended


def unassign(at: datetime) -> Sequence[int]:
    """Take every open dossier from whoever may no longer handle it; which ones."""
    return [dossier for dossier in left_behind(at) if take_back(dossier, at)]


def left_behind(at: datetime) -> Sequence[int]:
    """The open dossiers that somebody still has in hand who may no longer handle them.

    Also by mandates that ran out by their own date: so the worker asks from time to time.
    """
    return [row["dossier"] for row in fetch(LEFT_BEHIND, {"at": at})]


@transaction.atomic
def take_back(dossier: int, at: datetime) -> bool:
    """Make the dossier unassigned where its handler's mandate has ended, under its matter's lock as any act.

    False where there is nothing to take: it was given to another, or closed, in the meantime. A closed dossier keeps
    the name of who handled it.
    """
    lock(dossier)
    taken = fetch(TAKE, {"dossier": dossier, "at": at})
    for row in taken:
        journal.write(TAKEN, _about(dossier), by=None, at=at, department=row["department"], handler=row["username"])
    return bool(taken)


def _entitled(giver: User, department: str, at: datetime) -> None:
    if not any(held.department == department and held.role in GIVERS for held in mandates_of(giver, at)):
        raise NotEntitled(Refusal("not-entitled", say("分派承办人由本单位的负责人或者联络员办理")))


def _refused(name: str, text: str, /, **given: object) -> Refused:
    return Refused(Refusal(name, say(text, **given)))


def _about(dossier: int) -> str:
    return f"dossier/{dossier}"
