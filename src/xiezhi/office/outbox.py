"""What follows an act outside of it: what others must be told, and what must be printed. Written with the act."""

from collections.abc import Sequence
from datetime import datetime

from .db import Writing
from .jobs import PRINT, give

PUT = """
INSERT INTO office_message (dossier_id, entry, department_id, at)
SELECT %(dossier)s, %(revision)s, department, %(at)s FROM unnest(%(told)s::text[]) AS department
"""


def put(writing: Writing, dossier: int, entry: int, departments: Sequence[str], at: datetime) -> None:
    """One message for each department that has a desk in the dossier and did not act itself."""
    if departments:
        writing.add("told", PUT, {"dossier": dossier, "revision": entry, "at": at, "told": list(departments)})


def have_printed(dossier: int, entry: int) -> None:
    """The papers of this entry, and the void copies of those that it voids, are to be printed: one job for all of them."""
    give(PRINT, dossier=dossier, entry=entry)
