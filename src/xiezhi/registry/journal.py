"""The register's sealed journal: sign-ins, mandates, calendars, packs, tokens, readings of personal data, who handles."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from xiezhi.kernel import START, ZONE, first_broken, seal, wording

from .models import JournalEntry, User

_LOCK = 0x7869_657A_6869  # "xiezhi": one chain, so one writer at a time


def lock() -> None:
    """Be the only one who writes to the journal until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def write(what: str, about: str = "", /, *, by: User | None, at: datetime, **facts: Any) -> JournalEntry:
    """Add an entry in the transaction that makes the change it tells of. `by` is None for the system.

    `about` is the one thing by which the entry is found again: `dossier/12`. The facts are plain JSON values and
    never personal data of a subject: what is sealed is never erased.
    """
    lock()
    last = JournalEntry.objects.order_by("-number").first()
    number = last.number + 1 if last else 1
    body = wording({**_sealed(number, what, about, by.pk if by else None, at), "facts": facts})
    sealed = seal(last.seal if last else START, body, digest=settings.SEAL_DIGEST)
    return JournalEntry.objects.create(number=number, what=what, about=about, by=by, at=at, body=body, seal=sealed)


@dataclass(frozen=True)
class Told:
    """An entry as it is read: what was done, by whom (empty: the system), when, and the facts."""

    what: str
    by: str
    at: datetime
    facts: Mapping[str, Any]


def told_of(about: str, *kinds: str) -> list[Told]:
    """What the journal tells of one thing, oldest first: all of it, or what is of these kinds."""
    rows = JournalEntry.objects.filter(about=about).order_by("number").select_related("by")
    rows = rows.filter(what__in=kinds) if kinds else rows
    return [Told(row.what, row.by.name if row.by else "", row.at, json.loads(row.body)["facts"]) for row in rows]


def broken_at() -> int | None:
    """The place (from 1) of the first entry that was changed, or that follows one that was removed; None: whole."""
    rows = JournalEntry.objects.order_by("number").iterator()
    broken = first_broken((row.seal, row.body if _agrees(row, n) else "") for n, row in enumerate(rows, 1))
    return None if broken is None else broken + 1


def _sealed(number: int, what: str, about: str, by: int | None, at: datetime) -> dict[str, Any]:
    return {"number": number, "what": what, "about": about, "by": by, "at": at.astimezone(ZONE).isoformat()}


def _agrees(row: JournalEntry, number: int) -> bool:
    """Whether the columns say what the sealed text says, at the place where it stands."""
    try:
        said = json.loads(row.body)
    except ValueError:
        return False
    told = _sealed(number, row.what, row.about, row.by_id, row.at)
    return isinstance(said, dict) and {name: said.get(name) for name in told} == told
