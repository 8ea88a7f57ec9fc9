"""From what the office keeps to what a page shows: names for keys, badges for due moments, words for terms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from xiezhi.kernel import Calendar, Clause, Obligation, Procedure, Refusal, Sentence, Term, Unit, day_of
from xiezhi.kernel.clock import standing
from xiezhi.kernel.errors import DepartmentKey
from xiezhi.office.composing import plain
from xiezhi.registry.directory import Body

from . import dates
from .badges import Badge, Clock, badge

Bodies = Mapping[str, Body]


@dataclass(frozen=True)
class Eyes:
    """What showing anything needs: the names, the moment, and the days that are worked."""

    bodies: Bodies
    now: datetime
    calendar: Calendar
    on_paper: bool = False  # for print: dates are said in full, as nobody knows when it is read

    @property
    def read_at(self) -> datetime | None:
        """The moment from which moments are said; none on paper."""
        return None if self.on_paper else self.now

    @property
    def read_on(self) -> date | None:
        """The day from which days are said; none on paper."""
        return None if self.on_paper else day_of(self.now)

    def short(self, key: str | None) -> str:
        body = self.bodies.get(key or "")
        return body.short if body else key or ""

    def name(self, key: str | None) -> str:
        body = self.bodies.get(key or "")
        return body.name if body else key or ""

    def shorts(self, keys: Sequence[str]) -> str:
        return gettext("、").join(self.short(key) for key in keys)

    def badge(self, o: Obligation, procedure: Procedure) -> Badge:
        """How long is left of an obligation, or how it ended."""
        return badge(self.clock(o, procedure), self.now, self.calendar.worked_in)

    def clock(self, o: Obligation, procedure: Procedure) -> Clock:
        """The plain values that a badge is made of."""
        since = [pause for pause in o.pauses if pause.until is None]
        rest = (
            standing(self.calendar, o.term, o.start, o.pauses, self.now, extended=o.extended)
            if since and o.term
            else None
        )
        return Clock(
            due=o.reckoned.due, due_date=o.reckoned.due_date, term=term_words(o.term), unit=_unit(o.term),
            in_hours=bool(o.term and o.term.in_hours), paused_since=since[0].since if since else None,
            paused_for=gettext(_ground(procedure, since[0].ground)) if since else "",
            remaining=rest.remaining if rest else None, fate=o.fate or "", ended_at=o.ended_at,
            late=bool(o.ended_at and o.overdue(o.ended_at)), provisional=o.reckoned.provisional,
            earliest=o.reckoned.earliest, latest=o.reckoned.latest, right=o.right, scored=o.scored,
            on_paper=self.on_paper,
        )  # fmt: skip

    def sentence(self, said: Sentence) -> str:
        """A refusal in the reader's language, with names for departments and dates in words."""
        given = {name: self._given(value) for name, value in said.given.items()}
        return gettext(said.text).format_map(given)

    def refusal(self, refusal: Refusal) -> str:
        """The sentence with the clauses that it rests on."""
        cited = gettext("、").join(str(clause) for clause in refusal.clauses)
        said = self.sentence(refusal.sentence)
        return gettext("{sentence}（{clauses}）").format(sentence=said, clauses=cited) if cited else said

    def _given(self, value: Any) -> str:
        if isinstance(value, tuple | list):
            return gettext("、").join(self._given(one) for one in value)
        if isinstance(value, DepartmentKey):
            return self.short(value)
        if isinstance(value, datetime):
            return dates.at(value, self.read_at)
        return gettext(value) if isinstance(value, str) and value else plain(value)


def _ground(procedure: Procedure, name: str) -> str:
    grounds = (ground for act in procedure.acts for ground in act.suspends.values())
    return next((ground.title for ground in grounds if ground.name == name), name)


def _unit(term: Term | None) -> Any:
    if term is None or term.open:
        return "open"
    return "before" if term.before else str(term.steps[-1][1])


def term_words(term: Term | None) -> str:
    """3个工作日; 24小时; 提前5日."""
    return _term_words(term, get_language())


@lru_cache(maxsize=256)
def _term_words(term: Term | None, language: str | None) -> str:  # noqa: ARG001 - the words are remembered by language
    if term is None:
        return gettext("表单所定日期")
    if term.open:
        return gettext("不定期")
    said = gettext("，再加").join(_step(n, unit) for n, unit in term.steps)
    return gettext("提前{span}").format(span=said) if term.before else said


STEPS: Mapping[Unit, Callable[[int], str]] = {
    Unit.WORKING_DAYS: lambda n: ngettext("{n}个工作日", "{n}个工作日", n),
    Unit.DAYS: lambda n: ngettext("{n}日", "{n}日", n),
    Unit.HOURS: lambda n: ngettext("{n}小时", "{n}小时", n),
    Unit.MONTHS: lambda n: ngettext("{n}个月", "{n}个月", n),
}


def _step(n: int, unit: Unit) -> str:
    return STEPS[unit](n).format(n=n)


def cite(clauses: Sequence[Clause]) -> str:
    """The articles, with the law where it is not the county's own document."""
    return gettext("、").join(dict.fromkeys(str(clause) for clause in clauses))
