"""A page for each procedure, made from its declaration: its states as a picture, its acts, duties, papers and forms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from babel.messages.catalog import Catalog

from xiezhi.kernel import (
    NEW,
    SYSTEM,
    Act,
    Clause,
    Duty,
    Guard,
    Key,
    NotOwed,
    Pack,
    Paper,
    Procedure,
    Right,
    Side,
    State,
)
from xiezhi.kernel.pack import Case, Material
from xiezhi.procedures import PROCEDURES
from xiezhi.web.fields import Spec, describe

from .collecting import packs

English = Callable[[str], str]
NONE = "–"
PACK = "wuyi-2021.toml"  # whose clauses and terms the pages show

GUARDS: Mapping[str, str] = {
    "settled": "nobody owes `{named}` any more",
    "overdue": "the term of `{named}` has run out",
    "elapsed": "the term `{named}` has gone by",
    "ahead": "early enough: the term `{named}` before the event",
    "arrived": "the moment in `{named}` has come",
    "happened": "what is said of `{named}` does not lie ahead",
    "done": "`{named}` has been done",
    "by_the_other": "by the side that did not do `{named}`",
    "another_person": "not by the person who did `{named}`",
    "at_most": "no more than the pack's limit `{named}` ({limit}) in the dossier",
    "reached": "the pack's limit `{named}` ({limit}) has been reached in the matter",
    "linked": "the matter's `{named}` has come far enough",
    "none_open": "the matter has no open `{named}`",
}


def pages(catalog: Catalog) -> dict[str, str]:
    """The page of every procedure by the name of its file, and the list of them."""
    pack = dict(packs())[PACK]
    told = [Page(procedure, pack, _english(catalog)) for procedure in PROCEDURES.values()]
    listed = "\n".join(f"- [{page.both(page.procedure.title)}]({page.name}){page.standing}" for page in told)
    index = f"# The procedures\n\nMade by `xiezhi describe` from the declarations in `src/xiezhi/procedures/`.\n\n{listed}\n"
    return {"README.md": index, **{page.name: page.text for page in told}}


def _english(catalog: Catalog) -> English:
    def english(text: str) -> str:
        found = catalog.get(text)
        return str(found.string) if found and found.string else text

    return english


@dataclass(frozen=True)
class Page:
    """One procedure in words, under one pack."""

    procedure: Procedure
    pack: Pack
    english: English

    @property
    def name(self) -> str:
        return f"{self.procedure.key}.md"

    @property
    def standing(self) -> str:
        return "" if self.procedure.offered else " (declared, not yet offered)"

    @property
    def text(self) -> str:
        parts = {
            "": self._head(), "Sides": self._sides(), "States": self._states(), "Acts": self._acts(),
            "Duties": self._duties(), "Papers": self._papers(), "Materials": self._materials(), "Forms": self._forms(),
        }  # fmt: skip
        made = ((title, "\n".join(lines).strip()) for title, lines in parts.items())
        return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in made if text) + "\n"

    def both(self, title: str) -> str:
        """A title in English, with the Chinese that people see."""
        english = self.english(title)
        return title if english == title else f"{english} {title}"

    def _head(self) -> Iterator[str]:
        yield f"# {self.both(self.procedure.title)}\n"
        yield f"Key `{self.procedure.key}`, version {self.procedure.version}{self.standing}. {self._cited(self.procedure.clause)}.\n"
        yield f"Clauses and terms are those of the rule pack `{self.pack.pack.key}`; another county's differ."
        yield "This page is made by `xiezhi describe` from the declaration: change that, not this."

    def _sides(self) -> Iterator[str]:
        sides = (side for side in self.procedure.sides.values() if side != SYSTEM.side)
        rows = ((f"`{side.name}`", self.both(side.title), self._taken(side)) for side in sides)
        yield from _table(("Side", "Title", "Taken by"), rows)

    def _taken(self, side: Side) -> str:
        how = "the department named in the form"
        if side in self.procedure.readers:
            how = "oversees"
        elif any(role.side == side for act in self.procedure.acts if NEW in act.at for role in act.roles):
            how = "whoever opens the dossier"
        if side.appointed:
            how += f", appointed by the pack's list `{side.appointed}`"
        return how + (", several" if side.many else "") + (", without a desk here" if side.outside else "")

    def _states(self) -> Iterator[str]:
        """The picture, and after it what each state is called."""
        yield "```mermaid\nstateDiagram-v2"
        for state in self._reached():
            yield f'  state "{self.english(state.title)}" as {_id(state)}'
        ways = sorted(self._ways(), key=lambda way: way[:2])
        for (start, end), acts in groupby(ways, key=lambda way: way[:2]):
            yield f"  {start} --> {end}: " + " / ".join(self.english(act.title).replace(":", ",") for _, _, act in acts)
        yield from (f"  {_id(state)} --> [*]" for state in self._reached() if state.final)
        yield "```\n"
        rows = ((f"`{s.name}`", self.both(s.title), self._holder(s)) for s in self._reached())
        yield from _table(("State", "Title", "The case lies with"), rows)

    def _reached(self) -> list[State]:
        return [state for state in self.procedure.states.values() if state != NEW]

    def _ways(self) -> Iterator[tuple[str, str, Act]]:
        """Every way from a state to another; acts that stay are in the table alone."""
        for act in self.procedure.acts:
            yield from ((_id(s), _id(act.to), act) for s in act.at if act.to and act.to != s)

    def _holder(self, state: State) -> str:
        return self.english(state.held_by.title) if state.held_by else "nobody: the end"

    def _acts(self) -> Iterator[str]:
        heads = ("Act", "Title", "By", "From → to", "Clause", "What follows", "Only if")
        yield from _table(heads, (self._act(act) for act in self.procedure.acts))

    def _act(self, act: Act) -> Iterator[str]:
        yield f"`{act.name}`"
        yield self.both(act.title)
        yield _lines(self._role(act))
        yield f"{', '.join(f'`{s.name}`' for s in act.at)} → {f'`{act.to.name}`' if act.to else 'stays'}"
        yield self._cited(act.clause)
        yield _lines(self._follows(act))
        yield _lines(self._guard(guard) for guard in act.guards)

    def _role(self, act: Act) -> Iterator[str]:
        for role in act.roles:
            who = "the system, by itself" if role == SYSTEM else self.english(role.title)
            yield f"{who} ({'; '.join(self._signing(role.approver))})" if role.approver else who

    def _signing(self, key: str) -> Iterator[str]:
        approver = self.pack.approvers[key]
        yield " or ".join(approver.roles)
        yield from (f"{' or '.join(case.roles)} where {_when(case)}" for case in approver.cases)

    def _follows(self, act: Act) -> Iterator[str]:
        told: tuple[tuple[str, Iterable[Duty | Paper]], ...] = (
            ("starts", act.starts), ("starts and completes", act.measures), ("completes", act.ends), ("lifts", act.lifts),
            ("lets lapse", act.lapses), ("pauses", act.suspends), ("resumes", act.resumes), ("extends", act.extends),
            ("issues", act.issues), ("makes void", act.voids),
        )  # fmt: skip
        yield from (f"{verb} {self._named(things)}" for verb, things in told if things)
        yield from (f"lets in the {self.english(side.title).lower()}" for side in act.admits)
        yield from (f"goes to the next of `{side.appointed}`" for side in act.escalates)
        if act.materials:
            yield f"needs the materials `{act.materials}`"
        if act.opens:
            yield f"proposes a dossier of `{act.opens.procedure}`"
        if act.discards:
            yield f"discards the proposed `{act.discards}` if nobody has begun it"
        if act.performed:
            yield f"what it completes counts as done at `{act.performed}`"
        if act.internal:
            yield "stays within its own side"

    def _named(self, things: Iterable[Duty | Paper]) -> str:
        return ", ".join(f"`{thing.name}`" for thing in things)

    def _guard(self, guard: Guard) -> str:
        kind, _, named = guard.name.partition(":")
        limit = self.pack.limits.get(named, "")
        plain = kind.replace("_", " ") + (" `{named}`" if named else "")
        told = named.replace(",", "`, `").replace(":", "` by every `")
        said = GUARDS.get(kind, plain).format(named=told, limit=limit)
        cited = f" ({self._cited(guard.clause)})" if guard.clause else ""
        unless = f", or a reason in `{guard.unless}`" if guard.unless else ""
        return said + unless + cited

    def _duties(self) -> Iterator[str]:
        heads = ("Duty", "Title", "Owed by → to", "Term", "Counted from", "Clause", "Source")
        yield from _table(heads, (self._duty(duty) for duty in self.procedure.duties.values()))

    def _duty(self, duty: Duty) -> Iterator[str]:
        rule = self.pack.terms.get(duty.term)
        yield f"`{duty.name}`" + (" (a right)" if isinstance(duty, Right) else "")
        yield self.both(duty.title)
        yield f"{self._who(duty.owed_by)} → {self._who(duty.to)}"
        yield _lines(self._terms(duty))
        chosen = (rule.starts if rule else None) or next(iter(duty.starts_from), "")
        yield f"`{chosen}`" if chosen else "the act itself"
        yield self._cited(duty.clause)
        yield rule.source if rule else NONE

    def _terms(self, duty: Duty) -> Iterator[str]:
        rule = self.pack.terms.get(duty.term)
        if rule is None:
            yield f"until `{duty.until}`"
            return
        yield _value(rule.value)
        for case in rule.cases:
            yield f"{_value(case.value or rule.value)} where {_when(case)}"

    def _who(self, sides: Side | Sequence[Side]) -> str:
        named = (sides,) if isinstance(sides, Side) else sides
        return ", ".join(self.english(side.title).lower() for side in named) or NONE

    def _papers(self) -> Iterator[str]:
        heads = ("Paper", "Title", "To", "Issued by", "Number")
        yield from _table(heads, (self._paper(paper) for paper in self.procedure.papers.values()))

    def _paper(self, paper: Paper) -> Iterator[str]:
        yield f"`{paper.name}`"
        yield self.both(paper.title)
        yield self._who(paper.to)
        yield ", ".join(f"`{act.name}`" for act in self.procedure.acts if paper in act.issues)
        yield f"`{self.pack.numbers[paper.number]}`" if paper.number else "that of the letter it goes with"

    def _materials(self) -> Iterator[str]:
        names = dict.fromkeys(act.materials for act in self.procedure.acts if act.materials)
        rows = (self._material(name, material) for name in names for material in self.pack.materials[name].values())
        yield from _table(("List", "Material", "Needed", "Clause"), rows)

    def _material(self, name: str, material: Material) -> Iterator[str]:
        yield f"`{name}`"
        yield self.both(material.title)
        said = "yes, or why it does not apply" if material.absent_with_reason else "yes"
        yield said if material.required else "if there is any"
        yield _lines(map(str, self.pack.quote(material.clause)))

    def _forms(self) -> Iterator[str]:
        asking = {act.form: [a.name for a in self.procedure.acts if a.form is act.form] for act in self.procedure.acts}
        for form, names in asking.items():
            if form.model_fields:
                yield f"### {', '.join(f'`{name}`' for name in names)}\n"
                yield from _table(("Field", "Title", "Answer", "Hint"), (self._field(spec) for spec in describe(form)))
                yield ""

    def _field(self, spec: Spec) -> Iterator[str]:
        yield f"`{spec.name}`" + ("" if spec.required else " (optional)")
        yield self.both(spec.title)
        listed = self.pack.choices.get(spec.choices, {})
        among = [self.english(title) for title in (*listed.values(), *spec.among)]
        yield ": ".join(filter(None, (spec.kind, " / ".join(among))))
        yield self.english(spec.hint) if spec.hint else NONE

    def _cited(self, clauses: Iterable[Clause | Key]) -> str:
        """As the pack reads them; what is its own default says so."""
        return _lines(dict.fromkeys(str(clause) for clause in self.pack.cite(tuple(clauses))))


def _value(value: object) -> str:
    return "not owed" if isinstance(value, NotOwed) else str(value).replace("_", " ")


def _when(case: Case) -> str:
    return " and ".join(f"{name} is {' or '.join(values)}" for name, values in case.when.items())


def _id(state: State) -> str:
    """What the picture calls a state; where all begins is a dot."""
    return "[*]" if state == NEW else state.name.replace("-", "_")


def _lines(said: Iterable[str]) -> str:
    return "<br>".join(said) or NONE


def _table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table, if it has any row."""
    made = [f"| {' | '.join(cell or NONE for cell in row)} |" for row in rows]
    if made:
        yield f"| {' | '.join(heads)} |"
        yield "|" + "---|" * len(heads)
        yield from made
