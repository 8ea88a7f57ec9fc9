"""The page of one dossier: who holds it, what I can do, what is owed, what was done, and what belongs to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import NEW, SYSTEM, Act, Obligation, Procedure, day_of, present
from xiezhi.kernel.seats import not_entitled
from xiezhi.office import queries, record
from xiezhi.office.attempting import Attempt, barring
from xiezhi.office.queries import Open
from xiezhi.office.record import Linked, Owing, Record, Told
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.subjects import masked_of

from . import assigning, dates, timeline
from .desk import AtDesk, at_desk
from .present import Eyes, cite, term_words
from .sheets import entered_later, sheet_of
from .values import Line, Teller, teller_of


@at_desk
def dossier(request: AtDesk, number: int) -> HttpResponse:
    """One dossier, as this desk may see it. 404 for whoever may not."""
    opened = opened_at(request, number)
    eyes = request.eyes = replace(request.eyes, on_paper="print" in request.GET)
    read = record.read(opened)
    teller = teller_of(opened, eyes)
    seen = read.entries[-1].number if read.entries else 0
    queries.saw(request.desk, number, seen)
    context = {
        "head": _head(opened), "holder": _holder(opened, read, eyes), "acts": _acts(opened, read, eyes), "seen": seen,
        "rail": list(_rail(opened, read, eyes)), "duties": [_duty(o, opened, eyes) for o in _ordered(read, eyes)],
        "entries": list(timeline.entries(read, opened.kept.procedure, teller)), "number": number,
        "facts": _facts(opened, read, teller), "parties": _parties(opened, eyes),
        "links": [_link(link) for link in read.links], "beside": _beside(opened), "materials": _materials(read, opened),
        "on_paper": eyes.on_paper, "assigning": assigning.part(request, number),
    }  # fmt: skip
    return render(request, "dossier.html", context)


def opened_at(request: AtDesk, number: int) -> Open:
    """The dossier if this desk may see it; otherwise there is none."""
    opened = queries.dossier(request.desk, number, request.now)
    if opened is None:
        raise Http404
    return opened


def _facts(opened: Open, read: Record, teller: Teller) -> list[Line]:
    """Whom and what it is about: what the first act said, as far as this desk has been told."""
    procedure = opened.kept.procedure
    opening = max((act for act in procedure.acts if NEW in act.at), key=lambda act: _answered(act, read.known))
    told = set(opening.form.model_fields)
    if not any(entry.number == 1 for entry in read.entries) and read.papers:
        told = {name for paper in read.papers for name in procedure.papers[paper.name].tells}
    known = {name: value for name, value in read.known.items() if name in told}
    return list(teller.lines(opening.form, known, masked_of(opened.kept.subject_id)))


def _answered(act: Act, known: Mapping[str, Any]) -> int:
    """How much of an act's form is known: the fullest is the one by which the dossier was opened."""
    return sum(known.get(name) is not None for name in act.form.model_fields)


def _head(opened: Open) -> dict[str, Any]:
    kept = opened.kept
    state = kept.procedure.states[kept.dossier.state]
    return {
        "title": kept.title or gettext(kept.procedure.title), "procedure": gettext(kept.procedure.title),
        "key": kept.procedure.key, "state": gettext(state.title), "urgent": kept.urgent, "oversees": opened.oversees,
        "former": opened.until is not None,
    }  # fmt: skip


def _holder(opened: Open, read: Record, eyes: Eyes) -> dict[str, Any]:
    kept = opened.kept
    state = kept.procedure.states[kept.dossier.state]
    if opened.until is not None:
        return {"closed": gettext("本单位退出时：{state}").format(state=gettext(state.title))}
    if state.final:
        return {"closed": gettext("已结束：{state}").format(state=gettext(state.title))}
    if state.held_by is None:  # proposed, and begun by nobody
        return {"closed": gettext(state.title), "waits": _waits(opened, None)}
    held = present(state.held_by, kept.dossier.parties)[-1:]
    owing = next((o for o in _ordered(read, eyes) if o.fate is None and o.obligation.owed_by in held), None)
    due = owing.obligation.reckoned.due if owing else None
    return {
        "department": eyes.shorts(held), "next": gettext(owing.obligation.title) if owing else "",
        "badge": eyes.badge(owing.obligation, kept.procedure) if owing else None,
        "until": dates.until(due, eyes.read_at) if due else "", "waits": _waits(opened, owing, read.links),
    }  # fmt: skip


