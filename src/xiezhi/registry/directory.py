"""Who is called what: the names that pages and letters show in place of keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .models import Department, Mandate, Mandates, User
from .statements import fetch

Role = Mandate.Role

# By hand, as every page asks it.
BODIES = "SELECT key, name, short_name AS short, kind FROM registry_department ORDER BY kind, key"
THERE = """
SELECT key, name, short_name AS short, kind FROM registry_department
 WHERE since <= %(on)s AND (until IS NULL OR until > %(on)s) ORDER BY kind, key
"""


@dataclass(frozen=True)
class Body:
    """A department as it is shown."""

    key: str
    name: str
    short: str
    kind: str

    @property
    def outside(self) -> bool:
        """Not of the government: a court or a procuratorate."""
        return self.kind == Department.Kind.OUTSIDE

    @property
    def governs(self) -> bool:
        return self.kind == Department.Kind.GOVERNMENT

    @property
    def coordinates(self) -> bool:
        """The office of a body that deliberates and coordinates: it deals with no cases itself."""
        return self.kind == Department.Kind.OFFICE


def bodies() -> Mapping[str, Body]:
    """Every department there is or was, by key: a closed dossier still names the one that is gone."""
    return {row["key"]: Body(**row) for row in fetch(BODIES, [])}


def taking_part(on: date) -> list[Body]:
    """The departments that exist on this day, as one chooses among them."""
    return [Body(**row) for row in fetch(THERE, {"on": on})]


def officers(department: str, at: datetime) -> list[tuple[str, str]]:
    """Name and certificate number of those who enforce for a department now."""
    named = _holding(department, (Role.HANDLER,), at).exclude(user__certificate="").order_by("user__name").distinct()
    return list(named.values_list("user__name", "user__certificate"))


def handlers(department: str, at: datetime) -> list[tuple[str, str]]:
    """User name and name of those to whom a department can give its cases now."""
    rows = _holding(department, (Role.HANDLER,), at).order_by("user__name", "user__username").distinct()
    return list(rows.values_list("user__username", "user__name"))


def names(usernames: Iterable[str]) -> Mapping[str, str]:
    """What the people with these user names are called, whether or not their accounts are still in use."""
    return dict(User.objects.filter(username__in=set(usernames)).values_list("username", "name"))


def _holding(department: str, roles: tuple[str, ...], at: datetime) -> Mandates:
    return Mandate.objects.in_force(at).filter(department=department, role__in=roles, user__is_active=True)
