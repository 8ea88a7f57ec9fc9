"""Unfinished forms: those that one may read, going on from a colleague's, and the end of one's own."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from xiezhi.office import drafts
from xiezhi.office.drafts import Begun
from xiezhi.procedures import PROCEDURES

from . import dates
from .desk import AtDesk, at_desk
from .present import Eyes


@at_desk
def draft_list(request: AtDesk) -> HttpResponse:
    """The unfinished forms that this desk may read; with `discard`, an own one is dropped."""
    if request.method == "POST":
        return _discarded(request)
    rows = [_row(one, request.eyes) for one in drafts.read_by(request.desk)]
    return render(request, "drafts.html", {"rows": rows})


def begun(request: AtDesk, form: Begun) -> Mapping[str, Any]:
    """With what the form of an act begins: the draft that was chosen, a colleague's as a copy; in a dossier else one's own."""
    chosen = _number(request.GET.get("draft", ""))
    found = drafts.pick(request.desk, chosen, form) if chosen else None
    if found and found.own:
        return {**found.filled, "_key": found.key}
    own = drafts.find(request.desk, form) if form.dossier else {}
    if found:
        said = gettext("这是{person}草稿的副本，原件不会改动；证件号码、电话和附件要另填。").format(person=found.person)
        messages.info(request, said + (gettext("您自己也有一份，存草稿会代替它。") if own else ""))
        return found.filled
    if form.dossier is None and (lying := drafts.unfinished(request.desk, form)):
        said = ngettext("您还有 {n} 份没有办完的草稿", "您还有 {n} 份没有办完的草稿", lying).format(n=lying)
        messages.info(request, format_html('{} <a href="{}">{}</a>', said, reverse("drafts"), gettext("看草稿")))
    return own


def _discarded(request: AtDesk) -> HttpResponse:
    if drafts.discard(request.desk, _number(request.POST.get("discard", ""))):
        messages.success(request, gettext("草稿已删除。"))
    return HttpResponseRedirect(reverse("drafts"))


def _row(one: drafts.Draft, eyes: Eyes) -> dict[str, Any]:
    procedure = PROCEDURES[one.procedure]
    act = procedure.act(one.act)
    place = (
        reverse("act", args=[one.dossier, one.act]) if one.dossier else reverse("begin", args=[one.procedure, one.act])
    )
    there = one.own and one.dossier  # where it is found without being chosen
    return {
        "id": one.id, "own": one.own, "href": place if there else f"{place}?draft={one.id}", "person": one.person,
        "title": one.case or str(one.filled.get("case_title", "")) or gettext(procedure.title),
        "act": gettext(act.title), "at": dates.at(one.updated_at, eyes.now),
    }  # fmt: skip


def _number(text: str) -> int:
    """The number of a draft; none has 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
