"""Files on their way: staged by a person, taken into a dossier by an act, or dropped when nobody comes for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import record
from .db import execute, fetch
from .queries import Desk, Open
from .store import Store, Taken, is_digest

KEPT = timedelta(days=90)  # as long as a draft
FRESH = timedelta(days=1)  # content this young is left alone: its row may be on its way
_BATCH = 10_000

# Content is settled and its row written under the one, content that nothing refers to is dropped under the other:
# so none is dropped between the two.
SETTLING = "SELECT pg_advisory_xact_lock_shared(7865, 1)"
SWEEPING = "SELECT pg_advisory_xact_lock(7865, 1)"

STAGE = "INSERT INTO office_upload (digest, name, media_type, size, by_id, at) VALUES (%s, %s, %s, %s, %s, %s)"

OWN = """
SELECT DISTINCT ON (digest) digest, name, media_type, size FROM office_upload
 WHERE by_id = %s AND digest = ANY(%s) ORDER BY digest, id DESC
"""

FORGET = """
DELETE FROM office_upload WHERE id IN (SELECT id FROM office_upload WHERE at < %s FOR UPDATE SKIP LOCKED)
"""

REFERRED = """
SELECT digest FROM unnest(%s::text[]) AS lying(digest)
 WHERE EXISTS (SELECT 1 FROM office_upload r WHERE r.digest = lying.digest)
    OR EXISTS (SELECT 1 FROM office_file r WHERE r.digest = lying.digest)
    OR EXISTS (SELECT 1 FROM office_print r WHERE r.digest = lying.digest)
"""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A file that somebody may attach: their own upload, or one that their desk sees in the dossier."""

    digest: str
    name: str
    media_type: str
    size: int  # bytes
    number: int | None = None  # in the dossier; an upload has none yet


def stage(chunks: Iterable[bytes], name: str, *, person: int, at: datetime) -> Taken:
    """Take in a file for a person, who may then attach it. Raises RefusedFile."""
    with store().receive(chunks, name) as coming, transaction.atomic():
        execute(SETTLING, [])
        taken = coming.settle()
        execute(STAGE, [taken.digest, taken.name, taken.media_type, taken.size, person, at])
    return taken


def known(digests: Sequence[str], desk: Desk, opened: Open | None = None) -> list[Known]:
    """Those of the files that this person may attach here, in the order asked; of others nothing is said."""
    asked = [digest for digest in dict.fromkeys(digests) if is_digest(digest)]
    if not asked:
        return []
    found = {row["digest"]: Known(**row) for row in fetch(OWN, [desk.person, asked])}
    if opened and set(asked) - set(found):
        found = {file.digest: _as_known(file) for file in record.read(opened).files if file.digest} | found
    return [found[digest] for digest in asked if digest in found]


def _as_known(file: record.Attached) -> Known:
    return Known(
        digest=file.digest, name=file.name, media_type=file.media_type, size=file.size, number=file.id
    )  # fmt: skip


def sweep(at: datetime) -> None:
    """Drop uploads that no act came for, and then content that nothing refers to any more.

    A row that an act is just taking is passed over; when it goes another day, the dossier's file refers to the content.
    """
    execute(FORGET, [at - KEPT])
    shelf, before = store(), at - FRESH
    shelf.drop_unfinished(before)
    for digests in _batches(shelf.lying(before)):
        with transaction.atomic():
            execute(SWEEPING, [])
            referred = {row["digest"] for row in fetch(REFERRED, [digests])}
            for digest in set(digests) - referred:
                shelf.drop(digest)


def _batches(digests: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(digests, _BATCH)):
        yield batch


def store() -> Store:
    """Where the files of this installation lie."""
    return Store(Path(settings.FILES_DIR), settings.UPLOAD_MOST_BYTES)
