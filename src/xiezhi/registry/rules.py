"""The packs and calendars in force, read once in a process and then by their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from xiezhi.kernel import Calendar, Rules, Year, load
from xiezhi.procedures import PROCEDURES

from .models import CalendarVersion, PackVersion
from .statements import fetch, first

# By hand, as every page asks it.
NUMBERS = """
SELECT p.id AS pack, (SELECT max(c.id) FROM registry_calendarversion c) AS calendar FROM registry_packversion p
 WHERE p.in_force_from <= %(day)s AND (p.until IS NULL OR p.until > %(day)s)
 ORDER BY p.in_force_from DESC, p.revision DESC LIMIT 1
"""

NAMED = """
SELECT p.id AS pack, (SELECT max(c.id) FROM registry_calendarversion c) AS calendar FROM registry_packversion p
 WHERE p.key = %(key)s ORDER BY p.revision DESC LIMIT 1
"""


@dataclass(frozen=True)
class InForce:
    """Rules with what the log calls them."""

    rules: Rules
    pack: str
    calendar: str

    @property
    def sealed(self) -> dict[str, str]:
        return {"pack": self.pack, "calendar": self.calendar}


@lru_cache(maxsize=8)
def in_force(pack: int, calendar: int) -> InForce:
    """The pack of this number with the calendar of this number. Both are immutable, so they are kept."""
    version = PackVersion.objects.get(pk=pack)
    days = CalendarVersion.objects.get(pk=calendar)
    rules = load(version.text, _calendar(days), PROCEDURES.values())
    return InForce(rules, f"{version.key}#{version.revision} {version.digest}", f"{days.version} {days.digest}")


def current(day: date) -> InForce:
    """What is in force on this day, for whoever asks outside a dossier."""
    return in_force(*numbers_on(day))


def find(day: date, key: str = "") -> InForce | None:
    """The newest revision of the pack of this key; without one, what is in force on this day. None: there is none."""
    row = first(NAMED if key else NUMBERS, {"day": day, "key": key})
    return in_force(row["pack"], row["calendar"]) if row else None


def numbers_on(day: date) -> tuple[int, int]:
    """The numbers of the pack for a dossier opened on this day, and of the calendar that all reckon with now."""
    row = fetch(NUMBERS, {"day": day})[0]
    return row["pack"], row["calendar"]


def pack_on(day: date) -> int:
    """The pack for a dossier that is opened on this day: the newest revision then in force."""
    return numbers_on(day)[0]


def _calendar(version: CalendarVersion) -> Calendar:
    return Calendar([_year(year) for year in version.years], version.version)


def _year(row: Mapping[str, Any]) -> Year:
    return Year(
        row["year"], _days(row["off"]), _days(row["worked"]), row["published"], row.get("notice", ""),
        _days(row.get("longest", {})),
    )  # fmt: skip


def _days(named: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in named.items()}
