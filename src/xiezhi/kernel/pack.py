"""A county's rules as data: documents, clauses, terms, appointments, approvers, choices, materials, numbers."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from .clock import Term
from .law import Clause, Clauses, Key
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
When = Mapping[Literal["field", "kind", "urgency", "situation", "grade", "department"], str | tuple[str, ...]]


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
    """What another value applies to: the first case that matches wins."""

    when: When = Field(min_length=1)
    value: Value | None = None
    starts: str | None = None
    clause: str | None = None

    def matches(self, facts: Facts) -> bool:
        return all(_among(facts.get(name), wanted) for name, wanted in self.when.items())


def _among(fact: object, wanted: str | tuple[str, ...]) -> bool:
    return fact in (wanted if isinstance(wanted, tuple) else (wanted,))


class Rule(Strict):
    """A term: how long, by which clause, whose wording it is, and from which named moment."""

    value: Value
    clause: str = Field(min_length=1)
    source: Literal["document", "law", "local default"]
    starts: str | None = None
    cases: tuple[Case, ...] = ()

    def of(self, facts: Facts) -> "Rule":
        """This rule as it is for these facts."""
        case = next((case for case in self.cases if case.matches(facts)), None)
        if case is None:
            return self
        own = case.model_dump(include={"starts", "clause"}, exclude_none=True)
        return self.model_copy(update=own | ({} if case.value is None else {"value": case.value}))

    @property
    def values(self) -> Iterator[tuple[Term | NotOwed, str | None]]:
        """Every value with the moment it would start from."""
        yield self.value, self.starts
        yield from ((case.value or self.value, case.starts or self.starts) for case in self.cases)


class Approver(Strict):
    """Which roles may sign, any one of them, by which clause."""

    roles: tuple[Literal["handler", "liaison", "head", "chief"], ...] = Field(min_length=1)
    clause: str = Field(min_length=1)


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

    def cite(self, cited: Clauses) -> tuple[Clause, ...]:
        """Citations as they read in this county: neutral keys become documents and articles."""
        return tuple(self._article(c.name) if isinstance(c, Key) else c for c in cited)

    def quote(self, key: str) -> tuple[Clause, ...]:
        """What a rule or a material of the pack cites: a neutral key, or a national law in words."""
        if key in self.clauses:
            return (self._article(key),)
        law, _, article = key.partition(" ")
        return (Clause(law, article, self.pack.in_force_from),)

    def _article(self, key: str) -> Clause:
        article = self.clauses[key]
        document = self.documents[article.document]
        return Clause(document.number or document.title, article.article, document.in_force)
