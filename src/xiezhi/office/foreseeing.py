"""Papers as they would read if they were issued now: what an approver sees before there is anything to change."""

from datetime import datetime
from typing import Any

from xiezhi.kernel import Act, Pack

from .composing import Composer, citation
from .dossiers import Kept
from .papers import names_of


def foreseen(kept: Kept, act: Act, pack: Pack, at: datetime) -> list[dict[str, Any]]:
    """The papers that come with the next step after this act: words without number or date.

    Nothing where a fact is still lacking that a paper asks for.
    """
    following = [a for a in kept.procedure.acts if act.to in a.at and a.issues and a.roles[0].side == act.roles[0].side]
    if not following:
        return []
    facts = kept.dossier.facts
    bodies = [d for departments in kept.dossier.parties.values() for d in departments]
    names = names_of(bodies, facts)
    composer = Composer(kept.procedure, pack, names)
    sender = kept.dossier.parties[act.roles[0].side.name][-1]
    known = {**facts, "now": at, "cited": citation(pack.cite(following[0].clause))}
    return [
        {
            "department": names.bodies[sender], "number": "", "date": "",
            "heading": composer.compose(paper.heading or paper.title, known),
            "to": names.bodies.get(str(facts.get("receiver", "")), ""),
            "lines": [line for line in composer.compose(paper.text, known).splitlines() if line.strip()],
        }
        for paper in following[0].issues
        if paper.asks <= set(facts) and paper.text
    ]  # fmt: skip
