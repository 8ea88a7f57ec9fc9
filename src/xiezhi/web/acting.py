"""The page of an act: its form, what follows from it, and doing it. Opening a dossier is an act as any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from pydantic import ValidationError

from xiezhi.kernel import NEW, Act, Dossier, NoSuchAct, NotDone, Procedure, day_of, possible
from xiezhi.office import drafts, record
from xiezhi.office.composing import fill
from xiezhi.office.foreseeing import foreseen
from xiezhi.office.perform import perform
from xiezhi.office.queries import Open
from xiezhi.office.requests import Absent, OutOfDate, Request
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import InForce, current
from xiezhi.registry.subjects import masked_of, masks

from . import attaching, choosing, forms
from .consequences import Foresight
from .desk import AtDesk, at_desk
from .dossier import opened_at
from .present import cite
from .refusing import conflict, wrongs
from .workbench import eyes_of


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
    def back(self) -> str:
        return reverse("dossier", args=[self.number]) if self.number else reverse("open")


@at_desk
def opening(request: AtDesk) -> HttpResponse:
    """What can be opened: the first acts of every procedure that this person may do."""
    rules = current(day_of(request.now)).rules
    offers = [
        {
            "title": gettext(act.title), "procedure": gettext(p.title), "clause": cite(rules.cite(act.clause)),
            "href": reverse("begin", args=[p.key, act.name]),
        }
        for p in PROCEDURES.values() if p.offered
        for act in possible(p, Dossier(p.key), request.desk.actor, rules)
    ]  # fmt: skip
    return render(request, "open.html", {"offers": offers})


@at_desk
def begin(request: AtDesk, procedure: str, name: str) -> HttpResponse:
    """Open a dossier by its first act."""
    declared = PROCEDURES.get(procedure)
    if declared is None or not declared.offered:
        raise Http404
    asked = Asked(procedure=declared, act=_act(declared, name), force=current(day_of(request.now)))
    if NEW not in asked.act.at:
        raise Http404
    return _answer(request, asked)


@at_desk
def act(request: AtDesk, number: int, name: str) -> HttpResponse:
    """Do one act in a dossier."""
    opened = opened_at(request, number)
    asked = Asked(
        procedure=opened.kept.procedure, act=_act(opened.kept.procedure, name), force=opened.force, opened=opened
    )
    if request.method == "GET" and asked.act not in opened.acts:
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
    raw = request.POST.copy()
    attaching.take_in(raw, request.FILES, request.desk, request.now)
    if forms.redraws(raw):
        return _page(request, asked, raw)
    if "draft" in raw:
        drafts.keep(
            request.desk,
            asked.procedure.key,
            asked.number,
            asked.act.name,
            forms.parse(asked.act.form, raw),
            request.now,
        )
        return HttpResponseRedirect(asked.back if asked.number else reverse("drafts"))
    return _done(request, asked, raw)


def _raw(request: AtDesk, asked: Asked) -> forms.Raw:
    """What the form begins with: the draft, or what the dossier already knows."""
    kept = drafts.find(request.desk, asked.procedure.key, asked.number, asked.act.name)
    raw = forms.laid_out(kept or choosing.beginning(asked.act, asked.dossier, request.now))
    if asked.opened and asked.act.materials:
        attaching.lay_out(raw, record.read(asked.opened))
    return raw


def _done(request: AtDesk, asked: Asked, raw: QueryDict) -> HttpResponse:
    """Do it; or show the page again, with what is wrong and everything that was typed."""
    eyes = eyes_of(request)
    materials = asked.force.rules.pack.materials.get(asked.act.materials, {})
    revision = raw.get("_revision", "")
    wanted = Request(
        act=asked.act.name, person=request.desk.person, at=request.now, on=asked.number, procedure=asked.procedure.key,
        filled=forms.parse(asked.act.form, raw), attached=forms.attached(raw, list(materials)),
        revision=int(revision) if revision.isdigit() and asked.number else None, key=raw.get("_key", "")[:100],
        department=request.desk.department,
    )  # fmt: skip
    try:
        done = perform(wanted)
    except ValidationError as fault:
        return _page(request, asked, raw, wrong=forms.errors(fault, asked.act.form), status=422)
    except OutOfDate as stale:
        return conflict(request, stale, asked.act, asked.procedure, raw, eyes)
    except Absent:
        raise Http404 from None
    except NotDone as refused:
        return _page(request, asked, raw, wrong=wrongs(refused, asked.act, eyes), status=422)
    drafts.drop(request.desk, asked.procedure.key, asked.number, asked.act.name)
    return HttpResponseRedirect(reverse("dossier", args=[done.dossier]))


def _page(
    request: AtDesk, asked: Asked, raw: forms.Raw, *, wrong: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    eyes, wrong = eyes_of(request), wrong or {}
    sources = choosing.sources(asked.act, asked.dossier, asked.force.rules.pack, raw, request)
    page = forms.page_form(asked.act.form, raw, wrong, sources)
    ahead = Foresight(asked.procedure, asked.act, asked.dossier, asked.force, eyes)
    said = ahead.terms(forms.parse(asked.act.form, raw))
    context = {
        "page": page, "action": request.path, "submit": gettext(asked.act.title), "title": gettext(asked.act.title),
        "draft": bool(asked.act.form.model_fields), "back": asked.back, "revision": asked.revision,
        "key": raw.get("_key") or uuid4().hex, "clause": cite(asked.force.rules.cite(asked.act.clause)),
        "materials": attaching.shown(asked.force.rules.pack, asked.act, asked.opened, raw, wrong),
        "upload": reverse("upload"), "said": said, "preview": f"{request.path}?preview=1", "after": list(ahead.sentences()),
        "case": asked.opened.kept.title if asked.opened else gettext(asked.procedure.title), "number": asked.number, "seen": asked.revision,
        "papers": _papers(asked, request) if status == 200 else (), "counts": bool(asked.act.starts or asked.act.measures), "risk": bool(asked.act.voids), "purpose": gettext(asked.act.title),
    }  # fmt: skip
    if "preview" in request.GET:
        return render(request, "parts/preview_said.html", context)
    return render(request, "act.html", context, status=status)


def _papers(asked: Asked, request: AtDesk) -> Sequence[Any]:
    """What one reads before approving: the papers as they will be issued, numbers of persons hidden."""
    if asked.opened is None or not asked.act.roles[0].approver or asked.act.to is None or asked.act.to.final:
        return ()
    papers = foreseen(asked.opened.kept, asked.act, asked.force.rules.pack, request.now)
    hidden = masks(masked_of(asked.opened.kept.subject_id))
    return [{**paper, "lines": [fill(line, hidden) for line in paper["lines"]]} for paper in papers]
