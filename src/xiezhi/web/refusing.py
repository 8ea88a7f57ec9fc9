"""What stands against an act, put beside the field that it is about; and what to say when somebody was first."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act, NotDone, Procedure, Refusal
from xiezhi.office import queries, record
from xiezhi.office.requests import OutOfDate

from . import dates
from .desk import AtDesk
from .present import Eyes
from .values import teller_of


def wrongs(refused: NotDone, act: Act, eyes: Eyes) -> Mapping[str, str]:
    """Each refusal in a sentence, by the field whose answer would change it; or by its own name."""
    return {_place(refusal, act): eyes.refusal(refusal) for refusal in refused.refusals}


def _place(refusal: Refusal, act: Act) -> str:
    if refusal.name.startswith("material:"):
        return refusal.name
    guard = next((g for g in act.guards if g.name == refusal.name), None)
    named = [guard.unless or "", *guard.asks] if guard else []
    named += refusal.name.partition(":")[2].split(",")
    return next((name for name in named if name in act.form.model_fields), refusal.name)


def conflict(
    request: AtDesk, stale: OutOfDate, act: Act, procedure: Procedure, typed: Mapping[str, Any]
) -> HttpResponse:
    """Somebody acted first: who, what, when; nothing was done, and what was typed is still here."""
    eyes, opened = request.eyes, queries.dossier(request.desk, stale.dossier, request.now)
    last = record.read(opened).entries[-1:] if opened else ()
    mine = list(teller_of(opened, eyes).filled(act.form, typed)) if opened else []
    said = {
        "who": f"{last[0].person or gettext('系统')}（{eyes.short(last[0].department)}）" if last else gettext("对方"),
        "at": dates.at(last[0].at, eyes.now) if last else "",
        "act": gettext(procedure.act(last[0].act).title) if last else "",
        "state": gettext(procedure.states[opened.kept.dossier.state].title) if opened else "",
        "mine": gettext(act.title), "typed": mine, "href": reverse("dossier", args=[stale.dossier]),
    }  # fmt: skip
    return render(request, "409.html", {"conflict": said}, status=409)
