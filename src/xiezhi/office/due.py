"""Which dossiers wait for nothing but time, and their time has come."""

from collections.abc import Iterator
from datetime import datetime

from xiezhi.procedures import PROCEDURES

from .db import planned

AWAITS = "overdue:"  # how a guard is called that lets an act pass once a duty is overdue

DUE = """
SELECT DISTINCT o.dossier_id FROM office_obligation o JOIN office_dossier d ON d.id = o.dossier_id
 WHERE o.fate IS NULL AND o.due <= %(now)s AND (d.procedure, d.state, o.duty) IN
       (SELECT * FROM unnest(%(procedures)s::text[], %(states)s::text[], %(duties)s::text[])) ORDER BY o.dossier_id
"""


def dossiers(now: datetime) -> list[int]:
    """The dossiers in which a duty has run out that the system waits for there."""
    procedures, states, duties = (list(column) for column in zip(*awaited(), strict=True))
    given = {"now": now, "procedures": procedures, "states": states, "duties": duties}
    return [row["dossier_id"] for row in planned(DUE, given)]


def awaited() -> Iterator[tuple[str, str, str]]:
    """Procedure, state and duty wherever the system acts as soon as a duty is overdue."""
    for procedure in PROCEDURES.values():
        for act in procedure.acts:
            if any(role.side.name == "system" for role in act.roles):
                duties = [guard.name.removeprefix(AWAITS) for guard in act.guards if guard.name.startswith(AWAITS)]
                yield from ((procedure.key, state.name, duty) for state in act.at for duty in duties)
