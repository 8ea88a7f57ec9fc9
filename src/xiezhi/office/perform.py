"""The one place where a dossier changes: an act is done wholly, or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from xiezhi.kernel import (
    THE_SYSTEM,
    Actor,
    Asked,
    Decision,
    DepartmentKey,
    Dossier,
    Refusal,
    Refused,
    Situation,
    World,
    decide,
    entitled,
    say,
    system_acts,
)
from xiezhi.registry.rules import InForce, in_force

from . import attachments, facts, log, naming, obligations, opening, outbox, papers, rows
from .db import Writing
from .dossiers import Kept, load, lock
from .requests import Absent, Done, KeyReused, OutOfDate, Request


def perform(request: Request) -> Done:
    """Do one act: all of it, or none of it.

    Opening a dossier is its first act. Raises Absent, OutOfDate, KeyReused, UnknownFile, pydantic's
    ValidationError, and whatever decide() raises; nothing has changed then.
    """
    try:
        return _perform(request)
    except IntegrityError as twice:  # the same key came twice at one moment: the other one was first
        if "one_receipt_a_key" not in str(twice):
            raise
        return _perform(request)


def _perform(request: Request) -> Done:
    with transaction.atomic():
        kept = _taken(request)
        if kept.receipt:
            return _again(kept.receipt, request)
        if request.revision is not None and request.revision != kept.revision:
            raise OutOfDate(kept.id, kept.revision)
        force = in_force(kept.pack, kept.calendar)
        actor = _actor(kept, request, force)
        asked = Asked(act=request.act, by=actor, now=request.at, filled=request.filled, attached=request.attached)
        decision = decide(kept.procedure, kept.dossier, asked, World(force.rules, kept.catalogue))
        naming.check(kept.procedure, decision.form, request.at)
        if not kept.revision:
            naming.check_opener(kept.procedure, decision.role.side, decision.department, force.rules, request.at)
        after = _carry_out(kept, decision, request, force)
        _follow(after, request.at)
    return Done(after.id, kept.revision + 1)


def tick(dossier: int, at: datetime) -> None:
    """Let time pass for one dossier: the system does what is now to be done."""
    with transaction.atomic():
        lock(dossier)
        if kept := load(dossier, person=None, at=at):
            _follow(kept, at)


def _taken(request: Request) -> Kept:
    """The dossier under its lock, or a new one; for whoever may not see it there is none."""
    if request.on is None:
        return opening.opened(request)
    lock(request.on)
    kept = load(request.on, person=request.person, at=request.at, receipt=request.receipt, filled=request.filled)
    if kept and kept.receipt:  # whoever has done it is told so again, though their department has left since
        return kept
    seated = [m for m in kept.mandates if m.department in kept.desks] if kept else []
    meant = kept is not None and request.procedure in ("", kept.procedure.key)
    if kept is None or not meant or not any(request.department in ("", m.department) for m in seated):
        raise Absent
    return replace(kept, mandates=tuple(seated))


def _again(receipt: tuple[str, int, int], request: Request) -> Done:
    asked, dossier, entry = receipt
    if asked != request.digest:
        raise KeyReused
    return Done(dossier, entry)


def _actor(kept: Kept, request: Request, force: InForce) -> Actor:
    """As whose department the person acts: the one they name, or the only one that may do this.

    Raises Refused where several may: no act is ascribed to one of them by chance.
    """
    act, person = kept.procedure.act(request.act), str(request.person or "")
    known = [actor for actor in kept.actors(person) if request.department in ("", actor.department)]
    able = [actor for actor in known if any(entitled(act, kept.dossier, actor, force.rules))]
    if len(able) > 1:
        bodies = tuple(DepartmentKey(actor.department) for actor in able)
        said = say("您可以代表{bodies}办理“{act}”，请选定以哪个单位的名义", bodies=bodies, act=act.title)
        raise Refused(Refusal("department", said))
    return next(iter(able or known), Actor("", ()))


def _carry_out(kept: Kept, decision: Decision, request: Request, force: InForce) -> Kept:
    """Write everything that the decision changes; the dossier as it then is."""
    entry, at = kept.revision + 1, request.at
    files = attachments.take(kept, request, entry)
    subject = rows.keep_subject(kept, facts.subject_in(decision.form), decision.department, at)
    filled = facts.plain(decision.form, subject.reference if subject else None)
    worded = papers.word(kept, decision, force.rules.pack, at)
    deed = log.Deed(
        person=request.person, mandate=rows.mandate(kept, decision), at=at, filled=filled, attached=files,
        papers=[(w.paper.name, w.number, w.digest) for w in worded], rules=force.sealed,
    )  # fmt: skip
    writing = Writing()
    sealed = log.append(writing, kept, decision, deed)
    obligations.settle(writing, kept, decision, entry, force.calendar)
    papers.issue(writing, kept, decision, worded, entry, at)
    after = replace(
        kept, dossier=_after(kept.dossier, decision, request), revision=entry, seal=sealed,
        stored=kept.stored if decision.role.side.many else {**kept.stored, **filled},
        subject_id=subject.id if subject else kept.subject_id,
    )  # fmt: skip
    after = rows.keep(writing, after, decision, worded, at)
    outbox.put(writing, kept.id, entry, rows.told(kept, after, decision), at)
    rows.keep_receipt(writing, request, after)
    writing.send()
    if worded or decision.act.voids:
        outbox.have_printed(kept.id, entry)
    if decision.act.opens:
        after = opening.child(after, decision.act.opens.procedure, decision.carried, at)
    if decision.act.discards:
        after = opening.discard(after, decision.act.discards)
    return after


def _after(dossier: Dossier, decision: Decision, request: Request) -> Dossier:
    """The value that the rules see once this is done."""
    changed = {o.key: o for o in decision.changes}
    still = (changed.get(o.key, o) for o in dossier.obligations)
    return replace(
        dossier,
        state=decision.state,
        opened_by=dossier.opened_by or decision.department,
        parties={**dossier.parties, **decision.admits},
        facts={**dossier.facts, **decision.filled},
        obligations=(*(o for o in still if o.fate is None), *(o for o in decision.starts if o.fate is None)),
        entries=(*dossier.entries, rows.entry(decision, request)),
    )


def _follow(kept: Kept, at: datetime) -> None:
    """What the system then does by itself: here, then in the other dossiers of the matter, until nothing more follows."""
    kept = _settle_down(kept, at)
    others = [other for sibling in kept.siblings if (other := load(sibling, person=None, at=at))]
    moved = [other for other in others if _settle_down(other, at).revision > other.revision]
    if moved and (again := load(kept.id, person=None, at=at)):
        _follow(again, at)


def _settle_down(kept: Kept, at: datetime) -> Kept:
    force = in_force(kept.pack, kept.calendar)
    while act := next(_waiting(kept, at, force), None):
        moment = _since(kept, act, at)
        decision = decide(kept.procedure, kept.dossier, Asked(act=act, by=THE_SYSTEM, now=moment), World(force.rules))
        kept = _carry_out(kept, decision, Request(act=act, person=None, at=moment, on=kept.id), force)
    return kept


def _since(kept: Kept, name: str, at: datetime) -> datetime:
    """Since when the system act holds: from when the term that it waits for ran out, however late it is carried out."""
    awaited = {guard.name for guard in kept.procedure.act(name).guards}
    dues = [o.reckoned.due for o in kept.dossier.running if f"overdue:{o.duty}" in awaited and o.reckoned.due]
    last = max((entry.at for entry in kept.dossier.entries), default=at)
    return max(min((due for due in dues if due <= at), default=at), last)


def _waiting(kept: Kept, at: datetime, force: InForce) -> Iterator[str]:
    s = Situation(kept.dossier, kept.dossier.facts, THE_SYSTEM, "", at, force.rules, {})
    return (act.name for act in system_acts(kept.procedure, s))
