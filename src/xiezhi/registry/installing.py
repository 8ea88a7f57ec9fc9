"""Putting packs and calendars in force: each version once, by its digest, told in the journal."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from xiezhi.kernel import Calendar, Faulty, Rules, Year, load, wording
from xiezhi.procedures import PROCEDURES

from . import journal
from .calendar_seed import seed_years
from .models import CalendarVersion, PackVersion


@transaction.atomic
def put_in_force(at: datetime) -> None:
    """The shipped calendar and packs, as far as they are not in force yet: what is, stays as it was put in force."""
    journal.lock()
    years = seed_years()
    put_calendar(years, note="随产品提供；各年通知文号未经核对", at=at)
    calendar = Calendar(years)
    for path in sorted(Path(settings.PACKS_DIR).glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        if _in_force(load(text, calendar, file=path.name)) is None:
            put_pack(text, calendar, at=at, file=path.name)


@transaction.atomic
def put_calendar(years: Iterable[Year], *, note: str, at: datetime) -> CalendarVersion:
    """A calendar for all processes from now on; the one that is there, if it says the same."""
    rows = [_plain(year) for year in years]
    digest = _digest(wording({"years": rows}))
    journal.lock()
    found = CalendarVersion.objects.filter(digest=digest).first()
    if found:
        return found
    version = f"{at:%Y-%m-%d}.{CalendarVersion.objects.count() + 1}"
    row = CalendarVersion.objects.create(version=version, digest=digest, years=rows, note=note, entered_at=at)
    journal.write("calendar-entered", by=None, at=at, version=version, digest=digest)
    return row


@transaction.atomic
def put_pack(text: str, calendar: Calendar, *, at: datetime, file: str = "pack") -> PackVersion:
    """A pack in force from its own date; the one that is there, if it says the same.

    Raises Faulty where it cannot be used, and where it would change what is in force: that is a revision of its own.
    """
    rules = load(text, calendar, PROCEDURES.values(), file=file)
    heading = rules.pack.pack
    journal.lock()
    found = _in_force(rules)
    if found and found.digest != _digest(text):
        raise Faulty(f"{file}: {heading.key} 第{heading.revision}次修订已经施行，不能改动；改动的请另编修订号 revision")
    if found:
        return found
    row = PackVersion.objects.create(
        key=heading.key, revision=heading.revision, digest=_digest(text), text=text,
        in_force_from=heading.in_force_from, until=heading.in_force_until,
    )  # fmt: skip
    journal.write("pack-in-force", by=None, at=at, pack=row.key, revision=row.revision, digest=row.digest)
    return row


def _in_force(rules: Rules) -> PackVersion | None:
    heading = rules.pack.pack
    return PackVersion.objects.filter(key=heading.key, revision=heading.revision).first()


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(year: Year) -> dict[str, Any]:
    named = {"off": year.off, "worked": year.worked, "longest": year.longest}
    days = {name: {day.isoformat(): title for day, title in sorted(kept.items())} for name, kept in named.items()}
    return {"year": year.year, "published": year.published, "notice": year.notice, **days}