def _waits(opened: Open, owing: Owing | None, links: Sequence[Linked] = ()) -> str:
    """For whom to do what: what is owed within hours, or else by what it usually goes on from here."""
    procedure, here = opened.kept.procedure, opened.kept.dossier.state
    if not procedure.offered:
        return gettext("这类协作还没有开通，请先在线下办理")
    there = [act for act in procedure.acts if here in {s.name for s in act.at} and SYSTEM not in act.roles]
    pressing = (act for act in there if owing and _presses(owing.obligation) and _ends(act, owing.obligation.duty))
    onward = (act for act in there if opened.goes_on(act) or (act.to and not procedure.usual))
    act = next(chain(pressing, onward), None)
    if act is None:
        return _outside(there, links)
    roles = not_entitled(act, opened.kept.dossier, opened.force.rules).sentence.given["roles"]
    who = gettext("或者").join(gettext(role) for role in roles)
    return gettext("等待{roles}办理“{act}”").format(roles=who, act=gettext(act.title))


def _outside(there: Sequence[Act], links: Sequence[Linked]) -> str:
    """What is proposed beside it and is not open here yet: where it is dealt with, and by which act its outcome comes back."""
    proposed = {link.procedure for link in links if link.revision == 0 and not PROCEDURES[link.procedure].offered}
    back = next((act for act in there if act.discards in proposed), None)
    if back is None:
        return ""
    said = gettext("“{procedure}”还没有开通，请先在线下办理；有了结果，办理“{act}”并写明结果")
    return said.format(procedure=gettext(PROCEDURES[back.discards].title), act=gettext(back.title))


def _presses(o: Obligation) -> bool:
    return o.term is not None and o.term.in_hours


def _ends(act: Act, duty: str) -> bool:
    return any(one.name == duty for one in act.ends)


def _acts(opened: Open, read: Record, eyes: Eyes) -> dict[str, list[dict[str, Any]]]:
    """What this person may do, most pressing first; what cannot be done now stands last, with the reason."""
    running = [o.obligation for o in _ordered(read, eyes) if o.fate is None]
    ways, barred = [], []
    for act in sorted(opened.acts, key=lambda act: _rank(act, opened, running)):
        title, bar = gettext(act.title), barring(Attempt.within(opened, act))
        if bar:
            barred.append({"title": title, "hint": eyes.sentence(bar.sentence)})
        else:
            cited, href = cite(opened.force.rules.cite(act.clause)), reverse("act", args=[opened.kept.id, act.name])
            ways.append({"title": title, "hint": cited, "href": href, "filled": _expected(act, opened, running)})
    return {"main": ways[:2], "others": [*ways[2:], *barred]}


def _expected(act: Act, opened: Open, running: Sequence[Obligation]) -> bool:
    """Whether one is waiting for it: it ends what this department owes, or takes on the case that lies with it."""
    own, kept = opened.desk.department, opened.kept
    held_by = kept.procedure.states[kept.dossier.state].held_by
    holds = held_by is not None and own in present(held_by, kept.dossier.parties)
    return any(_ends(act, o.duty) and o.owed_by == own for o in running) or (holds and opened.goes_on(act))


def _rank(act: Act, opened: Open, running: Sequence[Obligation]) -> tuple[int, bool, bool]:
    """What ends a duty that is owed within hours comes first, the nearest before; then what moves the case on."""
    ending = (n for n, o in enumerate(running) if _presses(o) and _ends(act, o.duty))
    performs = any(_ends(act, o.duty) for o in running)
    return next(ending, len(running)), not opened.goes_on(act), not performs


def _ordered(read: Record, eyes: Eyes) -> list[Owing]:
    """What runs comes first, nearest first; then what has ended, newest first."""
    running = sorted(
        (o for o in read.obligations if o.fate is None),
        key=lambda o: (o.obligation.reckoned.due is None, o.obligation.reckoned.due or eyes.now),
    )
    return [*running, *(o for o in reversed(read.obligations) if o.fate is not None)]


def _duty(owing: Owing, opened: Open, eyes: Eyes) -> dict[str, Any]:
    o = owing.obligation
    to = gettext(" → {bodies}").format(bodies=eyes.shorts(o.owed_to)) if o.owed_to else ""
    said = [f"{eyes.short(o.owed_by)}{to}", term_words(o.term), entered_later(owing, record.read(opened), eyes)]
    return {
        "title": gettext(o.title), "clause": cite(o.clauses), "local": o.source == "local default",
        "meta": " · ".join(filter(None, said)), "badge": eyes.badge(o, opened.kept.procedure),
        "gauge": _gauge(owing, opened), "sheet": sheet_of(owing, opened.force, eyes),
    }  # fmt: skip


