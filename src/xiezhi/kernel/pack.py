"""A county's rules as data: documents, clauses, terms, appointments, approvers, choices, materials, numbers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from .law import Citation, Clause, Clauses, Key
from .term import Term
from .words import Facts


def _pattern(text: str) -> str:
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    if sorted(set(names)) != sorted(names) or not {"year", "n"} <= set(names) <= {"agency", "year", "n"}:
        raise ValueError(f"not a number pattern: {text!r} (it holds {{year}} and {{n}} once, and may hold {{agency}})")
    return text


class NotOwed:
    """The value `none`: the duty is not owed at all."""


def _value(text: str) -> Term | NotOwed:
    return NotOwed() if text == "none" else Term.parse(text)


Value = Annotated[Term | NotOwed, BeforeValidator(_value)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Wanted = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
When = Mapping[Literal["field", "kind", "urgency", "situation", "grade", "department"], Wanted]
Signing = Annotated[tuple[Literal["handler", "liaison", "head", "chief"], ...], Field(min_length=1)]


class Strict(BaseModel):
    """A section of the pack: closed to keys that it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Heading(Strict):
    key: str
    title: str
    jurisdiction: str = Field(pattern=r"^\d{6}$")
    revision: int = Field(1, ge=1)
    in_force_from: date
    in_force_until: date | None = None
    day_ends: time | None = None
    words: dict[str, str] = {}


class Document(Strict):
    """A source: its number (文号) as it is cited, its title, and since when it is in force."""

    number: str
    title: str
    in_force: date


class Article(Strict):
    document: str
    article: str = Field(min_length=1)


class Case(Strict):
    """What something else applies to: the first case that matches wins."""

    when: When = Field(min_length=1)

    def matches(self, facts: Facts) -> bool:
        return all(facts.get(tag) in wanted for tag, wanted in self.when.items())


class TermCase(Case):
    value: Value | None = None
    starts: str | None = None
    clause: str | None = None


class Rule(Strict):
    """A term: how long, by which clause, whose wording it is, and from which named moment."""

    value: Value
    clause: str = Field(min_length=1)
    source: Literal["document", "law", "local default"]
    starts: str | None = None
    cases: tuple[TermCase, ...] = ()

    def of(self, facts: Facts) -> "Rule":
        """This rule as it is for these facts."""
        case = next((case for case in self.cases if case.matches(facts)), None)
        own = {n: v for n in ("value", "starts", "clause") if (v := getattr(case, n, None)) is not None}
        return self.model_copy(update=own)

    @property
    def values(self) -> Iterator[tuple[Term | NotOwed, str | None]]:
        """Every value with the moment it would start from."""
        yield self.value, self.starts
        yield from ((case.value or self.value, case.starts or self.starts) for case in self.cases)


class ApproverCase(Case):
    roles: Signing


class Approver(Strict):
    """Which roles may sign, any one of them, by which clause."""

    roles: Signing
    clause: str = Field(min_length=1)
    cases: tuple[ApproverCase, ...] = ()

    def of(self, facts: Facts) -> tuple[str, ...]:
        """Who signs for these facts: major matters may need the chief."""
        return next((case.roles for case in self.cases if case.matches(facts)), self.roles)


class Material(Strict):
    """What must be attached. `absent_with_reason`: it may be lacking if it is said why there is none."""

    title: str
    clause: str = Field(min_length=1)
    required: bool = True
    absent_with_reason: bool = False


class Example(Strict):
    """A worked example: the pack is refused if the clock does not arrive at it."""

    term: str
    when: dict[str, str] = {}
    start: datetime | date
    paused: tuple[tuple[datetime, datetime], ...] = ()
    extended_to: tuple[datetime, date] | None = None
    due_date: date


class Pack(Strict):
    """All of a county's rules."""

    pack: Heading
    documents: dict[str, Document]
    clauses: dict[str, Article]
    terms: dict[str, Rule]
    appointments: dict[str, tuple[str, ...]]
    approvers: dict[str, Approver] = {}
    choices: dict[str, dict[str, str]] = {}
    limits: dict[str, int] = {}
    materials: dict[str, dict[str, Material]] = {}
    numbers: dict[str, Pattern] = {}
    examples: tuple[Example, ...] = Field(min_length=1)

    def cite(self, cited: Clauses, *quoted: str) -> tuple[Clause, ...]:
        """Citations as they read in this county, each once.

        Neutral keys become documents and articles; what the pack itself quotes may be a national law in words.
        """
        once: dict[str, Clause] = {}
        for c in (*cited, *map(self._quoted, quoted)):
            clause = self._article(c.name) if isinstance(c, Key) else c
            once.setdefault(str(clause), clause)
        return tuple(once.values())

    def quote(self, key: str) -> tuple[Clause, ...]:
        """What one of its own rules, approvers or materials cites."""
        return self.cite((), key)

    def number(self, kind: str, *, agency: str, year: int, n: int) -> str:
        """The number of a paper (文号) by the county's pattern."""
        return self.numbers[kind].format(agency=agency, year=year, n=n)

    def _quoted(self, key: str) -> Citation:
        law, _, article = key.partition(" ")
        return Key(key) if key in self.clauses else Clause(law, article, self.pack.in_force_from)

    def _article(self, key: str) -> Clause:
        article = self.clauses[key]
        document = self.documents[article.document]
        return Clause(document.number or document.title, article.article, document.in_force)
