"""What is in force: a pack and a calendar, held against the procedures that ask for it."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from pydantic import ValidationError

from .calendar import Calendar
from .clock import Extended, Pause, Reckoning, Start, Term, ending, reckon
from .errors import Faulty
from .law import Clause, Clauses
from .pack import Example, NotOwed, Pack, Rule, Strict
from .words import Facts

SECTIONS = ("clauses", "terms", "appointments", "approvers", "choices", "limits", "materials", "numbers")


class Asks(Protocol):
    """A procedure, as far as a pack must serve it."""

    @property
    def keys(self) -> set[str]: ...
    def misses(self, pack: Pack) -> Iterator[str]: ...


class Rules(Strict):
    """What is in force: a pack and a calendar. All that the clock needs to know."""

    pack: Pack
    calendar: Calendar

    def rule(self, key: str, facts: Facts) -> Rule:
        return self.pack.terms[key].of(facts)

    def reckon(self, key: str, start: Start, facts: Facts, pauses: Sequence[Pause] = ()) -> Reckoning:
        """When the term runs out for these facts; never where it is not owed."""
        value = self.rule(key, facts).value
        return Reckoning() if isinstance(value, NotOwed) else self.reckoned(value, start, pauses)

    def reckoned(
        self, term: Term, start: Start, pauses: Sequence[Pause] = (), extended: Extended | None = None
    ) -> Reckoning:
        return reckon(
            self.calendar, term, start, pauses, extended=extended, day_ends=self.pack.pack.day_ends
        )

    def until(self, day: date | datetime, start: Start) -> Reckoning:
        """A day or a moment that a form has set."""
        return ending(self.calendar, day, start, day_ends=self.pack.pack.day_ends)

    def cite(self, cited: Clauses) -> tuple[Clause, ...]:
        return self.pack.cite(cited)


def load(text: str, calendar: Calendar, procedures: Iterable[Asks] = ()) -> Rules:
    """Read a pack, run its examples, and hold it against what the procedures ask for.

    Raises Faulty with every fault in words, a line each.
    """
    try:
        rules = Rules(pack=Pack.model_validate(tomllib.loads(text)), calendar=calendar)
    except ValidationError as wrong:
        faults = [".".join(map(str, e["loc"])) + ": " + e["msg"] for e in wrong.errors()]
        raise Faulty("\n".join(faults)) from None
    except tomllib.TOMLDecodeError as wrong:
        raise Faulty(str(wrong)) from None
    asking = list(procedures)
    faults = [*_uncited(rules.pack), *_broken_examples(rules), *(f for p in asking for f in p.misses(rules.pack))]
    if asking:
        faults += _unread(rules.pack, {key for p in asking for key in p.keys})
    if faults:
        raise Faulty("\n".join(faults))
    return rules


def _uncited(pack: Pack) -> Iterator[str]:
    """Clauses of the pack's own documents that it does not name."""
    for key, article in pack.clauses.items():
        if article.document not in pack.documents:
            yield f"clauses.{key}.document: no such document {article.document}"


def _unread(pack: Pack, asked: set[str]) -> Iterator[str]:
    """Keys that nobody reads."""
    for section in SECTIONS:
        held: Mapping[str, Any] = getattr(pack, section)
        yield from (f"{section}.{key}: nobody reads this" for key in held if f"{section}.{key}" not in asked)


def _broken_examples(rules: Rules) -> Iterator[str]:
    for n, example in enumerate(rules.pack.examples):
        if example.term not in rules.pack.terms:
            yield f"examples.{n}: no such term {example.term}"
        elif (due := _worked(rules, example)) != example.due_date:
            yield f"examples.{n}: {example.term} from {example.start} is {due}, not {example.due_date}"


def _worked(rules: Rules, example: Example) -> date | None:
    value = rules.rule(example.term, example.when).value
    if isinstance(value, NotOwed):
        return None
    pauses = [Pause("example", since, until) for since, until in example.paused]
    extended = Extended(example.extended_to[1], example.extended_to[0]) if example.extended_to else None
    return rules.reckoned(value, example.start, pauses, extended).due_date
