"""An office in memory in which every act, of people and of the system alike, is held against what must hold of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.story import Office
from xiezhi.kernel import THE_SYSTEM, Asked, Decision, Dossier, Fate, Procedure, Side, present

ENOUGH = 50  # acts that the system may do by itself at one moment


@dataclass
class Watched(Office):
    """Fails as soon as something is not as it should be."""

    done: set[tuple[str, str]] = field(default_factory=set)  # procedure and act
    met: set[tuple[str, str]] = field(default_factory=set)  # procedure and state
    numbered: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)
    by_itself: Counter[datetime] = field(default_factory=Counter)

    def _done(self, number: int, asked: Asked) -> Decision:
        before, issued, others = self.dossiers[number], len(self.papers), set(self.dossiers)
        decision = super()._done(number, asked)
        after = self.dossiers[number]
        for paper in self.papers[issued:]:
            series = (decision.department, paper.paper.number, self.now.year, paper.number)
            self.numbered[series] += 1 if paper.number else 0
        self.by_itself[self.now] += asked.by == THE_SYSTEM
        wrong = [*of_the_act(before, decision, after, asked), *self.of_all(), *self._of_children(decision, others)]
        assert wrong == [], f"{asked.act}: {wrong}"
        self.done.add((after.procedure, asked.act))
        self.met.add((after.procedure, after.state))
        return decision

    def of_all(self) -> Iterator[str]:
        """What is wrong with the office as it now is."""
        for number in self.dossiers:
            yield from of_the_dossier(self, number)
        yield from (f"{series} is given {n} times" for series, n in self.numbered.items() if n > 1)
        yield from (f"no end of what the system does at {at}" for at, n in self.by_itself.items() if n > ENOUGH)

    def _of_children(self, decision: Decision, others: set[int]) -> Iterator[str]:
        """A proposal is one more dossier, which holds what it was given; what is discarded is there no more."""
        act, new = decision.act, [self.dossiers[number] for number in self.dossiers if number not in others]
        given = [Dossier(act.opens.procedure, facts=decision.carried)] if act.opens else []
        if new != given:
            yield f"what was opened is {new}"
        if any((d.procedure, d.state) == (act.discards, "new") for d in self.dossiers.values()):
            yield "what was discarded is still there"

    def picture(self) -> Any:
        """All that an act might change, down to what is said in a dossier."""
        inside = {n: (dict(d.facts), dict(d.parties)) for n, d in self.dossiers.items()}
        return (
            dict(self.dossiers), inside, list(self.papers), dict(self.holders), dict(self.numbers), set(self.void),
        )  # fmt: skip


def of_the_act(before: Dossier, decision: Decision, after: Dossier, asked: Asked) -> Iterator[str]:
    """What is wrong with one act as it was decided and carried out."""
    act, own = decision.act, set(type(decision.form).model_fields)
    kept = {name: value for name, value in before.facts.items() if name not in own}.items()
    places = {side: after.parties.get(side, ())[: len(ds)] for side, ds in before.parties.items()}
    ended = [o for o in before.obligations if o.fate]
    overcome = {g.name for g in act.guards if g.unless and decision.facts.get(g.unless)}
    wrong = {
        "it stands elsewhere": after.state != (act.to.name if act.to else before.state),
        "the revision has not grown by one": len(after.entries) != len(before.entries) + 1,
        "what was done before is not what it was": after.entries[:-1] != before.entries,
        "facts of others are gone": not (kept <= decision.facts.items() and kept <= after.facts.items()),
        "what one of many says is everybody's": decision.role.side.many and after.facts != before.facts,
        "whoever had a place has lost it": places != before.parties,
        "who acts has no place here": not _may(before, decision, asked),
        "a fate was not for good": not all(o in after.obligations for o in ended),
        "it ends what nobody owed": not {o.key for o in decision.changes} <= {o.key for o in before.running},
        "the next of the list was not called": any(
            len(after.parties[side.name]) != len(before.parties[side.name]) + 1 for side in act.escalates
        ),
        "whoever is named has not come": not all(
            set(_named(side, decision)) <= set(present(side, after.parties)) for side in act.admits
        ),
        "a guard was overcome without a reason": not set(decision.overrides) <= overcome,
    }
    yield from (sentence for sentence, found in wrong.items() if found)
    yield from _of_the_clock(decision, asked)


def _named(side: Side, decision: Decision) -> tuple[str, ...]:
    """Whom the act lets in, where people name them and the pack does not."""
    if side.appointed:
        return ()
    named = decision.facts[side.name]
    return tuple(named) if side.many else (named,)


def _may(before: Dossier, decision: Decision, asked: Asked) -> bool:
    """Whether whoever acts sits where the act is done, or records it for an outside party."""
    by, role = asked.by, decision.role
    if by == THE_SYSTEM:
        return role.name == "system"
    if before.state == "new":
        return (decision.department, decision.recorded_by) == (by.department, None)
    sits = decision.department in present(role.side, before.parties)
    recorded = role.side.outside and decision.recorded_by == before.opened_by
    return sits and (by.department == decision.department or recorded)


def _of_the_clock(decision: Decision, asked: Asked) -> Iterator[str]:
    for o in decision.changes:
        late = o.reckoned.due is not None and o.reckoned.due <= asked.now
        if o.right and o.fate is Fate.DONE and late:
            yield f"the right {o.duty} was used too late"
        if o.fate is Fate.LAPSED and asked.by == THE_SYSTEM and not late:
            yield f"{o.duty} has lapsed before its time"


def of_the_dossier(office: Office, number: int) -> Iterator[str]:
    """What is wrong with a dossier as it now is."""
    dossier = office.dossiers[number]
    procedure = office.procedures[dossier.procedure]
    if dossier.state == "new":
        yield from ["a dossier that nobody has begun owes or holds something"] if dossier.obligations else []
        return
    state = procedure.states.get(dossier.state)
    if state is None:
        yield f"{dossier.state} is no state of {procedure.key}"
        return
    holders = present(state.held_by, dossier.parties) if state.held_by else ()
    if len(holders) != (0 if state.final else 1) or office.holders[number] != next(iter(holders), None):
        yield f"{state.name} lies with {holders} and with {office.holders[number]}"
    yield from _of_obligations(office, dossier, closed=state.final)
    yield from _of_places(office, procedure, dossier)


def _of_obligations(office: Office, dossier: Dossier, *, closed: bool) -> Iterator[str]:
    running = Counter(o.key for o in dossier.running)
    yield from (f"{key} is owed {n} times at once" for key, n in running.items() if n > 1)
    if closed and running:
        yield f"closed, and still owed: {sorted(key[0] for key in running)}"
    known = {d for ds in dossier.parties.values() for d in ds}
    for o in dossier.obligations:
        if (o.fate is None) != (o.ended_at is None):
            yield f"{o.duty} has half a fate"
        if o.owed_by not in known:
            yield f"{o.duty} is owed by {o.owed_by}, who is not there"
        if o.fate and o.paused:
            yield f"{o.duty} has its fate and stands still"
        again = office.rules.reckoned(o.term, o.start, o.pauses, o.extended) if o.term and not o.fate else o.reckoned
        if again != o.reckoned:
            yield f"{o.duty} is not due when its term runs out"


def _of_places(office: Office, procedure: Procedure, dossier: Dossier) -> Iterator[str]:
    """Nobody deals with themselves, and who is appointed comes in the order of the pack's list, each once."""
    places = [d for side in procedure.sides.values() if not side.shared for d in present(side, dossier.parties)]
    yield from (f"{d} deals with itself" for d, n in Counter(places).items() if n > 1)
    for side in procedure.sides.values():
        if side.appointed and side.name in dossier.parties:
            listed = office.rules.pack.appointments[side.appointment(dossier.facts)]
            taken = [listed.index(d) if d in listed else -1 for d in dossier.parties[side.name]]
            if taken != sorted(set(taken) - {-1}):
                yield f"{side.name} is not taken in the order of {listed}"
