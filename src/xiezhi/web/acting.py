"""The page of an act: its form, what follows from it, and doing it. Opening a dossier is an act as any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import ValidationError

from xiezhi.kernel import NEW, Act, Dossier, NoSuchAct, NotApplicable, NotDone, NotEntitled, Procedure, day_of, possible
from xiezhi.kernel.decide import filled_in
from xiezhi.office import drafts, record
from xiezhi.office.attempting import Attempt, so_far
from xiezhi.office.dossiers import items
from xiezhi.office.drafts import Begun
from xiezhi.office.naming import may_open
from xiezhi.office.perform import perform
from xiezhi.office.queries import Open
from xiezhi.office.requests import Absent, OutOfDate, Request
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.catalogue import holding
from xiezhi.registry.rules import InForce

from . import attaching, beside, choosing, drafting, forms, keeping, limits, timeline
from .consequences import Foresight, Said
from .deciding import as_typed, decision, to_be_worded
from .desk import AtDesk, at_desk
from .dossier import opened_at
from .present import cite
from .refusing import besides, conflict, wrongs


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An act that is about to be done: of which procedure, in which dossier, under which rules."""

    procedure: Procedure
    act: Act
    force: InForce
    opened: Open | None = None

    @property
    def dossier(self) -> Dossier:
        return self.opened.kept.dossier if self.opened else Dossier(self.procedure.key)

    @property
    def number(self) -> int | None:
        return self.opened.kept.id if self.opened else None

    @property
    def revision(self) -> int:
        return self.opened.kept.revision if self.opened else 0

    @property
    def materials(self) -> list[str]:
        """What must be attached, by the pack's keys."""
        return list(self.force.rules.pack.materials.get(self.act.materials, ()))

    @property
    def mine(self) -> bool:
        """Whether this desk can do it now. Nobody else is shown what it would issue."""
        return self.opened is None or self.act in self.opened.acts

    def attempt(self, request: AtDesk, filled: Mapping[str, Any]) -> Attempt:
        """What is about to be done, with what is typed so far."""
        kept, rules = self.opened.kept if self.opened else None, self.force.rules
        named = [holding(key, day_of(request.now)) for key in items(filled)]
        known = {**(kept.catalogue if kept else {}), **{one.key: one.holding for one in named if one}}
        return Attempt(
            procedure=self.procedure, act=self.act, dossier=self.dossier, actor=request.desk.actor, rules=rules,
            at=request.now, typed=so_far(self.act.form, filled), catalogue=known, number=self.number,
        )  # fmt: skip

    def begun(self, key: str = "") -> Begun:
        """Which draft is its own: several dossiers may be begun at once, in a dossier there is one for each act."""
        return Begun(self.procedure.key, self.number, self.act.name, "" if self.number else key)

    @property
    def back(self) -> str:
        return reverse("dossier", args=[self.number]) if self.number else reverse("open")


def _key(raw: forms.Raw) -> str:
    """The form's own key, made when it was first shown."""
    return raw.get("_key", "")[:100]


@at_desk
def opening(request: AtDesk) -> HttpResponse:
    """What can be opened: the first acts of every procedure that this person may do; beside another dossier, if one is named."""
    rules, other = request.force.rules, beside.dossier(request, request.GET.get("about", ""))
    query = f"?about={other.kept.id}" if other else ""
    offers = [
        (gettext(p.title), [{**_offer(p, act, request), "query": query} for act in acts])
        for p in PROCEDURES.values()
        if p.offered
        and (acts := [a for a in possible(p, Dossier(p.key), request.desk.actor, rules) if _open_to(p, a, request)])
    ]
    return render(request, "open.html", {"offers": offers, "beside": other.kept.title if other else ""})


def _open_to(procedure: Procedure, act: Act, request: AtDesk) -> bool:
    body = request.eyes.bodies.get(request.desk.department)
    return body is not None and any(may_open(procedure, role.side, body) for role in act.roles)


def _offer(procedure: Procedure, act: Act, request: AtDesk) -> dict[str, str]:
    """A first act, with the clause that it rests on and what it starts."""
    ahead = Foresight(procedure, act, Dossier(procedure.key), request.force, request.eyes)
    return {
        "title": gettext(act.title), "clause": cite(request.force.rules.cite(act.clause)),
        "hint": gettext("；").join(ahead.sentences()), "href": reverse("begin", args=[procedure.key, act.name]),
    }  # fmt: skip


@at_desk
def begin(request: AtDesk, procedure: str, name: str) -> HttpResponse:
    """Open a dossier by its first act."""
    declared = PROCEDURES.get(procedure)
    if declared is None or not declared.offered:
        raise Http404
    asked = Asked(procedure=declared, act=_act(declared, name), force=request.force)
    if NEW not in asked.act.at:
        raise Http404
    if asked.act not in possible(declared, asked.dossier, request.desk.actor, asked.force.rules):
        return render(request, "gone.html", {"href": asked.back, "act": gettext(asked.act.title)}, status=403)
    return _answer(request, asked)


