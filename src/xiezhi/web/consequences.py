"""What follows from an act, said before it is done: what is numbered, sent, started and ended, and by when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from pydantic import TypeAdapter, ValidationError

from xiezhi.kernel import Act, Dossier, Duty, Moment, NotOwed, Term
from xiezhi.kernel.clock import Start
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


def previewed(act: Act, dossier: Dossier, force: InForce, filled: Mapping[str, Any], eyes: Eyes) -> list[Said]:
    """Every term that the act would start, from each moment that it could be counted from."""
    known = {**dossier.facts, **filled}
    return [said for duty in (*act.starts, *act.measures) for said in _duty(duty, known, force, eyes)]


def _duty(duty: Duty, known: Mapping[str, Any], force: InForce, eyes: Eyes) -> Iterator[Said]:
    if not duty.term:
        return
    rule = force.rules.rule(duty.term, known)
    if isinstance(rule.value, NotOwed) or rule.value.open:
        return
    chosen = rule.starts or next(iter(duty.starts_from), "")
    moments = [chosen, *(name for name in duty.starts_from if name != chosen)] if duty.starts_from else [""]
    for name in moments:
        start = _start(known.get(name)) if name else eyes.now
        if start is None or (rule.value.in_hours and not isinstance(start, datetime)):
            continue
        yield _said(duty, name, start, rule.value, force, eyes, counts=name == chosen)


def _start(typed: Any) -> Start | None:
    for kind in (_MOMENT, _DAY):
        try:
            return kind.validate_python(typed)
        except ValidationError:
            continue
    return None


def _said(duty: Duty, name: str, start: Start, term: Term, force: InForce, eyes: Eyes, *, counts: bool) -> Said:
    reckoned = force.rules.reckoned(term, start)
    until = dates.until(reckoned.due, eyes.now) if reckoned.due else ""
    clock = Clock(
        due=reckoned.due, due_date=reckoned.due_date, in_hours=term.in_hours, provisional=reckoned.provisional
    )
    rule = force.rules.rule(duty.term, {})
    title = (
        gettext(duty.title) if counts else gettext("若自{moment}起算").format(moment=gettext(MOMENTS.get(name, name)))
    )
    why = gettext("自{start}起{term}").format(start=_when(start, eyes), term=term_words(term))
    shown = badge(clock, eyes.now, eyes.calendar.worked_in) if counts else None
    return Said(title, until, shown, why, cite(force.rules.cite(duty.clause)), rule.source == "local default")


MOMENTS = {"found_at": "发现时间", "concluded_at": "认定时间", "decided_on": "作出日期"}


def _when(start: Start, eyes: Eyes) -> str:
    return dates.at(start, eyes.now) if isinstance(start, datetime) else dates.dated(start, eyes.now.date())


def after(act: Act, force: InForce, dossier: Dossier, eyes: Eyes) -> list[str]:
    """In sentences: papers that are numbered and sent, terms that begin, and terms that end."""
    return list(_after(act, force, dossier, eyes))


def _after(act: Act, force: InForce, dossier: Dossier, eyes: Eyes) -> Iterator[str]:
    for paper in act.issues:
        numbered = gettext("“{paper}”编号签发，文字不能再改") if paper.number else gettext("签发“{paper}”")
        yield numbered.format(paper=gettext(paper.title))
    for paper in act.voids:
        yield gettext("“{paper}”作废，编号保留").format(paper=gettext(paper.title))
    for duty in act.starts:
        who = gettext("、").join(gettext(side.title) for side in each(duty.owed_by))
        term = force.rules.rule(duty.term, dossier.facts).value if duty.term else None
        span = term_words(term) if isinstance(term, Term) else ""
        yield gettext("{who}的“{duty}”开始计时，{term}").format(who=who, duty=gettext(duty.title), term=span)
    for duty in act.suspends:
        yield gettext("“{duty}”中止计时").format(duty=gettext(duty.title))
    running = {o.duty for o in dossier.running}
    for duty in act.ends:
        if duty.name in running:
            yield gettext("“{duty}”办结").format(duty=gettext(duty.title))
    if act.opens:
        yield gettext("提出一件关联事项，由有关单位决定是否提起")
