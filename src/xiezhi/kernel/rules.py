"""What is in force: a pack and a calendar, held against the procedures that ask for it."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from .calendar import Calendar
from .clock import Reckoning, ending, reckon
from .errors import Faulty
from .law import Clause, Clauses
from .lines import Path, line_of
from .pack import Example, NotOwed, Pack, Rule, Strict
from .term import Extended, Pause, Start, Term
from .words import Facts

if TYPE_CHECKING:
    from .procedure import Procedure

SECTIONS = ("clauses", "terms", "appointments", "approvers", "choices", "limits", "materials", "numbers")
Fault = tuple[Path, str]  # the key of the pack, and what is wrong with it


class Rules(Strict):
    """What is in force: a pack and a calendar. All that the clock needs to know."""

    pack: Pack
    calendar: Calendar

    def rule(self, key: str, facts: Facts) -> Rule:
        """The rule for these facts. Its term ends at the close of business where the pack says so."""
        rule = self.pack.terms[key].of(facts)
        if isinstance(rule.value, NotOwed):
            return rule
        return rule.model_copy(update={"value": rule.value.closing(self.pack.pack.day_ends)})

    def reckon(self, key: str, start: Start, facts: Facts, pauses: Sequence[Pause] = ()) -> Reckoning:
        """When the term runs out for these facts; never where it is not owed."""
        value = self.rule(key, facts).value
        return Reckoning() if isinstance(value, NotOwed) else self.reckoned(value, start, pauses)

    def reckoned(
        self, term: Term, start: Start, pauses: Sequence[Pause] = (), extended: Extended | None = None
    ) -> Reckoning:
        return reckon(self.calendar, term, start, pauses, extended=extended)

    def until(self, day: date | datetime, start: Start) -> Reckoning:
        """A day or a moment that a form has set."""
        return ending(self.calendar, day, start, closes=self.pack.pack.day_ends)

    def cite(self, cited: Clauses, *quoted: str) -> tuple[Clause, ...]:
        return self.pack.cite(cited, *quoted)


def load(text: str, calendar: Calendar, procedures: Iterable["Procedure"] = (), *, file: str = "pack") -> Rules:
    """Read a pack, run its examples, and hold it against what the procedures ask for.

    Raises Faulty with every fault in words, a line each: file, line and key first.
    """
    try:
        table = tomllib.loads(text)
        rules = Rules(pack=Pack.model_validate(table), calendar=calendar)
    except ValidationError as wrong:
        raise _faulty(((e["loc"], e["msg"]) for e in wrong.errors()), text, file) from None
    except tomllib.TOMLDecodeError as wrong:
        raise Faulty(f"{file}: {wrong}") from None
    asking, pack = list(procedures), rules.pack
    faults = [*_uncited(pack, table), *_broken_examples(rules), *(fault for p in asking for fault in p.misses(pack))]
    if asking:
        faults += [*_unread(pack, table, asking), *_idle(pack, asking)]
    if faults:
        raise _faulty(faults, text, file)
    return rules


def _faulty(faults: Iterable[Fault], text: str, file: str) -> Faulty:
    placed = ((line_of(text, path), ".".join(map(str, path)), said) for path, said in faults)
    return Faulty("\n".join(f"{file}:{line}: {key}: {said}" for line, key, said in placed))


def _cited(table: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every clause and document that the text names, and where."""
    for key, value in table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ():
        if key in ("clause", "document") and isinstance(value, str):
            yield (*path, key), value
        yield from _cited(value, (*path, key))


def _uncited(pack: Pack, table: Any) -> Iterator[Fault]:
    """Documents that it does not hold, and citations that are neither a key nor a law with its article."""
    for path, named in _cited(table):
        held = named in pack.documents if path[-1] == "document" else named in pack.clauses or " " in named
        yield from () if held else [(path, f"no such {path[-1]} {named}")]


def _unread(pack: Pack, table: Any, asking: Sequence["Procedure"]) -> Iterator[Fault]:
    """Keys that nobody reads."""
    asked = {key for p in asking for key in p.keys} | {f"clauses.{named}" for _, named in _cited(table)}
    for section in SECTIONS:
        held: Mapping[str, Any] = getattr(pack, section)
        yield from (((section, key), "nobody reads this") for key in held if f"{section}.{key}" not in asked)


def _idle(pack: Pack, asking: Sequence["Procedure"]) -> Iterator[Fault]:
    """Cases that never match: nobody can fill in what they hang on."""
    for section in ("terms", "approvers"):
        for key, kept in getattr(pack, section).items():
            users = [p for p in asking if f"{section}.{key}" in p.keys]
            for n, case in enumerate(kept.cases):
                for tag, value in ((tag, value) for tag, wanted in case.when.items() for value in wanted):
                    if tag != "department" and not any(p.may_be(tag, value, pack) for p in users):
                        yield (section, key, "cases", n, "when", tag), f"nobody can say {value} here"


def _broken_examples(rules: Rules) -> Iterator[Fault]:
    for n, example in enumerate(rules.pack.examples):
        try:
            if (due := _worked(rules, example)) != example.due_date:
                said = f"{example.term} from {example.start} is {due}, not {example.due_date}"
                yield ("examples", n, "due_date"), said
        except KeyError:
            yield ("examples", n, "term"), f"no such term {example.term}"
        except ValueError as wrong:
            yield ("examples", n, "start"), str(wrong)


def _worked(rules: Rules, example: Example) -> date | None:
    value = rules.rule(example.term, example.when).value
    if isinstance(value, NotOwed):
        return None
    pauses = [Pause("example", since, until) for since, until in example.paused]
    extended = Extended(example.extended_to[1], example.extended_to[0]) if example.extended_to else None
    return rules.reckoned(value, example.start, pauses, extended).due_date
