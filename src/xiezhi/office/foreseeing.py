"""Papers as they would read if they were issued now: what people read before there is anything to change."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from xiezhi.kernel import Act, Beyond, Facts, Pack, Parties, Procedure, Role, Side
from xiezhi.kernel.seats import seated
from xiezhi.kernel.settle import starts
from xiezhi.kernel.words import ALWAYS
from xiezhi.typeset.words import Document, Row

from .attempting import Attempt
from .composing import Composer, Names
from .documents import LISTED, Occasion, document, last_day, listed
from .gathering import materials_of, names_of

BLANK = "＿＿＿＿"  # stands for what is still to be filled in


def issuing(procedure: Procedure, act: Act, known: Collection[str]) -> Act | None:
    """The act whose papers one reads before doing this one: itself, or the next that issues any on the usual way.

    Only of the same side, and only if nothing is lacking to its papers that neither is `known` nor this form asks.
    """
    if act.issues:
        return act
    following = next((one for one in _following(procedure, act) if one.issues), None)
    there = {*known, *act.form.model_fields}
    return following if following and all(paper.asks <= there for paper in following.issues) else None


def _following(procedure: Procedure, act: Act) -> Iterator[Act]:
    """What then takes the case on along its usual way, as long as it lies with the same side."""
    side, usual = act.roles[0].side, list(procedure.usual)
    while act.to in usual and act.to.held_by == side:
        here, ahead = act.to, usual[usual.index(act.to) + 1 :]
        further = (one for one in procedure.acts if here in one.at and one.to in ahead and _role(one, side))
        following = next(further, None)
        if following is None:
            return
        yield following
        act = following


def _role(act: Act, side: Side) -> Role | None:
    return next((role for role in act.roles if role.side == side), None)


def typed_in(act: Act, attempted: Act) -> bool:
    """Whether the papers of an act tell what the form of the attempted one is about to say."""
    told = {name for paper in act.issues for name in paper.tells}
    lists = attempted.materials and any(paper.layout == LISTED for paper in act.issues)
    return bool(lists) or not told.isdisjoint(attempted.form.model_fields)


def foreseen(act: Act, attempt: Attempt, attached: Sequence[Mapping[str, Any]] | None = None) -> list[Document]:
    """The papers of an act, in the very words, without number or date; what is not yet filled in is a blank.

    `attached` is what goes along as it stands on the form; None: the last set that the dossier holds.
    """
    parties = _parties(act, attempt)
    departments = {d for sitting in parties.values() for d in sitting} | {attempt.seat[1]}
    names = names_of(attempt.number or 0, departments, attempt.facts)
    composer = _Preview(attempt, replace(names, bodies=_Called(names.bodies)))
    occasion = Occasion(
        act=act, department=attempt.seat[1], parties=parties, facts=attempt.facts, now=attempt.at,
        running=attempt.dossier.running, due=_due(act, attempt, parties), issued=False,
        rows=_rows(act, attempt, attached),
    )  # fmt: skip
    return [document(paper, "", occasion, composer) for paper in act.issues]


def _parties(act: Act, attempt: Attempt) -> Parties:
    """Who has which place then; whoever is not named yet is a blank."""
    role = _role(act, attempt.seat[0].side) or act.roles[0]
    nameless = [side for side in act.admits if not side.appointed and side.name not in attempt.facts]
    blanks: Facts = {side.name: (BLANK,) if side.many else BLANK for side in nameless}
    s = replace(attempt.situation, facts={**attempt.facts, **blanks})
    with suppress(KeyError):  # whom the pack appoints may hang on an answer that is lacking
        return seated(attempt.procedure, act, role, s)
    return attempt.dossier.parties


def _due(act: Act, attempt: Attempt, parties: Parties) -> date | None:
    with suppress(KeyError, Beyond):
        return last_day(starts(replace(attempt.deed(parties), act=act)))
    return None


def _rows(act: Act, attempt: Attempt, attached: Sequence[Mapping[str, Any]] | None) -> tuple[Row, ...]:
    if not any(paper.layout == LISTED for paper in act.issues):
        return ()
    return listed(materials_of(attempt.number or 0) if attached is None else attached, attempt.rules.pack)


class _Called(dict[str, str]):
    """Names of departments; one that nobody knows is a blank."""

    def __missing__(self, key: str) -> str:
        return BLANK


class _Preview(Composer):
    """Leaves a blank where the form has still to say something."""

    def __init__(self, attempt: Attempt, names: Names) -> None:
        pack: Pack = attempt.rules.pack
        super().__init__(attempt.procedure, pack, names)
        self.owed = {*attempt.act.form.model_fields} - {*attempt.facts} | ALWAYS

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        name = field_name.partition(".")[0]
        if kwargs.get(name) is None and name in self.owed:
            return BLANK, name
        try:
            return super().get_field(field_name, args, kwargs)
        except AttributeError:  # what is typed is no key of anything that is there
            return BLANK, name
