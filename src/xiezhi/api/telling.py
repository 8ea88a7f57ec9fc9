"""From what the office keeps to what the API shows: names beside keys, sentences in the client's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from pydantic import TypeAdapter

from xiezhi.kernel import ZONE, Calendar, Clause, DepartmentKey, Sentence, State
from xiezhi.kernel import Obligation as Owing
from xiezhi.kernel import Procedure as Declared
from xiezhi.kernel.clock import standing
from xiezhi.lexicon.forms import Subject
from xiezhi.office.composing import plain
from xiezhi.office.queries import Line, Owed
from xiezhi.procedures import PROCEDURES
from xiezhi.registry import directory
from xiezhi.registry.subjects import Shown

from . import shapes

ROOT = "/api/v1"
_PLAIN = TypeAdapter[Any](Any)


@dataclass(frozen=True)
class Teller:
    """What showing anything needs: the names of departments, the moment, and the days that are worked."""

    names: Mapping[str, directory.Body]
    now: datetime
    calendar: Calendar

    def body(self, key: str) -> shapes.Body:
        """A department; one that the register does not know goes by its key."""
        known = self.names.get(key)
        return shapes.Body(key=key, name=known.name if known else key)

    def maybe(self, key: str | None) -> shapes.Body | None:
        return self.body(key) if key else None

    def bodies(self, keys: Iterable[str]) -> list[shapes.Body]:
        return [self.body(key) for key in keys]

    def line(self, line: Line) -> shapes.DossierLine:
        """A dossier in a list."""
        declared = PROCEDURES[line.procedure]
        return shapes.DossierLine(
            id=line.id, title=line.title or gettext(declared.title), procedure=procedure(declared),
            state=state(declared, line.state), urgent=line.urgent, holder=self.maybe(line.holder),
            opened_by=self.maybe(line.opened_by), handler=line.handler, due=line.due, touched_at=line.touched_at,
            closed_at=line.closed_at, href=dossier_href(line.id),
        )  # fmt: skip

    def owed(self, one: Owed) -> shapes.Owed:
        """A running obligation with its dossier."""
        declared = PROCEDURES[one.procedure]
        return shapes.Owed(
            obligation=self.obligation(one.id, one.dossier, one.obligation), case=one.case, urgent=one.urgent,
            procedure=procedure(declared), state=state(declared, one.state), handler=one.handler,
        )  # fmt: skip

    def obligation(self, number: int, dossier: int, o: Owing) -> shapes.Obligation:
        """An obligation, running or ended."""
        return shapes.Obligation(
            id=number, dossier=dossier, duty=o.duty, title=gettext(o.title), right=o.right,
            owed_by=self.body(o.owed_by), owed_to=self.bodies(o.owed_to), start=o.start,
            term=str(o.term) if o.term else None, source=o.source, due=o.reckoned.due, due_date=o.reckoned.due_date,
            provisional=o.reckoned.provisional, earliest=o.reckoned.earliest, latest=o.reckoned.latest,
            paused=self._standing(o), extended_to=o.extended.until if o.extended else None,
            overdue=o.scored and o.overdue(self.now), scored=o.scored, clauses=clauses(o.clauses), fate=o.fate,
            ended_at=o.ended_at, href=f"{dossier_href(dossier)}/obligations/{number}",
        )  # fmt: skip

    def _standing(self, o: Owing) -> shapes.Standing | None:
        if not o.paused or o.term is None or o.term.open:
            return None
        rest = standing(self.calendar, o.term, o.start, o.pauses, self.now, extended=o.extended)
        return shapes.Standing(
            paused_since=rest.paused_since, remaining=rest.remaining, unit=rest.unit, earliest_due=rest.earliest_due
        )


def procedure(declared: Declared) -> shapes.Named:
    """A procedure by its key and title."""
    return shapes.Named(key=declared.key, title=gettext(declared.title))


def state(declared: Declared, name: str) -> shapes.Named:
    """A state by its key and title. A proposed child stands in `new` until somebody begins it."""
    known: State | None = declared.states.get(name)
    return shapes.Named(key=name, title=gettext(known.title) if known else name)


def act(declared: Declared, name: str) -> shapes.Named:
    """An act by its key and title; one that a later version no longer has goes by its key."""
    title = next((known.title for known in declared.acts if known.name == name), "")
    return shapes.Named(key=name, title=gettext(title) if title else name)


def clauses(cited: Sequence[Any]) -> list[shapes.Cited]:
    """The articles that something rests on, each once; keys that no pack has resolved are left out."""
    once = dict.fromkeys(clause for clause in cited if isinstance(clause, Clause))
    return [shapes.Cited(text=str(c), law=c.law, article=c.article, as_of=c.as_of) for c in once]


def sentence(said: Sentence) -> str:
    """A refusal in words, with names for departments and dates written out."""
    keyed = any(isinstance(one, DepartmentKey) for value in said.given.values() for one in _each(value))
    names = directory.bodies() if keyed else {}
    given = {name: gettext("、").join(_named(one, names) for one in _each(value)) for name, value in said.given.items()}
    return gettext(said.text).format_map(given)


def _each(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _named(value: Any, names: Mapping[str, directory.Body]) -> str:
    if isinstance(value, DepartmentKey):
        return names[value].short if value in names else str(value)
    return gettext(value) if isinstance(value, str) and value else plain(value)


def facts(known: Mapping[str, Any], subject: Shown | None) -> dict[str, Any]:
    """The facts as JSON. Of the person or firm only what pages show: numbers masked."""
    return {name: _fact(value, subject) for name, value in known.items()}


def _fact(value: Any, subject: Shown | None) -> Any:
    if isinstance(value, Subject):
        return {n: v for n, v in subject.__dict__.items() if n != "id"} if subject else {"name": value.name}
    if isinstance(value, datetime):
        return value.astimezone(ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _PLAIN.dump_python(value, mode="json")


def dossier_href(number: int) -> str:
    """Where a dossier is found."""
    return f"{ROOT}/dossiers/{number}"
