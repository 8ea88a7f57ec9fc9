"""A dossier as a department knows it that has left: as it stood at the last entry that it may see."""

from dataclasses import replace

from xiezhi.kernel import Dossier
from xiezhi.lexicon.forms import Subject

from . import facts
from .db import fetch
from .dossiers import Kept
from .replay import Told

ENTRIES = "SELECT body, seal, filled FROM office_entry WHERE dossier_id = %s AND number <= %s ORDER BY number"


def as_left(kept: Kept, until: int) -> Kept:
    """The dossier without anything that came after this entry, told from the sealed entries."""
    told, seal = Told(), ""
    for row in fetch(ENTRIES, [kept.id, until]):
        told.add(row)
        seal = row["seal"]
    subject = next((value for value in kept.dossier.facts.values() if isinstance(value, Subject)), None)
    dossier = Dossier(
        procedure=kept.procedure.key,
        state=told.state,
        opened_by=told.opened_by or "",
        parties={side: tuple(departments) for side, departments in told.parties.items()},
        facts=facts.typed(kept.procedure, told.facts, subject),
        entries=kept.dossier.entries[:until],
    )
    return replace(
        kept, dossier=dossier, revision=until, seal=seal, stored=told.facts, urgent="urgency" in told.facts,
        siblings=(),
    )  # fmt: skip
