"""Who has to do with a dossier now: who sits on a side and has not left it, and who oversees."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from xiezhi.kernel import Act, Procedure, Side, present
from xiezhi.kernel.words import each
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import in_force

from .dossiers import Kept


def sitting(kept: Kept) -> set[str]:
    """The departments that sit on a side: of a side for one, the last to have taken it."""
    sides, parties, gone = kept.procedure.sides, kept.dossier.parties, away(kept)
    return {d for name in parties if name not in gone for d in present(sides[name], parties)}


def seated(kept: Kept) -> list[str]:
    """Whoever sits on a side, and who oversees as soon as two departments have had to do with it."""
    pack = in_force(kept.pack, kept.calendar).rules.pack
    readers = {d for side in kept.procedure.readers for d in pack.appointments.get(side.appointed, ())[:1]}
    several = len({d for departments in kept.dossier.parties.values() for d in departments}) > 1
    return sorted(sitting(kept) | (readers if several else set()))


def away(kept: Kept) -> set[str]:
    """The sides that have left: their part is over until an act admits them again. The end of a case changes nothing."""
    gone: set[str] = set()
    for entry in kept.dossier.entries:
        act = kept.procedure.act(entry.act)
        gone -= {side.name for side in (*act.admits, *act.escalates)}
        if act.to and not act.to.final:
            gone |= parted(kept.procedure.key)[act.to.name]
    return gone


@lru_cache
def parted(key: str) -> Mapping[str, frozenset[str]]:
    """By state, the sides of this procedure whose place is given anew before anything there concerns them again."""
    procedure = PROCEDURES[key]
    gone = {name: _given_anew(procedure, side) for name, side in procedure.sides.items()}
    return {state: frozenset(name for name in gone if state in gone[name]) for state in procedure.states}


def _given_anew(procedure: Procedure, side: Side) -> set[str]:
    """Who is followed by the next of a list has not left for that."""
    ways = [act for act in procedure.acts if side not in act.escalates]
    others = [act for act in ways if side not in act.admits]
    given = _before(ways, [act for act in ways if side in act.admits])
    return given - _before(others, [act for act in others if side in _concerned(act)])


def _before(acts: Sequence[Act], wanted: Sequence[Act]) -> set[str]:
    """The states from which these acts can still lead to one of the wanted."""
    there = {state.name for act in wanted for state in act.at}
    for _ in acts:
        there |= {state.name for act in acts if act.to and act.to.name in there for state in act.at}
    return there


def _concerned(act: Act) -> Iterator[Side]:
    """Who may do it, who owes or is owed what it starts or ends, and to whom its papers go."""
    yield from (role.side for role in act.roles)
    for duty in act.duties:
        yield from (*each(duty.owed_by), *each(duty.to))
    yield from (side for paper in act.issues for side in each(paper.to))