@at_desk
def act(request: AtDesk, number: int, name: str) -> HttpResponse:
    """Do one act in a dossier."""
    opened = opened_at(request, number)
    asked = Asked(
        procedure=opened.kept.procedure, act=_act(opened.kept.procedure, name), force=opened.force, opened=opened
    )
    if asked.act not in opened.acts and (request.method == "GET" or not asked.procedure.offered):
        return render(request, "gone.html", {"href": asked.back, "act": gettext(asked.act.title)}, status=409)
    return _answer(request, asked)


def _act(procedure: Procedure, name: str) -> Act:
    try:
        return procedure.act(name)
    except NoSuchAct:
        raise Http404 from None


def _answer(request: AtDesk, asked: Asked) -> HttpResponse:
    if request.method != "POST":
        return _page(request, asked, _raw(request, asked))
    raw = limits.typed(keeping.unfolded(request.POST))
    if "preview" in request.GET:  # it carries the whole form, and does nothing
        return render(request, "parts/preview_said.html", {"said": _said(request, asked, raw)})
    if "papers" in request.GET:  # as little
        return render(request, "parts/foreseen.html", _ahead(request, asked, raw))
    return _posted(request, asked, raw)


def _posted(request: AtDesk, asked: Asked, raw: QueryDict) -> HttpResponse:
    """What its buttons ask for: the page again, a draft, or the act."""
    refused = attaching.take_in(raw, request)
    if forms.redraws(raw) or (refused and "draft" in raw):
        return _page(request, asked, raw, wrong=refused, status=422 if refused else 200)
    if refused:
        return _page(request, asked, raw, wrong=_objections(request, asked, raw) | refused, status=422)
    if "draft" in raw:
        return _kept(request, asked, raw)
    return _done(request, asked, raw)


def _ahead(request: AtDesk, asked: Asked, raw: forms.Raw) -> dict[str, Any]:
    """The papers that what is typed so far would word, for whoever may issue them."""
    filled = forms.parse(asked.act.form, raw)
    going = attaching.going_along(attaching.shown(request, asked.act, asked.opened, raw, {}))
    shown = as_typed(asked.attempt(request, filled), asked.opened, going) if asked.mine else None
    return {"ahead": shown, "papers": f"{request.path}?papers=1"}


def _objections(request: AtDesk, asked: Asked, raw: forms.Raw, fault: ValidationError | None = None) -> dict[str, str]:
    """All that stands against it: the fields that are wrong, and what can be told besides."""
    filled = forms.parse(asked.act.form, raw)
    try:
        _ = fault or filled_in(asked.act, filled, asked.force.rules)
    except ValidationError as found:
        fault = found
    told = (
        besides(asked.attempt(request, filled), forms.attached(raw, asked.materials), request.eyes)
        if asked.mine
        else {}
    )
    return {**told, **(forms.errors(fault, asked.act.form) if fault else {})}


def _kept(request: AtDesk, asked: Asked, raw: QueryDict) -> HttpResponse:
    _keep(request, asked, raw)
    messages.success(request, gettext("草稿存好了，可以随时接着写。"))
    return HttpResponseRedirect(asked.back if asked.number else reverse("drafts"))


def _keep(request: AtDesk, asked: Asked, raw: QueryDict) -> None:
    """Keep what is typed and attached so far."""
    filled = forms.parse(asked.act.form, raw)
    given = forms.attached(raw, asked.materials)
    filled |= {
        "materials": {k: {"reason": g.reason} if isinstance(g, NotApplicable) else list(g) for k, g in given.items()}
    }
    filled |= {beside.ABOUT: raw[beside.ABOUT]} if raw.get(beside.ABOUT) else {}
    drafts.keep(request.desk, asked.begun(_key(raw)), filled, request.now)


def _raw(request: AtDesk, asked: Asked) -> forms.Raw:
    """What the form begins with: a draft, or what this desk has been told already."""
    if kept := drafting.begun(request, asked.begun()):
        return forms.laid_out(kept)
    if asked.opened is None:
        return beside.begun(asked.act, request)
    if not (asked.act.form.model_fields or asked.act.materials):
        return forms.laid_out({})
    read = record.read(asked.opened)
    raw = forms.laid_out(choosing.beginning(asked.act, asked.opened, read.known, request, _own(asked, read)))
    for name, department in choosing.named_last(asked.act, read, asked.procedure).items():
        raw[name] = department
    if asked.act.materials:
        attaching.lay_out(raw, read)
    return raw


