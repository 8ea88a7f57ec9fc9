"""What others must be told: written with the act, delivered after it."""

from collections.abc import Sequence
from datetime import datetime

from .db import execute

PUT = """
INSERT INTO office_message (dossier_id, entry, department_id, at)
SELECT %s, %s, department, %s FROM unnest(%s::text[]) AS department
"""


def put(dossier: int, entry: int, departments: Sequence[str], at: datetime) -> None:
    """One message for each department that has a desk in the dossier and did not act itself."""
    if departments:
        execute(PUT, [dossier, entry, at, list(departments)])
