"""What follows from an act, said before it is done: what is numbered, sent, started and ended, and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from pydantic import TypeAdapter, ValidationError

from xiezhi.kernel import Act, Dossier, Duty, Moment, NotOwed, Procedure, Term, day_of
from xiezhi.kernel.calendar import Beyond
from xiezhi.kernel.term import Start
from xiezhi.kernel.words import each
from xiezhi.registry.rules import InForce

from . import dates
from .badges import Badge, Clock, badge
from .present import Eyes, cite, term_words

_MOMENT = TypeAdapter[datetime](Moment)
_DAY = TypeAdapter[date](date)


@dataclass(frozen=True)
class Said:
    """One term that would begin, as parts/preview_said.html draws it."""

    title: str
    until: str
    badge: Badge | None
    why: str
    clause: str
    local: bool
    sheet: str = ""


@dataclass(frozen=True)
class Foresight:
    """An act that has not been done yet, and what is known where it would be done."""

    procedure: Procedure
    act: Act
    dossier: Dossier
    force: InForce
    eyes: Eyes

    def terms(self, filled: Mapping[str, Any]) -> list[Said]:
        """Every term that the act would start, from each moment that it could be counted from."""
        known = {**self.dossier.facts, **filled}
        return [said for duty in (*self.act.starts, *self.act.measures) for said in self._told(duty, known)]

    def _told(self, duty: Duty, known: Mapping[str, Any]) -> list[Said]:
        """Nothing, where a day is meant that no calendar reaches: the form says so itself."""
        try:
            return list(self._duty(duty, known))
        except Beyond:
            return []

    def _duty(self, duty: Duty, known: Mapping[str, Any]) -> Iterator[Said]:
        rule = self.force.rules.rule(duty.term, known) if duty.term else None
        if rule is None or isinstance(rule.value, NotOwed) or rule.value.open:
            return
        told = {**known, **self.act.form.model_fields}
        named = [name for name in dict.fromkeys((rule.starts, *duty.starts_from)) if name in told] or [""]
        for name in named:
            start = _start(known.get(name)) if name else self.eyes.now
            if start is not None and (isinstance(start, datetime) or not rule.value.in_hours):
                yield self._said(duty, rule.value, start, "" if name == named[0] else name)

    def _said(self, duty: Duty, term: Term, start: Start, instead: str) -> Said:
        """`instead` names another moment than the one that counts: shown for comparison."""
        reckoned, now = self.force.rules.reckoned(term, start), self.eyes.now
        clock = Clock(
            due=reckoned.due, due_date=reckoned.due_date, in_hours=term.in_hours, provisional=reckoned.provisional
        )
        when = dates.at(start, now) if isinstance(start, datetime) else dates.dated(start, day_of(now))
        title = gettext(duty.title)
        if instead:
            title = gettext("{duty}，若自{moment}起算").format(duty=title, moment=self._titled(instead))
        return Said(
            title, dates.until(reckoned.due, now) if reckoned.due else "",
            None if instead else badge(clock, now, self.eyes.calendar.worked_in),
            gettext("自{start}起{term}").format(start=when, term=term_words(term)),
            cite(self.force.rules.cite(duty.clause)),
            self.force.rules.pack.terms[duty.term].source == "local default",
        )  # fmt: skip

    def _titled(self, field: str) -> str:
        return gettext(self.procedure.fields[field].title or field)

    def sentences(self) -> Iterator[str]:
        """What is numbered, sent and made void; which terms begin, stand still and end; and whether the dossier does."""
        yield from self._papers()
        yield from self._duties()
        if self.act.opens:
            yield gettext("提出一件关联事项，由有关单位决定是否提起")
        if self.act.to and self.act.to.final:
            yield gettext("这件事就此结束：{state}").format(state=gettext(self.act.to.title))

    def _papers(self) -> Iterator[str]:
        issued = {paper.name for entry in self.dossier.entries for paper in self.procedure.act(entry.act).issues}
        for paper in self.act.issues:
            said = gettext("“{paper}”编号签发，文字不能再改") if paper.number else gettext("签发“{paper}”")
            yield said.format(paper=gettext(paper.title))
        for paper in self.act.voids:
            said = gettext("“{paper}”作废，编号保留") if paper.number else gettext("“{paper}”作废")
            yield from [said.format(paper=gettext(paper.title))] if paper.name in issued else []

    def _duties(self) -> Iterator[str]:
        running = {o.duty for o in self.dossier.running}
        for duty in self.act.starts:
            yield self._starting(duty)
        for duty in self.act.suspends:
            yield gettext("“{duty}”中止计时").format(duty=gettext(duty.title))
        for duty in (duty for duty in self.act.ends if duty.name in running):
            yield gettext("“{duty}”办结").format(duty=gettext(duty.title))
        for duty in (duty for duty in self.act.lapses if duty.name in running):
            yield gettext("“{duty}”还没有登记办理，此后记为未履行").format(duty=gettext(duty.title))

    def _starting(self, duty: Duty) -> str:
        who = gettext("、").join(gettext(side.title) for side in each(duty.owed_by))
        term = self.force.rules.rule(duty.term, self.dossier.facts).value if duty.term else None
        span = term_words(term) if isinstance(term, Term) else gettext("按表单所定日期")
        return gettext("{who}的“{duty}”开始计时：{term}").format(who=who, duty=gettext(duty.title), term=span)


def _start(typed: Any) -> Start | None:
    for kind in (_MOMENT, _DAY):
        try:
            return kind.validate_python(typed)
        except ValidationError:
            continue
    return None
