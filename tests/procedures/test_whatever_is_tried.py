"""Whatever acts are tried, in whatever order, by whomever, at whatever times: what holds all the same."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from pydantic import ValidationError

from tests.story import CATALOGUE, RULES
from xiezhi.kernel import (
    THE_SYSTEM,
    Act,
    Actor,
    Asked,
    Fate,
    Form,
    NoSuchAct,
    NotApplicable,
    NotDone,
    NotEntitled,
    Obligation,
    Procedure,
    Refusal,
    WrongState,
    entitled,
    possible,
    seats,
    settle,
)
from xiezhi.procedures import PROCEDURES

from .answers import Choices, One, rather
from .watched import Watched

decide = import_module("xiezhi.kernel.decide")  # the module, not the function of its name
each = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda p: p.key)
DEPARTMENTS = ("zrzy", "zfj", "sfj", "xzf", "slj")
NAMED = ("zfj", "zfj", "zfj", *DEPARTMENTS)  # the likeliest most often, and first: choices shrink to it
ROLES = ("handler", "liaison", "head", "chief")
PEOPLE = [Actor(d, [role], f"{d}.{role}") for d in DEPARTMENTS for role in ROLES]
STRANGERS = [*(Actor(d, ROLES, d) for d in DEPARTMENTS), Actor("office", ROLES, "office"), Actor("", ()), THE_SYSTEM]
ITEMS = (*CATALOGUE, "unheard-of")
LONGER = int(os.environ.get("XIEZHI_LONGER", "1"))  # how many times as long as usual


BARRED = (NoSuchAct, WrongState, NotEntitled)  # as against what may be done here, and was refused for another reason


@dataclass(frozen=True)
class Drawn:
    """Chance as a strategy has it: every choice shrinks to the first."""

    draw: st.DrawFn

    def choice(self, among: Sequence[One], /) -> One:
        return self.draw(st.sampled_from(among))

    def randint(self, least: int, most: int, /) -> int:
        return self.draw(st.integers(least, most))


@dataclass
class Met:
    """Which acts were done and which states met in all walks of a procedure, each with the key of its procedure."""

    acts: set[tuple[str, str]] = field(default_factory=set)
    states: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Attempt:
    """Some time goes by, and then somebody asks for an act in a dossier."""

    noticed: bool  # by the system: where the worker sleeps, what it should have done it does after the next act
    number: int
    asked: Asked


@st.composite
def attempts(draw: st.DrawFn, walk: "Walk") -> Attempt:
    """Mostly an act that somebody may do, by them and well filled in; sometimes anything by anybody, anyhow."""
    by, office = Drawn(draw), walk.office
    now = office.now + _after(by, office)
    number = by.choice(walk.open if by.randint(1, 10) < 10 else sorted(office.dossiers))
    procedure = PROCEDURES[office.dossiers[number].procedure]
    able = list(walk.able(number))
    if able and by.randint(1, 8) < 8:
        person, act = by.choice(rather(by, able, walk.tried[number]))
        name, form = act.name, act.form
    else:
        forms = {"nosuch": Form} | {act.name: act.form for act in procedure.acts}
        person, name = by.choice([*PEOPLE, *STRANGERS]), by.choice([*forms])
        form = forms[name]
    choices = Choices(by, now, RULES.pack, NAMED, ITEMS)
    well = choices.filled(form)
    filled = choices.spoiled(well) if by.randint(1, 10) == 10 else well
    asked = Asked(act=name, by=person, now=now, filled=filled, attached=_attached(by, procedure, name))
    return Attempt(by.choice((True, False)), number, asked)


def _after(by: Drawn, office: Watched) -> timedelta:
    """Mostly no time at all; else up to when something is due, up to a second before, or from a second to some months."""
    now, how = office.now, by.randint(1, 9)
    dues = [due - now for d in office.dossiers.values() for o in d.running if (due := o.reckoned.due) and due > now]
    if how > 7:
        span: timedelta = by.draw(_SPANS)
        return span
    return min(dues) - by.choice((timedelta(), min(A_SECOND, *dues))) if how > 5 and dues else timedelta()


A_SECOND = timedelta(seconds=1)
_SPANS = st.one_of(
    *(st.integers(1, 40).map(unit.__mul__) for unit in (A_SECOND, timedelta(hours=1), timedelta(days=1))),
    st.integers(40, 200).map(timedelta),
)


def _attached(by: Drawn, procedure: Procedure, name: str) -> dict[str, Any]:
    """What must be attached; sometimes nothing, or a reason instead, or what nobody has asked for."""
    listed = next((RULES.pack.materials.get(act.materials, {}) for act in procedure.acts if act.name == name), {})
    whole = {key: ["sha256:x"] for key in listed}
    odd = by.randint(1, 12)
    if odd == 12:
        return {}
    return {key: NotApplicable("没有") for key in whole} if odd == 11 else whole | {"proof": ["sha256:x"]}


class Walk(RuleBasedStateMachine):
    """People try what they like in the dossiers of one matter, and time goes by."""

    def __init__(self, procedure: Procedure, met: Met) -> None:
        super().__init__()
        self.key = procedure.key
        self.office = Watched(done=met.acts, met=met.states)
        self.office.open(procedure.key)
        self.tried = defaultdict[int, Counter[str]](Counter)  # by dossier, how often an act was tried there

    @property
    def open(self) -> list[int]:
        """The dossiers that are not over."""
        return [n for n, d in self.office.dossiers.items() if d.state == "new" or self.office.holders[n]]

    def able(self, number: int) -> Iterator[tuple[Actor, Act]]:
        """Who may do what here."""
        dossier = self.office.seen(number)
        procedure = PROCEDURES[dossier.procedure]
        for everyone in (Actor(d, ROLES) for d in DEPARTMENTS):
            for act in possible(procedure, dossier, everyone, RULES):
                able = (p for p in PEOPLE if p.department == everyone.department)
                yield from ((p, act) for p in able if any(entitled(act, dossier, p, RULES)))

    @precondition(lambda self: self.open)
    @rule(attempt=st.runner().flatmap(attempts))
    def somebody_tries(self, attempt: Attempt) -> None:
        number, asked = attempt.number, attempt.asked
        self.office.now = asked.now
        if attempt.noticed:
            self.office.follow()
        if number in self.office.dossiers:  # and not discarded meanwhile
            self._tried(number, asked)

    def _tried(self, number: int, asked: Asked) -> None:
        procedure, dossier = PROCEDURES[self.office.dossiers[number].procedure], self.office.seen(number)
        listed = asked.act in {act.name for act in possible(procedure, dossier, asked.by, RULES)}
        self.tried[number][asked.act] += 1
        before, refused = self.office.picture(), self._refusal(number, asked)
        assert listed != isinstance(refused, BARRED), f"listed: {listed}, and yet: {refused}"
        assert refused is None or self.office.picture() == before, "refused, and yet changed"

    def _refusal(self, number: int, asked: Asked) -> Exception | None:
        try:
            self.office.perform(number, asked)
        except (NotDone, ValidationError) as refused:
            return refused
        return None

    @precondition(lambda self: not self.open)
    @rule()
    def it_begins_anew(self) -> None:
        """Another dossier about the same matter, when all others are over."""
        self.office.open(self.key)

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        assert list(self.office.of_all()) == []


TRANSFER, DISPUTE = "case-transfer", "jurisdiction-dispute"
SEEDS = range(4 * LONGER)
CAREFUL = settings(  # so few walks with one seed, since hypothesis makes further ones by repeating what these did
    max_examples=9, stateful_step_count=60, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)  # fmt: skip


def walk(key: str, n: int, *, phases: Sequence[Phase] = (Phase.generate, Phase.shrink)) -> Met:
    """What is met in the walks of a procedure with one seed."""
    met = Met()
    factory: Any = seed(n)(partial(Walk, PROCEDURES[key], met))  # said to be a class, and may be whatever makes one
    run_state_machine_as_test(factory, settings=settings(CAREFUL, phases=phases))
    return met


@lru_cache
def walked(key: str, n: int) -> Met:
    return walk(key, n)


@pytest.mark.parametrize("n", SEEDS)
@each
def test_every_dossier_is_as_it_should_be_after_every_step(procedure: Procedure, n: int) -> None:
    assert walked(procedure.key, n).acts


@each
def test_the_walks_come_everywhere(procedure: Procedure) -> None:
    met = [walked(procedure.key, n) for n in SEEDS]
    acts = {act for one in met for key, act in one.acts if key == procedure.key}
    states = {state for one in met for key, state in one.states if key == procedure.key}
    assert set(procedure.states) - states - {"new"} == set()
    assert len(acts) >= 0.8 * len(procedure.acts)


def without(word: str, refusals: Callable[..., Iterator[Refusal]]) -> Callable[..., Iterator[Refusal]]:
    """The same, blind for some of what stands against an act."""
    return lambda *given: (refusal for refusal in refusals(*given) if word not in refusal.name)


def never_lifting(changes: Callable[..., Iterator[Obligation]]) -> Callable[..., Iterator[Obligation]]:
    return lambda deed: (o for o in changes(deed) if o.fate is not Fate.LIFTED)


def leaving_a_trace(deed: settle.Deed) -> Iterator[Refusal]:
    deed.s.dossier.facts["trace"] = "x"  # type: ignore[index]  # what may not be done
    return iter(())


# A fault of the kernel: where it meets a walk, what is planted in which module, and in place of what.
FAULTS: dict[str, tuple[str, Any, str, Any]] = {
    "a right is used too late": (DISPUTE, settle, "refusals", without("right:", settle.refusals)),
    "the end of the list is no end": (DISPUTE, seats, "refusals", without("escalates:", seats.refusals)),
    "a department deals with itself": (TRANSFER, seats, "_place", lambda *_: None),
    "whoever came first holds it for ever": (DISPUTE, decide, "present", lambda side, of: of.get(side.name, ())[:1]),
    "whoever has left acts on": (DISPUTE, seats, "present", lambda side, of: of.get(side.name, ())),
    "what is lifted runs on": (TRANSFER, settle, "changes", never_lifting(settle.changes)),
    "nothing is ever in time": (TRANSFER, Obligation, "overdue", lambda *_: True),
    "a refused act leaves a trace": (TRANSFER, settle, "refusals", leaving_a_trace),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_walk_comes_upon_a_fault_of_the_rules(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key, where, name, wrong = FAULTS[fault]
    monkeypatch.setattr(where, name, wrong)
    with pytest.raises(AssertionError):
        list(map(partial(walk, key, phases=[Phase.generate]), range(20)))
