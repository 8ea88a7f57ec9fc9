"""Papers in print: each gets its PDF after it was issued, once and for good, and a void copy after it was made void."""

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

from xiezhi.procedures import PROCEDURES
from xiezhi.registry import subjects
from xiezhi.typeset.fonts import Fonts, folders, fonts_in
from xiezhi.typeset.setting import Pages, typeset
from xiezhi.typeset.words import Document, MaterialsList, Row

from .composing import numbered, plain
from .db import execute, fetch, first
from .uploads import SETTLING, store

LATEST = 10_000  # papers before the last printed one among which every minute looks for gaps

# The subject is the one that was named last when the paper was issued; a child dossier was given its parent's.
PAPER = """
SELECT p.id, p.title, p.number, p.text, v.paper_id IS NOT NULL AS void, d.procedure, e.number AS entry, e.act, e.at,
  b.name AS body, ARRAY(SELECT t.void FROM office_print t WHERE t.paper_id = p.id) AS printed,
  (SELECT row_to_json(i) FROM (SELECT o.text::jsonb ->> 'title' AS title, o.number FROM office_paper o
    WHERE o.dossier_id = p.dossier_id AND o.entry = v.entry AND o.number <> '' ORDER BY o.id LIMIT 1) AS i) AS instead,
  coalesce(
  (SELECT (jsonb_path_query_first(e.body::jsonb, '$.filled.*.subject'))::bigint FROM office_entry e
    WHERE e.dossier_id = p.dossier_id AND e.number <= p.entry
      AND jsonb_path_exists(e.body::jsonb, '$.filled.*.subject') ORDER BY e.number DESC LIMIT 1), d.subject_id) AS subject
  FROM office_paper p JOIN office_dossier d ON d.id = p.dossier_id LEFT JOIN office_void v ON v.paper_id = p.id
  LEFT JOIN office_entry e ON e.dossier_id = p.dossier_id AND e.number = v.entry
  LEFT JOIN registry_department b ON b.key = e.department_id
 WHERE p.id = %s
"""

OF_ENTRY = """
SELECT id FROM office_paper WHERE dossier_id = %(dossier)s AND entry = %(entry)s
UNION SELECT v.paper_id FROM office_void v JOIN office_paper p ON p.id = v.paper_id
 WHERE p.dossier_id = %(dossier)s AND v.entry = %(entry)s ORDER BY id
"""

# The papers beyond one that lack their PDF, or as void papers the copy that says so.
UNPRINTED = """
SELECT p.id FROM office_paper p
 WHERE p.id > %(after)s AND NOT EXISTS (SELECT 1 FROM office_print t WHERE t.paper_id = p.id AND NOT t.void)
UNION SELECT v.paper_id FROM office_void v
 WHERE v.paper_id > %(after)s AND NOT EXISTS (SELECT 1 FROM office_print t WHERE t.paper_id = v.paper_id AND t.void)
"""

PRINTED = """
INSERT INTO office_print (paper_id, void, digest, size, printed_at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""

# One worker a paper; taken for the connection, as the transactions within are short.
ALONE, TOGETHER = "SELECT pg_advisory_lock(7866, %s)", "SELECT pg_advisory_unlock(7866, %s)"
MARKED = "\ue000"  # begins every place that words keep for a number
OWN = 2**31  # what an advisory lock can tell apart

_pdfium = Lock()  # PDFium is not made for several threads
_log = getLogger(__name__)


def of_entry(dossier: int, entry: int) -> list[int]:
    """The papers that came with an entry, and those that it made void."""
    return [row["id"] for row in fetch(OF_ENTRY, {"dossier": dossier, "entry": entry})]


def unprinted(*, after: int = 0) -> list[int]:
    """The papers beyond this one that have no PDF yet, or no void copy though they are void."""
    return [row["id"] for row in fetch(f"{UNPRINTED} ORDER BY id", {"after": after})]


def lately() -> int:
    """From which paper on gaps are looked for every minute."""
    row = first("SELECT coalesce(max(paper_id), 0) AS last FROM office_print", []) or {"last": 0}
    return int(row["last"]) - LATEST


def print_paper(number: int, at: datetime) -> None:
    """Typeset a paper from its fixed words and keep the PDF: as it was issued, and once it is void, marked so.

    What is printed already is left as it is.
    """
    with _alone(number):
        row = first(PAPER, [number])
        if row and (lacking := list(_lacking(row))):
            document = _document(row, at)
            for mark in lacking:
                _keep(row, typeset(document, fonts(), void=mark), mark, at)


def _lacking(row: dict[str, Any]) -> Iterator[str]:
    """How each copy that is not there yet is marked."""
    if False not in row["printed"]:
        yield ""
    if row["void"] and True not in row["printed"]:
        yield _voided(row)


def _keep(row: dict[str, Any], pages: Pages, mark: str, at: datetime) -> None:
    for warning in pages.warnings:
        _log.warning("文书 %s 排印：%s", row["number"] or row["id"], warning)
    with transaction.atomic():
        execute(SETTLING, [])
        kept = store().take([pages.pdf], f"{row['title']}.pdf")
        execute(PRINTED, [row["id"], mark != "", kept.digest, kept.size, at])


def _voided(row: dict[str, Any]) -> str:
    """When a paper was made void, and by which act or document."""
    act = PROCEDURES[row["procedure"]].act(row["act"]).title
    said = f"{row['body'] or '系统'}于{plain(row['at'])}办理“{act}”（留痕第{row['entry']}条）"
    instead = f"，见《{row['instead']['title']}》（{row['instead']['number']}）" if row["instead"] else ""
    return f"{said}{instead}，本件作废" + ("，文号不再使用。" if row["number"] else "。")


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
