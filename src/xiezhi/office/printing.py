"""Papers in print: each gets its PDF after it was issued, once and for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from logging import getLogger
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from pypdfium2 import PdfDocument, PdfiumError

from xiezhi.registry import subjects
from xiezhi.typeset.fonts import Fonts, folders, fonts_in
from xiezhi.typeset.setting import typeset
from xiezhi.typeset.words import Document, MaterialsList, Row

from .composing import numbered
from .db import execute, fetch, first
from .uploads import SETTLING, store

LATEST = 10_000  # papers before the last printed one among which every minute looks for gaps

# The subject is the one that was named last when the paper was issued; a child dossier was given its parent's.
PAPER = """
SELECT p.id, p.title, p.number, p.text, coalesce(
  (SELECT (jsonb_path_query_first(e.body::jsonb, '$.filled.*.subject'))::bigint FROM office_entry e
    WHERE e.dossier_id = p.dossier_id AND e.number <= p.entry
      AND jsonb_path_exists(e.body::jsonb, '$.filled.*.subject') ORDER BY e.number DESC LIMIT 1), d.subject_id) AS subject
  FROM office_paper p JOIN office_dossier d ON d.id = p.dossier_id
 WHERE p.id = %s AND NOT EXISTS (SELECT 1 FROM office_print t WHERE t.paper_id = p.id)
"""

OF_ENTRY = "SELECT id FROM office_paper WHERE dossier_id = %s AND entry = %s ORDER BY id"

UNPRINTED = """
SELECT p.id FROM office_paper p
 WHERE p.id > %s AND NOT EXISTS (SELECT 1 FROM office_print t WHERE t.paper_id = p.id) ORDER BY p.id
"""

PRINTED = """
INSERT INTO office_print (paper_id, digest, size, printed_at) VALUES (%s, %s, %s, %s) ON CONFLICT (paper_id) DO NOTHING
"""

# One worker a paper; taken for the connection, as the transactions within are short.
ALONE, TOGETHER = "SELECT pg_advisory_lock(7866, %s)", "SELECT pg_advisory_unlock(7866, %s)"
MARKED = "\ue000"  # begins every place that words keep for a number
OWN = 2**31  # what an advisory lock can tell apart

_pdfium = Lock()  # PDFium is not made for several threads
_log = getLogger(__name__)


def of_entry(dossier: int, entry: int) -> list[int]:
    """The papers that came with an entry."""
    return [row["id"] for row in fetch(OF_ENTRY, [dossier, entry])]


def unprinted(*, after: int = 0) -> list[int]:
    """The papers beyond this one that have no PDF yet."""
    return [row["id"] for row in fetch(UNPRINTED, [after])]


def lately() -> int:
    """From which paper on gaps are looked for every minute."""
    row = first("SELECT coalesce(max(paper_id), 0) AS last FROM office_print", []) or {"last": 0}
    return int(row["last"]) - LATEST


def print_paper(number: int, at: datetime) -> None:
    """Typeset a paper from its fixed words and keep the PDF. One that is printed already is left as it is."""
    with _alone(number):
        if row := first(PAPER, [number]):
            pages = typeset(_document(row, at), fonts())
            for warning in pages.warnings:
                _log.warning("文书 %s 排印：%s", row["number"] or number, warning)
            with transaction.atomic():
                execute(SETTLING, [])
                kept = store().take([pages.pdf], f"{row['title']}.pdf")
                execute(PRINTED, [number, kept.digest, kept.size, at])


def fonts() -> Fonts:
    """The county's own fonts first. Raises FontsMissing; only the default folder may be missing."""
    own = settings.FONT_DIR
    return fonts_in(folders(own if own.is_dir() or own != settings.DATA_DIR / "fonts" else None))


@contextmanager
def _alone(number: int) -> Iterator[None]:
    execute(ALONE, [number % OWN])
    try:
        yield
    finally:
        execute(TOGETHER, [number % OWN])


def _document(row: dict[str, Any], at: datetime) -> Document:
    """The words with what is not kept in them: numbers of the person or firm, and how many pages each file has."""
    document = numbered(row["text"], _numbers(row, at))
    if isinstance(document, MaterialsList):
        return replace(document, rows=tuple(map(_counted, document.rows)))
    return document


def _numbers(row: dict[str, Any], at: datetime) -> dict[str, str]:
    """What stands in the places that the words keep; that it was read is written in the journal."""
    if MARKED not in row["text"] or row["subject"] is None:
        return {}
    reason = f"印制{row['title']}{row['number']}"
    return subjects.masks(subjects.reveal(subjects.find(row["subject"]), by=None, at=at, reason=reason))


def _counted(row: Row) -> Row:
    """A row with the pages of its file, where that is a PDF which can be opened."""
    if not row.digest or row.pages is not None:
        return row
    try:
        with _pdfium, store().open(row.digest) as file, PdfDocument(file) as pdf:
            return replace(row, pages=len(pdf))
    except (FileNotFoundError, PdfiumError):  # of another kind, or protected: counted by hand
        return row
