"""What an act does to obligations: which it is about, how those change, and which start."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from .calendar import day_of, lies_ahead
from .dossier import Fate, Obligation, Situation
from .errors import DepartmentKey, Refusal, say
from .form import Form
from .pack import NotOwed, Rule
from .term import Extended, Pause, Start, Term
from .words import SYSTEM, Duty, Parties, Right, Role, Side, each, present

if TYPE_CHECKING:
    from .procedure import Act


@dataclass(frozen=True)
class Deed:
    """One act on its way to a decision."""

    act: "Act"
    role: Role
    form: Form
    s: Situation
    parties: Parties  # the dossier's, with those that this act admits

    @property
    def performed_at(self) -> datetime:
        """When it was really done: as the form says, or now."""
        at: datetime = self.s.facts[self.act.performed] if self.act.performed else self.s.now
        return at

    def about(self, duties: Iterable[Duty]) -> Iterator[Obligation]:
        """The running obligations that it concerns: the row's, the party's, one of many's own, or all."""
        row, party = getattr(self.form, "row", None), getattr(self.form, "party", None)
        for duty in duties:
            one_of_many = self.role.side.many and self.role.side in each(duty.owed_by)
            owed_by = party or (self.s.department if one_of_many else None)
            for o in self.s.running(duty.name):
                if row in (None, o.row) and owed_by in (None, o.owed_by):
                    yield o


def refusals(deed: Deed) -> Iterator[Refusal]:
    """What the clock and the parties have against it."""
    s, ending = deed.s, list(deed.about(deed.act.ends))
    if deed.act.ends and not ending:
        yield Refusal("nothing-owed", say("没有待履行的义务，也没有可行使的权利"))
    for o in {o.duty: o for o in ending if o.right and o.overdue(s.now)}.values():
        yield Refusal(f"right:{o.duty}", say("期限已于{day}届满", day=o.reckoned.due_date), o.clauses)
    for duty, limit in deed.act.extends.items():
        for o in deed.about([duty]):
            yield from _against_extending(o, limit, s)
    for duty in (*deed.act.starts, *deed.act.measures):
        yield from _against_starting(duty, deed)


def _against_extending(o: Obligation, limit: str, s: Situation) -> Iterator[Refusal]:
    """Before expiry only, forward only, and within the limit, which moves with the suspensions."""
    new: date = s.facts["new_due"]
    running = _timed(s, replace(o, pauses=tuple(pause.over(s.now) for pause in o.pauses)))
    until = running.reckoned.due_date or day_of(s.now)
    latest = s.rules.reckon(limit, o.start, {**s.facts, "department": o.owed_by}, running.pauses).due_date
    if o.overdue(s.now):
        yield Refusal(f"extends:{o.duty}", say("期限届满后不得延长"), o.clauses)
    elif new <= until:
        yield Refusal(f"extends:{o.duty}", say("应延至{day}之后", day=until), o.clauses)
    elif latest and new > latest:
        yield Refusal(f"extends:{o.duty}", say("最迟延至{day}", day=latest), o.clauses)


def _against_starting(duty: Duty, deed: Deed) -> Iterator[Refusal]:
    there = {d for ds in deed.parties.values() for d in ds}
    starting = list(_started(deed, duty))
    for o in starting[:1]:
        if lies_ahead(o.start, deed.s.now) and not (o.term and o.term.before):
            ahead = say("“{duty}”的起算时间（{at}）不得晚于现在", duty=duty.title, at=o.start)
            yield Refusal(f"future:{duty.name}", ahead, o.clauses)
    for d in sorted({o.owed_by for o in starting} - there):
        yield Refusal(f"stranger:{duty.name}", say("{body}不是当事单位", body=DepartmentKey(d)), starting[0].clauses)


