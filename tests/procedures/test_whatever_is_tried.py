"""Whatever acts are tried, in whatever order, by whomever, at whatever times: what holds all the same."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.story import CATALOGUE, MONDAY, RULES, Office
from xiezhi.kernel import Act, Actor, Asked, Dossier, NotDone, Procedure, entitled, possible, present
from xiezhi.procedures import PROCEDURES

from .answers import Choices

each = pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda p: p.key)
DEPARTMENTS = ("zrzy", "zfj", "sfj", "xzf")
ROLES = ("handler", "liaison", "head", "chief")
PEOPLE = [Actor(d, [role], f"{d}.{role}") for d in DEPARTMENTS for role in ROLES]
ITEMS = (*CATALOGUE, "unheard-of")
WALKS, STEPS = 120, 80
SPANS = [timedelta(minutes=1), timedelta(hours=5), timedelta(days=1), timedelta(days=4), timedelta(days=40)]


@dataclass
class Walk:
    """One run of a procedure, in which people try what they like."""

    by: Random
    office: Office = field(default_factory=lambda: Office(MONDAY))
    done: Counter[str] = field(default_factory=Counter)

    def step(self) -> None:
        """Time goes by, or somebody tries something; afterwards all dossiers are as they should be."""
        before = dict(self.office.dossiers)
        if self.by.random() < 0.2:
            self.office.now += self.by.choice(SPANS)
            self.done.update(self.office.follow())
        else:
            self.attempt()
        for number in self.office.dossiers:
            assert list(faults(self.office, number, before.get(number))) == []

    def attempt(self) -> None:
        number = self.by.choice(sorted(self.office.dossiers))
        asked = self.ask(number)
        was = picture(self.office)
        try:
            self.office.perform(number, asked)
            self.done[asked.act] += 1
        except (NotDone, ValidationError):
            assert picture(self.office) == was, "refused, and yet changed"

    def ask(self, number: int) -> Asked:
        by, act = self.choose(number)
        choices = Choices(self.by, self.office.now, RULES.pack, DEPARTMENTS, ITEMS)
        materials = RULES.pack.materials.get(act.materials, {}) if self.by.random() < 0.95 else {}
        return Asked(
            act=act.name, by=by, now=self.office.now, filled=choices.filled(act.form),
            attached={key: ["sha256:x"] for key in materials},
        )  # fmt: skip

    def choose(self, number: int) -> tuple[Actor, Act]:
        """Mostly what somebody may do here, and rather what leads on than what ends it; sometimes anything by anyone."""
        dossier = self.office.seen(number)
        procedure = PROCEDURES[dossier.procedure]
        everyone = [Actor(d, ROLES, d) for d in DEPARTMENTS]
        able = [(by.department, act) for by in everyone for act in possible(procedure, dossier, by, RULES)]
        if able and self.by.random() < 0.9:
            department, act = self.by.choices(able, [_weight(act) for _, act in able])[0]
            people = [p for p in PEOPLE if p.department == department and any(entitled(act, dossier, p, RULES))]
            return self.by.choice(people), act
        return self.by.choice(PEOPLE), self.by.choice(procedure.acts)


def picture(office: Office) -> Any:
    """All that an act might change, down to what is said in a dossier."""
    inside = {n: (dict(d.facts), dict(d.parties)) for n, d in office.dossiers.items()}
    return (
        dict(office.dossiers),
        inside,
        list(office.papers),
        dict(office.holders),
        dict(office.numbers),
        set(office.void),
    )


def _weight(act: Act) -> float:
    return 2 if act.to is None else 0.2 if act.to.final else 6


def faults(office: Office, number: int, before: Dossier | None) -> Iterator[str]:
    """What is wrong with a dossier as it now is."""
    dossier, procedure = office.dossiers[number], PROCEDURES[office.dossiers[number].procedure]
    if dossier.state == "new":
        yield from ["a dossier that nobody has begun owes or holds something"] if dossier.obligations else []
        return
    state = procedure.states.get(dossier.state)
    if state is None:
        yield f"{dossier.state} is no state of {procedure.key}"
        return
    holders = present(state.held_by, dossier.parties) if state.held_by else ()
    if len(holders) != (0 if state.final else 1) or office.holders[number] != next(iter(holders), None):
        yield f"{state.name} lies with {holders}"
    yield from _about_obligations(office, dossier, closed=state.final)
    yield from _about_parties(procedure, dossier)
    if before and not (dossier.entries[: len(before.entries)] == before.entries and _kept(before, dossier)):
        yield "what was done is not what it was"


def _about_obligations(office: Office, dossier: Dossier, *, closed: bool) -> Iterator[str]:
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
        again = office.rules.reckoned(o.term, o.start, o.pauses, o.extended) if o.term and not o.fate else o.reckoned
        if again != o.reckoned:
            yield f"{o.duty} is not due when its term runs out"


def _about_parties(procedure: Procedure, dossier: Dossier) -> Iterator[str]:
    places = [d for side in procedure.sides.values() if not side.shared for d in present(side, dossier.parties)]
    yield from (f"{d} deals with itself" for d, n in Counter(places).items() if n > 1)


def _kept(before: Dossier, after: Dossier) -> bool:
    """Whoever had a place still stands there, and every fate is for good."""
    fates = [o for o in before.obligations if o.fate]
    places = all(after.parties[side][: len(ds)] == ds for side, ds in before.parties.items())
    return places and all(o in after.obligations for o in fates)


@lru_cache
def walked(key: str) -> tuple[frozenset[str], frozenset[str]]:
    """The acts done and the states seen in all walks of a procedure."""
    done: set[str] = set()
    seen: set[str] = set()

    @settings(max_examples=WALKS, deadline=None, derandomize=True, database=None)
    @given(seed=st.integers(0, 2**32))
    def walking(seed: int) -> None:
        walk = Walk(Random(seed))
        story = walk.office.open(key)
        for _ in range(STEPS):
            walk.step()
            seen.add(story.state)
            if story.state != "new" and story.procedure.states[story.state].final:
                break
        done.update(walk.done)

    walking()
    return frozenset(done), frozenset(seen)


@each
def test_every_dossier_is_as_it_should_be_after_every_step(procedure: Procedure) -> None:
    assert walked(procedure.key)


@each
def test_the_walks_come_everywhere(procedure: Procedure) -> None:
    done, seen = walked(procedure.key)
    acts = {act.name for act in procedure.acts}
    assert set(procedure.states) - seen - {"new"} == set()
    assert len(done & acts) >= 0.8 * len(acts)
