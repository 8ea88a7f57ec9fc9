"""A small office in memory: procedures are told act by act, as the rules alone decide them.

Every dossier of an Office is about one matter. Time stands still until the story moves it; what the system
does by itself then follows, in every dossier, until nothing more does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xiezhi.kernel import (
    THE_SYSTEM,
    ZONE,
    Act,
    Actor,
    Asked,
    Attached,
    Calendar,
    Decision,
    Dossier,
    Entry,
    Holding,
    Link,
    NotDone,
    Obligation,
    Paper,
    Procedure,
    Refusal,
    Rules,
    Situation,
    World,
    decide,
    load,
    present,
    system_acts,
)  # fmt: skip
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.calendar_seed import seed_years

MONDAY = datetime(2021, 3, 1, 9, tzinfo=ZONE)
PACK = (Path(__file__).parents[1] / "packs" / "wuyi-2021.toml").read_text(encoding="utf-8")
CALENDAR = Calendar(seed_years())
RULES = load(PACK, CALENDAR, PROCEDURES.values())
CATALOGUE = {
    "planning-permit": Holding(competent="zrzy", enforcing="zfj", moved_on=date(2020, 7, 1)),
    "water-abstraction": Holding(competent="slj", enforcing="slj"),
}
FIRM = {"kind": "firm", "name": "武义锐拓五金制品有限公司", "code": "91330723MA0YD3K8T7", "phone": "0579-87660001"}
TWO = [{"name": "金晨", "certificate": "浙G1"}, {"name": "徐晓峰", "certificate": "浙G2"}]


def at(text: str) -> datetime:
    """A moment in Wuyi: `at("2021-03-01 09:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(frozen=True)
class Issued:
    """A paper as it was issued."""

    dossier: int
    paper: Paper
    version: int
    number: str
    to: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass
class Office:
    """What perform() does with tables, done with values."""

    now: datetime = MONDAY
    rules: Rules = RULES
    catalogue: Mapping[str, Holding] = field(default_factory=lambda: CATALOGUE)
    procedures: Mapping[str, Procedure] = field(default_factory=lambda: PROCEDURES)
    dossiers: dict[int, Dossier] = field(default_factory=dict)
    holders: dict[int, str | None] = field(default_factory=dict)
    papers: list[Issued] = field(default_factory=list)
    void: set[str] = field(default_factory=set)  # numbers that stay, and count no more
    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    opened: int = 0

    def open(self, procedure: str, facts: Mapping[str, Any] | None = None) -> "Story":
        """A dossier that nobody has begun yet."""
        self.opened += 1
        self.dossiers[self.opened] = Dossier(procedure, facts=facts or {})
        return Story(self, self.opened)

    def seen(self, number: int) -> Dossier:
        """A dossier with the others of its matter."""
        return replace(self.dossiers[number], matter=tuple(self._link(n) for n in self.dossiers if n != number))

    def _link(self, number: int) -> Link:
        dossier = self.dossiers[number]
        final = dossier.state != "new" and self.procedures[dossier.procedure].states[dossier.state].final
        return Link(dossier.procedure, dossier.state, not final, dossier.facts, dossier.entries)

    def perform(self, number: int, asked: Asked) -> Decision:
        """One act, and what the system does on account of it."""
        decision = self._done(number, asked)
        self.follow()
        return decision

    def _done(self, number: int, asked: Asked) -> Decision:
        procedure = self.procedures[self.dossiers[number].procedure]
        decision = decide(procedure, self.seen(number), asked, World(self.rules, self.catalogue))
        self.dossiers[number] = after(self.dossiers[number], decision, asked)
        self.holders[number] = decision.holder
        self._issue(number, decision)
        if decision.act.opens:
            self.open(decision.act.opens.procedure, decision.carried)
        for n in [n for n, d in self.dossiers.items() if (d.procedure, d.state) == (decision.act.discards, "new")]:
            del self.dossiers[n]
        return decision

    def follow(self) -> list[str]:
        """What the system does by itself now, in all dossiers."""
        done: list[str] = []
        while waiting := next(self._waiting(), None):
            number, act = waiting
            done.append(act.name)
            self._done(number, Asked(act=act.name, by=THE_SYSTEM, now=self.now))
        return done

    def _waiting(self) -> Iterator[tuple[int, Act]]:
        for number in self.dossiers:
            dossier = self.seen(number)
            s = Situation(dossier, dossier.facts, THE_SYSTEM, "", self.now, self.rules, self.catalogue)
            yield from ((number, act) for act in system_acts(self.procedures[dossier.procedure], s))

    def _issue(self, number: int, decision: Decision) -> None:
        self.void |= {
            i.number for i in self.papers if i.number and i.dossier == number and i.paper in decision.act.voids
        }
        for paper in decision.act.issues:
            series = (decision.department, paper.number)
            self.numbers[series] += 1 if paper.number else 0
            n, year, agency = self.numbers[series], self.now.year, decision.department
            text = self.rules.pack.number(paper.number, agency=agency, year=year, n=n) if paper.number else ""
            version = 1 + sum(i.paper == paper and i.dossier == number for i in self.papers)
            sides = (paper.to,) if not isinstance(paper.to, tuple) else paper.to
            to = tuple(d for side in sides for d in present(side, self.dossiers[number].parties))
            self.papers.append(Issued(number, paper, version, text, to, decision.facts))


def after(dossier: Dossier, decision: Decision, asked: Asked) -> Dossier:
    """The dossier once a decision is carried out. Obligations that have their fate stay in it."""
    changed = {o.key: o for o in decision.changes}
    assert len(changed) == len(decision.changes), f"{decision.act.name} gives an obligation two fates"
    kept = tuple(o if o.fate else changed.get(o.key, o) for o in dossier.obligations)
    filled = {name: value for name, value in decision.form if decision.role.side.many}
    entry = Entry(decision.act.name, decision.department, asked.now, filled, asked.by.person)
    return replace(
        dossier, state=decision.state, opened_by=dossier.opened_by or decision.department,
        parties={**dossier.parties, **decision.admits}, facts={**dossier.facts, **decision.filled},
        obligations=(*kept, *decision.starts), entries=(*dossier.entries, entry),
    )  # fmt: skip


@dataclass
class Story:
    """One dossier, told act by act: `story("zrzy.handler", "find", **filled)`.

    Who acts is a department with one role, or several: `zrzy.handler+head`. The name is also the person's.
    """

    office: Office
    number: int

    def __call__(self, who: str, act: str, attached: Attached | None = None, /, **filled: Any) -> Decision:
        """What must be attached is attached, unless the story says what is."""
        department, _, roles = who.partition(".")
        by = THE_SYSTEM if who == "system" else Actor(department, roles.split("+"), who)
        files = self.materials(act) if attached is None else attached
        asked = Asked(act=act, by=by, now=self.office.now, filled=filled, attached=files)
        return self.office.perform(self.number, asked)

    def materials(self, act: str) -> dict[str, list[str]]:
        listed = self.office.rules.pack.materials.get(self.procedure.act(act).materials, {})
        return {key: [f"sha256:{key}"] for key, material in listed.items() if material.required}

    def refused(self, who: str, act: str, attached: Attached | None = None, /, **filled: Any) -> list[Refusal]:
        """Everything that stands against the act."""
        with pytest.raises(NotDone) as refused:
            self(who, act, attached, **filled)
        return list(refused.value.refusals)

    def refuses(self, who: str, act: str, attached: Attached | None = None, /, **filled: Any) -> str:
        """The one thing that stands against the act, in words and with its clauses."""
        (only,) = self.refused(who, act, attached, **filled)
        return str(only)

    def later(self, **span: float) -> list[str]:
        """Time goes by, and the system does what then is to be done."""
        self.office.now += timedelta(**span)
        return self.office.follow()

    @property
    def dossier(self) -> Dossier:
        return self.office.dossiers[self.number]

    @property
    def procedure(self) -> Procedure:
        return self.office.procedures[self.dossier.procedure]

    @property
    def state(self) -> str:
        return self.dossier.state

    @property
    def holder(self) -> str | None:
        return self.office.holders[self.number]

    @property
    def owed(self) -> set[str]:
        return {o.duty for o in self.dossier.running}

    def every(self, duty: str) -> list[Obligation]:
        """All obligations of a duty that there have been, oldest first."""
        return [o for o in self.dossier.obligations if o.duty == duty]

    def last(self, duty: str) -> Obligation:
        return self.every(duty)[-1]

    def due(self, duty: str) -> str:
        """The last day in time of the duty's latest obligation."""
        return str(self.last(duty).reckoned.due_date)

    def late(self, duty: str) -> bool:
        return self.last(duty).overdue(self.office.now)

    def fates(self, duty: str) -> list[str | None]:
        return [o.fate and str(o.fate) for o in self.every(duty)]

    @property
    def papers(self) -> list[Issued]:
        return [issued for issued in self.office.papers if issued.dossier == self.number]

    @property
    def issued(self) -> list[str]:
        return [f"{i.paper.name} {i.number}".strip() for i in self.papers]
