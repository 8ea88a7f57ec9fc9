"""The dossier's log: one sealed entry for each act."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from xiezhi.kernel import Decision, NotApplicable, seal, wording

from . import obligations
from .db import Writing
from .dossiers import Kept

APPEND = """
INSERT INTO office_entry (dossier_id, number, body, seal, act, department_id, person_id, role, at, internal_to_id,
                          filled, marked)
VALUES (%(dossier)s, %(revision)s, %(body)s, %(seal)s, %(act)s, %(by)s, %(person)s, %(role)s, %(at)s, %(internal_to)s,
        %(own)s, %(marked)s)
"""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What the log must know of an act besides the decision."""

    person: int | None
    mandate: int | None
    at: datetime
    filled: Mapping[str, Any]
    attached: Mapping[str, Sequence[str] | NotApplicable]
    papers: Sequence[tuple[str, str, str]]  # name, number, digest
    rules: Mapping[str, str]  # pack and calendar in force


def append(writing: Writing, kept: Kept, decision: Decision, deed: Deed) -> str:
    """Write the next entry of the dossier's chain; its seal."""
    number = kept.revision + 1
    text = wording(_body(kept, decision, deed, number))
    sealed = seal(kept.seal, text, digest=settings.SEAL_DIGEST)
    own = json.dumps(deed.filled, ensure_ascii=False) if decision.role.side.many else None
    row = {
        "dossier": kept.id, "revision": number, "body": text, "seal": sealed, "act": decision.act.name,
        "by": decision.department or None, "person": deed.person, "role": decision.role.name, "at": deed.at,
        "internal_to": _internal_to(decision), "own": own, "marked": list(decision.overrides),
    }  # fmt: skip
    writing.add("entry", APPEND, row)
    return sealed


def _body(kept: Kept, decision: Decision, deed: Deed, number: int) -> dict[str, Any]:
    return {
        "dossier": kept.id,
        "number": number,
        "procedure": [kept.procedure.key, kept.procedure.version],
        "rules": deed.rules,
        "act": decision.act.name,
        "by": {
            "person": deed.person,
            "mandate": deed.mandate,
            "department": decision.department,
            "role": decision.role.name,
            "recorded_by": decision.recorded_by,
        },
        "at": deed.at.isoformat(),
        "internal_to": _internal_to(decision),
        "filled": deed.filled,
        "files": {key: _attached(given) for key, given in deed.attached.items()},
        "state": decision.state,
        "holder": decision.holder,
        "admits": {side: list(departments) for side, departments in decision.admits.items()},
        "started": [obligations.sealed(o) for o in decision.starts],
        "changed": [obligations.sealed(o) for o in decision.changes],
        "papers": [list(paper) for paper in deed.papers],
        "voids": [paper.name for paper in decision.act.voids],
        "marked": list(decision.overrides),
    }


def _internal_to(decision: Decision) -> str | None:
    return decision.department if decision.act.internal and decision.department else None


def _attached(given: Sequence[str] | NotApplicable) -> Any:
    return {"not_applicable": given.reason} if isinstance(given, NotApplicable) else list(given)
