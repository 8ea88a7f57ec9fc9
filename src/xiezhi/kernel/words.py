"""The nouns of a procedure: sides, roles, states, duties, rights, grounds, papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from .law import Clauses

Facts = Mapping[str, Any]
Parties = Mapping[str, tuple[str, ...]]  # by side; of a place for one, the last holds it


@dataclass(frozen=True)
class Role:
    """What a mandate must say for its holder to act for a side.

    With `approver` the pack's list of that name says which roles may: who signs is the county's to settle.
    """

    name: str
    side: "Side"
    title: str
    approver: str = ""


@dataclass(frozen=True)
class Side:
    """A place in a procedure. `appointed` is the pack's list of who may take it, in order.

    An `outside` party (court, procuratorate) has no desk here: the opener's handler records its
    acts, with its document as proof, and its obligations are shown but never marked overdue.
    Nobody deals with themselves: a department has one place, unless the other is `shared` (an office, a member).
    """

    name: str
    title: str
    many: bool = False
    appointed: str = ""
    outside: bool = False
    shared: bool = False

    @property
    def handler(self) -> Role:
        return Role("handler", self, f"{self.title}承办人")

    @property
    def liaison(self) -> Role:
        return Role("liaison", self, f"{self.title}联络员")

    @property
    def head(self) -> Role:
        return Role("head", self, f"{self.title}分管负责人")

    @property
    def chief(self) -> Role:
        return Role("chief", self, f"{self.title}主要负责人")

    def approver(self, key: str) -> Role:
        """Whoever the pack's `[approvers.<key>]` lets sign for this side."""
        return Role("approver", self, f"{self.title}负责人", approver=key)

    def appointment(self, facts: Facts) -> str:
        """The key in the pack; a fact may choose it: `crime_{organ}`."""
        return self.appointed.format_map(facts)


Sides = Side | tuple[Side, ...]


def each(sides: Sides) -> tuple[Side, ...]:
    """The sides, one or several, as a row."""
    return (sides,) if isinstance(sides, Side) else sides


def present(side: Side, parties: Parties) -> tuple[str, ...]:
    """Who holds the place now: all of many, or the last to have taken it."""
    taken = parties.get(side.name, ())
    return taken if side.many else taken[-1:]


@dataclass(frozen=True)
class State:
    """Where a dossier stands, and with whom the case lies. One that lies with nobody is final."""

    name: str
    title: str
    held_by: Side | None = None

    @property
    def final(self) -> bool:
        return self.held_by is None and self.name != "new"


NEW = State("new", "未立卷")
SYSTEM = Role("system", Side("system", "系统"), "系统")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who owes what to whom, from when, within what term, by which clause.

    Several sides owe jointly: what one performs is performed for all. Of a side of many each party
    owes its own. `term` is a key of the pack and `starts_from` the named moments that the pack may choose from
    (by default the first that is known; none: the act's own time); or `until` names the day that a form sets.
    """

    name: str
    title: str
    owed_by: Sides
    clause: Clauses
    to: Sides = ()
    term: str = ""
    starts_from: Sequence[str] = ()
    until: str = ""
    each: str = ""  # a list in the form: one obligation for each of its rows

    @property
    def severally(self) -> bool:
        """Each has their own: it comes to an end one by one."""
        return bool(self.each) or any(side.many for side in each(self.owed_by))


class Right(Duty):
    """A duty's mirror: not owed but held, and an act that uses it too late is refused."""


@dataclass(frozen=True)
class Ground:
    """Why a term is suspended."""

    name: str
    title: str
    clause: Clauses


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An official document; issued again, it is its next version.

    `heading` and `text` are templates over the facts and ALWAYS; a line is a paragraph, one in （） is 附注, and in a
    slip `签收人｜{received_by}` is a line of its table and `经办人｜` one to sign at. `{a}` says 无 where nothing is
    filled in; `{a:宜由~查处。|尚无意见。}` the first with a in the place of ~, or else, and where no act has yet filled
    it in, the second. `{offender.code}`
    stays a placeholder until the paper is set, so that no number of a person is ever sealed. `layout` names the form
    it is set in (letter, slip, materials), `number` the pack's pattern (none: it carries no number of its own).
    """

    name: str
    title: str
    to: Sides
    text: str
    heading: str = ""
    number: str = ""
    layout: str = "letter"

    @property
    def tells(self) -> set[str]:
        """The facts that its templates name."""
        return asks(self.heading + self.text) - ALWAYS

    @property
    def asks(self) -> set[str]:
        """Those that they cannot do without: they do not say what else to say where there is none."""
        return asks(self.heading + self.text, but="|") - ALWAYS


# What every paper may name: the moment and the clauses of the act, the last day of what it starts, its two sides (我局,
# 贵局), and the letters that it answers or comes back to.
ALWAYS = {"now", "cited", "due", "us", "you", "incoming", "outgoing"}


def asks(template: str, but: str = "\0") -> set[str]:
    """The facts that a template names: `{offender.code}` asks for `offender`. Not those with `but` beside them."""
    return {name.partition(".")[0] for _, name, said, _ in Formatter().parse(template) if name and but not in f"{said}"}


OneOrMore = Role | Sequence[Role]