def changes(deed: Deed) -> Iterator[Obligation]:
    """The running obligations that it ends, suspends, resumes or extends, as they then are."""
    act, s = deed.act, deed.s
    yield from (o.end(Fate.DONE, deed.performed_at) for o in deed.about(act.ends))
    yield from (o.end(Fate.LIFTED, s.now) for o in deed.about(act.lifts))
    lapsing = (o for o in deed.about(act.lapses) if deed.role != SYSTEM or o.overdue(s.now))
    yield from (o.end(Fate.LAPSED, s.now) for o in lapsing)
    for duty, ground in act.suspends.items():
        for o in deed.about([duty]):
            yield _timed(s, replace(o, pauses=(*o.pauses, Pause(ground.name, s.now))))
    for duty, ground in act.resumes.items():
        for o in deed.about([duty]):
            over = (p.over(s.now) if p.ground == ground.name else p for p in o.pauses)
            yield _timed(s, replace(o, pauses=tuple(over)))
    for o in deed.about(act.extends):
        yield _timed(s, replace(o, extended=Extended(s.facts["new_due"], s.now)))


def starts(deed: Deed) -> Iterator[Obligation]:
    """The obligations that it starts, save those that their party still owes."""
    ended = {o.key for o in changes(deed) if o.fate}
    still = {o.key for o in deed.s.dossier.running} - ended
    for duty in deed.act.starts:
        yield from (o for o in _started(deed, duty) if o.key not in still)
    for duty in deed.act.measures:
        yield from (o.end(Fate.DONE, deed.performed_at) for o in _started(deed, duty))


def _timed(s: Situation, o: Obligation) -> Obligation:
    if o.term is None:
        return o
    return replace(o, reckoned=s.rules.reckoned(o.term, o.start, o.pauses, o.extended))


def _started(deed: Deed, duty: Duty) -> Iterator[Obligation]:
    s = deed.s
    to = tuple(d for side in each(duty.to) for d in present(side, deed.parties))
    outside = {d for side in each(duty.owed_by) if side.outside for d in present(side, deed.parties)}
    for department, row, day in _owing(deed, duty):
        rule = _rule(deed, duty, department)
        if rule and isinstance(rule.value, NotOwed):
            continue
        start = _start(deed, duty, rule)
        o = Obligation(
            duty=duty.name, title=duty.title, owed_by=department, owed_to=to, row=row, start=start,
            right=isinstance(duty, Right), scored=department not in outside,
            term=rule.value if rule and isinstance(rule.value, Term) else None,
            clauses=s.rules.cite(duty.clause, *([rule.clause] if rule else [])), source=rule.source if rule else "",
        )  # fmt: skip
        yield replace(o, reckoned=s.rules.until(day, start)) if day else _timed(s, o)


def _rule(deed: Deed, duty: Duty, department: str) -> Rule | None:
    return deed.s.rules.rule(duty.term, {**deed.s.facts, "department": department}) if duty.term else None


def _start(deed: Deed, duty: Duty, rule: Rule | None) -> Start:
    """The moment that the pack has chosen, or else the first that is known; if none is named, when the act was really done."""
    named = (*([rule.starts] if rule and rule.starts else ()), *duty.starts_from)
    return next((deed.s.facts[name] for name in named if deed.s.facts.get(name)), deed.performed_at)


def _owing(deed: Deed, duty: Duty) -> Iterator[tuple[str, int | None, date | datetime | None]]:
    """Who owes it, for which row, and until which day if a form has set one."""
    facts = deed.s.facts
    for n, row in enumerate(facts.get(duty.each, ()), start=1):
        yield row.department, n, getattr(row, duty.until, None) if duty.until else None
    for side in each(duty.owed_by) if not duty.each else ():
        yield from ((d, None, facts.get(duty.until)) for d in _newly_named(deed, side) or present(side, deed.parties))


def _newly_named(deed: Deed, side: Side) -> tuple[str, ...]:
    """When the act names some of many, it is they who owe."""
    named = side.many and side in deed.act.admits and side.name in type(deed.form).model_fields
    return tuple(deed.s.facts[side.name]) if named else ()