def _own(asked: Asked, read: record.Record) -> frozenset[str]:
    """The facts that this very act has filled in last, or nobody: those with which a proposal began."""
    last = {name: told.act for told in read.entries for name in asked.procedure.act(told.act).form.model_fields}
    return frozenset(n for n in asked.act.form.model_fields if last.get(n, asked.act.name) == asked.act.name)


def _done(request: AtDesk, asked: Asked, raw: QueryDict) -> HttpResponse:
    """Do it; or show the page again, with what is wrong and everything that was typed."""
    revision = raw.get("_revision", "")
    wanted = Request(
        act=asked.act.name, person=request.desk.person, at=request.now, on=asked.number, procedure=asked.procedure.key,
        filled=forms.parse(asked.act.form, raw), attached=forms.attached(raw, asked.materials),
        revision=int(revision[:10]) if revision.isdecimal() and asked.number else None,
        key=_key(raw), department=request.desk.department,
        about=None if asked.number else beside.number(raw.get(beside.ABOUT, "")),
    )  # fmt: skip
    try:
        done = perform(wanted)
    except ValidationError as fault:
        return _page(request, asked, raw, wrong=_objections(request, asked, raw, fault), status=422)
    except OutOfDate as stale:
        if asked.number and asked.act in opened_at(request, asked.number).acts:
            _keep(request, asked, raw)
        return conflict(request, stale, asked.act, asked.procedure, wanted)
    except Absent:
        raise Http404 from None
    except NotDone as refused:
        status = 403 if isinstance(refused, NotEntitled) else 422
        told = wrongs(refused.refusals, asked.act, so_far(asked.act.form, wanted.filled), request.eyes)
        return _page(request, asked, raw, wrong=told, status=status)
    drafts.drop(request.desk, asked.begun(_key(raw)))
    messages.success(request, gettext("“{act}”已办理，已留痕。").format(act=gettext(asked.act.title)))
    return HttpResponseRedirect(reverse("dossier", args=[done.dossier]))


def _page(
    request: AtDesk, asked: Asked, raw: forms.Raw, *, wrong: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = _around(request, asked) | _form(request, asked, raw, wrong or {}) | _read_before(request, asked, raw) | {
        "said": _said(request, asked, raw), "after": list(_foresight(request, asked).sentences()),
        "last": timeline.last(asked.opened, request.eyes) if asked.opened else None,
    }  # fmt: skip
    return render(request, "act.html", context, status=status)


def _read_before(request: AtDesk, asked: Asked, raw: forms.Raw) -> dict[str, Any]:
    """What is read before it is done: papers that are ready at once, those that this form words when they are asked for."""
    if not asked.mine:
        return {}
    if forms.PAPERS in raw:
        return _ahead(request, asked, raw)
    attempt = asked.attempt(request, {})
    worded = to_be_worded(attempt)
    return {"decision": decision(attempt, asked.opened), "papers": f"{request.path}?papers=1" if worded else ""}


def _foresight(request: AtDesk, asked: Asked) -> Foresight:
    return Foresight(asked.procedure, asked.act, asked.dossier, asked.force, request.eyes)


def _said(request: AtDesk, asked: Asked, raw: forms.Raw) -> list[Said]:
    """The terms that would begin with what is typed so far."""
    return _foresight(request, asked).terms(forms.parse(asked.act.form, raw))


def _around(request: AtDesk, asked: Asked) -> dict[str, Any]:
    """What stands about the form: where one is, by which clause, and what the terms begin with."""
    case = asked.opened.kept.title if asked.opened else gettext(asked.procedure.title)
    return {
        "title": gettext(asked.act.title), "purpose": gettext(asked.act.title), "case": case, "back": asked.back,
        "number": asked.number, "seen": asked.revision, "clause": cite(asked.force.rules.cite(asked.act.clause)),
        "preview": f"{request.path}?preview=1", "counts": bool(asked.act.starts or asked.act.measures),
    }  # fmt: skip


def _form(request: AtDesk, asked: Asked, raw: forms.Raw, wrong: Mapping[str, str]) -> dict[str, Any]:
    """The form with what was typed, what is wrong with it, and what must be attached."""
    sources = choosing.sources(asked.procedure, asked.act, asked.opened, raw, request)
    other = None if asked.number else beside.dossier(request, raw.get(beside.ABOUT, ""))
    return {
        "beside": other,
        "page": forms.page_form(asked.act.form, raw, wrong, sources), "action": request.path,
        "submit": gettext(asked.act.title), "draft": bool(asked.act.form.model_fields), "risk": bool(asked.act.voids),
        "revision": raw.get("_revision") or asked.revision, "key": raw.get("_key") or uuid4().hex,
        "upload": reverse("upload"), "again": "_again" in raw,
        "materials": attaching.shown(request, asked.act, asked.opened, raw, wrong),
    }  # fmt: skip
