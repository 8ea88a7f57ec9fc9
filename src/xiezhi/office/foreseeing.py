"""Papers as they would read if they were issued now: what an approver sees before there is anything to change."""

from datetime import datetime

from xiezhi.kernel import Act, Pack
from xiezhi.typeset.words import Document

from .composing import Composer
from .documents import LISTED, Occasion, document, listed
from .dossiers import Kept
from .gathering import materials_of, names_of


def foreseen(kept: Kept, act: Act, pack: Pack, at: datetime) -> list[Document]:
    """The papers that come with the next step after this act: the very words, without number or date.

    Nothing where a fact is still lacking that a paper asks for.
    """
    following = [a for a in kept.procedure.acts if act.to in a.at and a.issues and a.roles[0].side == act.roles[0].side]
    if not following or any(not paper.asks <= set(kept.dossier.facts) for paper in following[0].issues):
        return []
    occasion = _occasion(kept, following[0], pack, at)
    departments = {d for sitting in occasion.parties.values() for d in sitting}
    composer = Composer(kept.procedure, pack, names_of(kept.id, departments, occasion.facts))
    return [document(paper, "", occasion, composer) for paper in following[0].issues]


def _occasion(kept: Kept, act: Act, pack: Pack, at: datetime) -> Occasion:
    facts, parties = kept.dossier.facts, kept.dossier.parties
    coming = {side.name: (facts[side.name],) for side in act.admits if side.name in facts}
    return Occasion(
        act=act, department=parties[act.roles[0].side.name][-1], parties={**parties, **coming}, facts=facts, now=at,
        running=kept.dossier.running, issued=False,
        rows=listed(materials_of(kept.id), pack) if any(paper.layout == LISTED for paper in act.issues) else (),
    )  # fmt: skip