def _gauge(owing: Owing, opened: Open) -> dict[str, Any] | None:
    """How much of a term in working days has gone."""
    o, calendar = owing.obligation, opened.force.rules.calendar
    if o.term is None or not o.term.counts_working_days or o.reckoned.due_date is None or o.term.before:
        return None
    start = day_of(o.start)
    of = calendar.worked_in(start, o.reckoned.due_date)
    used = min(of, calendar.worked_in(start, day_of(o.ended_at or opened.at)))
    return {
        "used": used,
        "of": of,
        "words": gettext("第 {used} / {of} 个工作日").format(used=used, of=of),
        "done": bool(owing.fate),
    }


@dataclass(frozen=True)
class Step:
    """A step of the rail."""

    title: str
    who: str
    at: str
    stage: str


def _rail(opened: Open, read: Record, eyes: Eyes) -> Iterator[Step]:
    """The usual way through, how far it has come, and where it stands now."""
    kept = opened.kept
    here = kept.dossier.state
    left = _left(kept.procedure, read.entries)
    usual = [state.name for state in kept.procedure.usual]
    past = usual.index(here) if here in usual else max((usual.index(s) for s in left if s in usual), default=-1) + 1
    ahead = [] if kept.procedure.states[here].final else usual[past:]
    steps = usual if here in usual else [*usual[:past], here, *ahead]
    for n, name in enumerate(steps):
        state, told = kept.procedure.states[name], left.get(name)
        stage = "here" if name == here else "done" if n < steps.index(here) else "ahead"
        if told and stage == "done":
            yield Step(gettext(state.title), eyes.short(told.department), dates.brief(told.at, eyes.read_at), stage)
        else:
            yield Step(gettext(state.title), _held(opened, name, eyes), "", stage)


def _left(procedure: Procedure, entries: Iterable[Told]) -> dict[str, Told]:
    """By which entry each state was left last. Where this desk does not see how one was reached, the act tells it."""
    left: dict[str, Told] = {}
    at = ""
    for told in entries:
        act = procedure.act(told.act)
        if act.to:
            names = [state.name for state in act.at]
            left[at if at in names else names[-1]] = told
            at = act.to.name
    return left


def _held(opened: Open, name: str, eyes: Eyes) -> str:
    side = opened.kept.procedure.states[name].held_by
    return eyes.shorts(opened.kept.dossier.parties.get(side.name, ())[-1:]) if side else ""


def _parties(opened: Open, eyes: Eyes) -> list[Line]:
    kept = opened.kept
    taken = kept.dossier.parties
    return [
        Line(gettext(side.title), eyes.shorts(taken[name] if side.many else taken[name][-1:]))
        for name, side in kept.procedure.sides.items()
        if name in taken
    ]


def _materials(read: Record, opened: Open) -> list[Line]:
    """Why a required material is lacking: the reasons of the last set."""
    titles = {k: m.title for listed in opened.force.rules.pack.materials.values() for k, m in listed.items()}
    last = max((f.entry for f in read.files), default=0)
    lacking = (f for f in read.files if f.entry == last and not f.digest)
    return [
        Line(gettext(titles.get(f.material, f.material)), gettext("不适用：{why}").format(why=f.reason))
        for f in lacking
    ]


def _link(link: Linked) -> dict[str, Any]:
    procedure = PROCEDURES[link.procedure]
    state = procedure.states.get(link.state)
    said = gettext("待提起") if link.revision == 0 else gettext(state.title) if state else ""
    relation = f"{gettext(procedure.title)} · {said}"
    return {
        "relation": relation,
        "href": reverse("dossier", args=[link.id]),
        "title": link.title or gettext(procedure.title),
    }


def _beside(opened: Open) -> str:
    """The way to open another about the same violation, for a handler of a department that has to do with it."""
    sits = not opened.oversees and opened.until is None
    mine = "handler" in opened.desk.roles and sits and opened.kept.revision
    return f"{reverse('open')}?about={opened.kept.id}" if mine else ""


@at_desk
def revision(request: AtDesk, number: int) -> HttpResponse:
    """Whether somebody has acted since the page was drawn: nothing, or a note that says so."""
    newest = queries.revision(request.desk, number)
    if newest is None:
        raise Http404
    seen = request.GET.get("seen", "")
    if seen.isdecimal() and int(seen[:10]) >= newest:
        return HttpResponse(status=204)
    return render(request, "parts/newer.html", {"href": reverse("dossier", args=[number])})
