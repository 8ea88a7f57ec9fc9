"""Putting packs and calendars in force: each version once, by its digest, told in the journal."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from xiezhi.kernel import Calendar, Year, load, wording
from xiezhi.procedures import PROCEDURES

from . import journal
from .calendar_seed import seed_years
from .models import CalendarVersion, PackVersion


@transaction.atomic
def put_in_force(at: datetime) -> None:
    """The shipped calendar and packs, as far as they are not in force yet."""
    journal.lock()
    years = seed_years()
    put_calendar(years, note="随产品提供；各年通知文号未经核对", at=at)
    for path in sorted(Path(settings.PACKS_DIR).glob("*.toml")):
        put_pack(path.read_text(encoding="utf-8"), Calendar(years), at=at)


def put_calendar(years: Iterable[Year], *, note: str, at: datetime) -> CalendarVersion:
    """A calendar for all processes from now on; the one that is there, if it says the same."""
    rows = [_plain(year) for year in years]
    digest = _digest(wording({"years": rows}))
    found = CalendarVersion.objects.filter(digest=digest).first()
    if found:
        return found
    version = f"{at:%Y-%m-%d}.{CalendarVersion.objects.count() + 1}"
    row = CalendarVersion.objects.create(version=version, digest=digest, years=rows, note=note, entered_at=at)
    journal.write("calendar-entered", by=None, at=at, version=version, digest=digest)
    return row


def put_pack(text: str, calendar: Calendar, *, at: datetime) -> PackVersion:
    """A pack in force from its own date. Raises Faulty where it cannot be used."""
    heading = load(text, calendar, PROCEDURES.values()).pack.pack
    found = PackVersion.objects.filter(key=heading.key, revision=heading.revision).first()
    if found:
        return found
    row = PackVersion.objects.create(
        key=heading.key, revision=heading.revision, digest=_digest(text), text=text,
        in_force_from=heading.in_force_from, until=heading.in_force_until,
    )  # fmt: skip
    journal.write("pack-in-force", by=None, at=at, pack=row.key, revision=row.revision, digest=row.digest)
    return row


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(year: Year) -> dict[str, Any]:
    named = {"off": year.off, "worked": year.worked, "longest": year.longest}
    days = {name: {day.isoformat(): title for day, title in sorted(kept.items())} for name, kept in named.items()}
    return {"year": year.year, "published": year.published, "notice": year.notice, **days}
