"""Which mandates a person has at a moment: the only source of what anybody may do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .models import Mandate, User
from .people import APART
from .statements import fetch

HELD = """
SELECT m.id AS mandate, m.department_id AS department, m.role, coalesce(n.name, '') AS unit
  FROM registry_mandate m JOIN registry_user u ON u.id = m.user_id LEFT JOIN registry_unit n ON n.id = m.unit_id
 WHERE m.user_id = %(person)s AND u.is_active AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)
 ORDER BY m.since, m.id
"""


@dataclass(frozen=True)
class Held:
    """A mandate in force: a role in a department, perhaps in one unit of it."""

    mandate: int
    department: str  # its key, by which the rules know it
    role: str
    unit: str = ""


def mandates_of(user: User, at: datetime) -> tuple[Held, ...]:
    """What this person may act as at this moment, oldest mandate first; nothing for a closed account. One query."""
    return held_by(user.pk, at)


def held_by(person: int, at: datetime) -> tuple[Held, ...]:
    """The same by the person's number. By hand, as every page and every call asks it."""
    return tuple(Held(**row) for row in fetch(HELD, {"person": person, "at": at}))


def casework(held: Iterable[Held]) -> Mapping[str, tuple[str, ...]]:
    """The departments whose cases these mandates open, each with the roles held there.

    Not for whoever runs the system or checks it: their mandate says where they belong, and opens no case.
    """
    roles: dict[str, tuple[str, ...]] = {}
    for one in held:
        if one.role not in APART:
            roles[one.department] = (*roles.get(one.department, ()), one.role)
    return roles


def held_fast(username: str, department: str, role: str, at: datetime) -> User | None:
    """The person, if they hold this role there at this moment; None if not.

    Whoever would end the mandate waits until the transaction is over.
    """
    rows = Mandate.objects.in_force(at).filter(department=department, role=role, user__is_active=True)
    held = rows.select_for_update(of=("self",), no_key=True).filter(user__username=username).order_by("pk").first()
    return held.user if held else None
