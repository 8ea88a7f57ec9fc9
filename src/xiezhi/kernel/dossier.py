"""A dossier as the rules see it: plain values that the office reads from its tables."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from .clock import Reckoning
from .law import Clause
from .rules import Rules
from .term import Extended, Pause, Start, Term
from .words import Facts, Parties


class Fate(StrEnum):
    """How an obligation ends: performed, no longer owed, or closed unperformed."""

    DONE = "done"
    LIFTED = "lifted"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One running duty (or right) of one department, with the term and the citation it was read under."""

    duty: str
    title: str = ""
    owed_by: str
    owed_to: tuple[str, ...]
    start: Start
    term: Term | None  # None: until a day that a form has set
    reckoned: Reckoning = field(default_factory=Reckoning)
    clauses: tuple[Clause, ...] = ()
    source: str = ""  # document, law or local default; empty where no term of the pack is read
    row: int | None = None
    right: bool = False
    scored: bool = True  # no overdue marks for courts and procuratorates
    pauses: tuple[Pause, ...] = ()
    extended: Extended | None = None
    fate: Fate | None = None
    ended_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, int | None]:
        """Nobody owes the same twice at a time."""
        return self.duty, self.owed_by, self.row

    @property
    def paused(self) -> bool:
        return any(pause.until is None for pause in self.pauses)

    def overdue(self, now: datetime) -> bool:
        """Too late already, or performed too late: `due` itself is the first instant that is."""
        due = self.reckoned.due
        return due is not None and (self.ended_at or now) >= due

    def end(self, fate: Fate, now: datetime) -> "Obligation":
        """This obligation with its fate. A suspension still open is over with it."""
        pauses = tuple(pause.over(now) for pause in self.pauses)
        return replace(self, fate=fate, ended_at=now, pauses=pauses)


@dataclass(frozen=True)
class Entry:
    """An act that was done. What one of many has filled in stands here alone, not in the facts."""

    act: str
    department: str
    at: datetime
    filled: Facts = field(default_factory=dict)
    person: str = ""


@dataclass(frozen=True)
class Link:
    """Another dossier about the same matter: the one violation in the world."""

    procedure: str
    state: str
    open: bool
    facts: Facts
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Holding:
    """What the catalogue says of an item on the day asked about."""

    competent: str
    enforcing: str
    moved_on: date | None = None


@dataclass(frozen=True)
class Dossier:
    """One run of a procedure; `new` until its first act."""

    procedure: str
    state: str = "new"
    opened_by: str = ""
    parties: Parties = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    obligations: tuple[Obligation, ...] = ()
    entries: tuple[Entry, ...] = ()
    matter: Sequence[Link] = ()

    @property
    def running(self) -> list[Obligation]:
        return [o for o in self.obligations if o.fate is None]


@dataclass(frozen=True)
class Actor:
    """A person as their mandate has them: a department and the roles held in it."""

    department: str
    roles: Collection[str]
    person: str = ""


@dataclass(frozen=True)
class Situation:
    """All that a guard may look at."""

    dossier: Dossier
    facts: Facts  # the dossier's, with what this act fills in
    actor: Actor
    department: str  # who acts, or for whom an outside party's act is recorded
    now: datetime
    rules: Rules
    catalogue: Mapping[str, Holding]

    def running(self, duty: str) -> list[Obligation]:
        return [o for o in self.dossier.running if o.duty == duty]

    def did(self, act: str) -> list[Entry]:
        return [entry for entry in self.dossier.entries if entry.act == act]

    def reckon(self, term: str, start: Start) -> Reckoning:
        """When this term of the pack runs out for the acting department's case."""
        return self.rules.reckon(term, start, {**self.facts, "department": self.department})
