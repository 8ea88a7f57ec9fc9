"""What is wrong with a declaration, in words: found when its file is imported, not in use.

Two analyses over the graph of states: what is *surely known* in a state (fields filled, sides
taken: the meet over all ways there), and what *may be running* there (duties: the union).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .form import Day, Extension, Moment, OneParty, OneRow
from .words import NEW, SYSTEM, Duty, Right, State, each

if TYPE_CHECKING:
    from .procedure import Act


def faults(acts: Sequence[Act]) -> Iterator[str]:
    known, running = surely_known(acts), may_run(acts)
    yield from (f"two acts are called {n}" for n, k in Counter(a.name for a in acts).items() if k > 1)
    yield from _lost_states(acts)
    yield from _ambiguous_fields(acts)
    for act in acts:
        yield from (f"{act.name}: {fault}" for state in act.at for fault in _unknown(act, state, known[state], acts))
        yield from (f"{act.name}: {fault}" for state in act.at for fault in _runaway(act, state, running[state]))
        yield from (f"{act.name}: {fault}" for fault in _malformed(act, running, acts))


def _ways(acts: Sequence[Act]) -> Iterator[tuple[State, Act, State]]:
    return ((state, act, act.to or state) for act in acts for state in act.at)


def _lost_states(acts: Sequence[Act]) -> Iterator[str]:
    ways = [(s, t) for s, _, t in _ways(acts)]
    states = {s for way in ways for s in way}
    reached, leads_out = {NEW}, {s for s in states if s.final}
    for _ in states:
        reached |= {t for s, t in ways if s in reached}
        leads_out |= {s for s, t in ways if t in leads_out}
    yield from (f"no act reaches {s.name}" for s in states - reached)
    yield from (f"no way from {s.name} to an end" for s in states - leads_out)
    yield from (f"{s.name} lies with nobody, yet acts follow" for s in {s for s, t in ways if s != t} if s.final)


def _ambiguous_fields(acts: Sequence[Act]) -> Iterator[str]:
    meant: dict[str, tuple[object, str | None, str]] = {}
    for act in acts:
        for name, info in act.form.model_fields.items():
            meaning = (info.annotation, info.title, str(info.json_schema_extra))
            if meant.setdefault(name, meaning) != meaning:
                yield f"{act.name}: the field {name} has two meanings"


def brings(act: Act, at: State, acts: Sequence[Act]) -> set[str]:
    """What is surely known once the act is done. What one of many fills in is not."""
    before = {n for g in act.guards for other in acts if other.name == g.after for n in other.form.model_fields}
    sides = {f"side:{s.name}" for s in (*act.admits, *act.escalates)}
    if at == NEW:
        sides |= {f"side:{role.side.name}" for role in act.roles}
    own = set() if any(r.side.many for r in act.roles) else set(act.form.model_fields)
    return sides | own | before


def surely_known(acts: Sequence[Act]) -> dict[State, set[str]]:
    ways = list(_ways(acts))
    everything = {token for s, act, _ in ways for token in brings(act, s, acts)}
    known = {s: set(everything) for way in ways for s in (way[0], way[2])} | {NEW: set[str]()}
    for _ in known:  # the longest way without a loop
        for s, act, t in ways:
            known[t] = known[t] & (known[s] | brings(act, s, acts))
    return known


def may_run(acts: Sequence[Act]) -> dict[State, set[Duty]]:
    ways = list(_ways(acts))
    running = {s: set[Duty]() for way in ways for s in (way[0], way[2])}
    for _ in running:
        for s, act, t in ways:
            running[t] = running[t] | (running[s] - _clears(act)) | set(act.starts)
    return running


def _clears(act: Act) -> set[Duty]:
    """The duties of which, after the act, nobody owes any more."""
    ended = {*act.ends, *act.lifts} | ({*act.lapses} if act.by != SYSTEM else set())
    about_one = issubclass(act.form, OneParty | OneRow)
    one_of_many = any(r.side.many for r in act.roles)
    whole = {d for d in ended if not d.severally or not (about_one or one_of_many)}
    alone = {d for d in act.lapses if not d.severally}
    return whole | alone | {d for g in act.guards for d in g.clears}


def _unknown(act: Act, state: State, known: set[str], acts: Sequence[Act]) -> Iterator[str]:
    if state == NEW and (act.by == SYSTEM or len(act.roles) > 1):
        yield "the act that opens a dossier is done by one role"
    if state == NEW and any("{" in role.side.appointed for role in act.roles):
        yield "who may open it hangs on a fact that is not yet known"
    after = known | brings(act, state, acts) | set(act.form.model_fields)
    for role in act.roles:
        if role != SYSTEM and state != NEW and f"side:{role.side.name}" not in known:
            yield f"{role.side.name} has not surely been admitted at {state.name}"
    read = {name for g in act.guards for name in (*g.asks, g.unless) if name}
    yield from (f"a guard reads {name}, which may be missing" for name in read - after)
    for duty in (*act.starts, *act.measures):
        moments = {duty.until, duty.each, *([] if after & {*duty.starts_from} else duty.starts_from)} - {""}
        needed = set() if duty.each else {f"side:{s.name}" for s in each(duty.owed_by)}
        allowed = after | ({duty.until} if duty.each else set())
        yield from (f"starts {duty.name} without {token}" for token in (moments | needed) - allowed)
    for paper in act.issues:
        yield from (f"{paper.name} asks for {f}, which may be missing" for f in paper.asks - after)
        absent = [side.name for side in each(paper.to) if f"side:{side.name}" not in after]
        yield from (f"{paper.name} goes to {name}, who is not there" for name in absent)
    carried = act.opens.carries if act.opens else ()
    yield from (f"carries {f}, which may be missing" for f in carried if f not in after)
    nameless = [side.name for side in act.admits if not side.appointed and side.name not in after]
    yield from (f"{name} is named by nobody" for name in nameless)


def _runaway(act: Act, state: State, running: set[Duty]) -> Iterator[str]:
    left = running - _clears(act)
    if act.to and act.to.final:
        yield from (f"closes from {state.name} while {d.name} may be running" for d in left | set(act.starts))
    again = [d for d in act.starts if d in left and not d.severally]
    yield from (f"starts {d.name} at {state.name}, where it may be running" for d in again)


def _malformed(act: Act, running: Mapping[State, set[Duty]], acts: Sequence[Act]) -> Iterator[str]:
    kinds = {name: info.annotation for other in acts for name, info in other.form.model_fields.items()}
    moments = [name for d in (*act.starts, *act.measures) for name in d.starts_from]
    yield from (f"{name} is neither a moment nor a day" for name in moments if kinds.get(name) not in (Moment, Day))
    if act.performed and (act.performed not in act.form.model_fields or kinds[act.performed] is not Moment):
        yield f"{act.performed} does not say at which moment it was done"
    here = {d for state in act.at for d in running[state]}
    touched = Counter((*act.ends, *act.lifts, *act.lapses, *act.suspends, *act.resumes, *act.extends))
    yield from (f"{d.name} never runs where this act is done" for d in touched if d not in here)
    yield from (f"{d.name} would have two fates" for d, n in touched.items() if n > 1)
    yield from (f"{d.name} has neither a term nor a day" for d in act.duties if bool(d.term) == bool(d.until))
    yield from (f"the right {d.name} cannot be extended" for d in act.extends if isinstance(d, Right))
    awaited = {g.name for g in act.guards}
    early = [d for d in act.lapses if act.by == SYSTEM and f"overdue:{d.name}" not in awaited]
    yield from (f"the system lets {d.name} lapse before it is overdue" for d in early)
    if not act.clause:
        yield "cites no clause"
    if act.to and act.to.held_by and act.to.held_by.many:
        yield f"{act.to.name} would lie with many: exactly one holds a case"
    if act.extends and not issubclass(act.form, Extension):
        yield "extends without a new date and reasons"
    names = [g.name for g in act.guards]
    yield from (f"two guards are called {n}" for n, k in Counter(names).items() if k > 1)
