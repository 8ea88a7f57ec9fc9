"""What stands against an act, put beside the field that it is about; and what to say when somebody was first."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import Act, Attached, Facts, Procedure, Refusal
from xiezhi.kernel.decide import lacking
from xiezhi.office import queries, record
from xiezhi.office.attempting import Attempt, against
from xiezhi.office.queries import Open
from xiezhi.office.record import Told
from xiezhi.office.requests import OutOfDate, Request

from . import dates
from .desk import AtDesk
from .present import Eyes
from .values import teller_of


def wrongs(refusals: Iterable[Refusal], act: Act, typed: Facts, eyes: Eyes) -> dict[str, str]:
    """Each refusal in a sentence, by the field whose answer would change it; or by its own name."""
    said: dict[str, str] = {}
    for refusal in refusals:
        named, told = _named(refusal, act, typed), eyes.refusal(refusal)
        if named:
            said[named] = f"{said[named]} {told}" if named in said else told
        else:  # of a wrong date one sentence is enough, however many terms would begin with it
            said.setdefault(_dated(refusal, typed) or refusal.name, told)
    return said


def besides(attempt: Attempt, attached: Attached, eyes: Eyes) -> dict[str, str]:
    """What can be told while some fields are still wrong: the materials that lack, and what the others stand against."""
    told = [*lacking(attempt.act, attempt.rules.pack, attached), *against(attempt)]
    return wrongs(told, attempt.act, attempt.typed, eyes)


def _named(refusal: Refusal, act: Act, typed: Facts) -> str:
    """Of what its guard asks for the field whose answer it tells of, or the first."""
    if refusal.name.startswith("material:"):
        return refusal.name
    guard = next((one for one in act.guarded if one.name == refusal.name), None)
    names = [*([guard.unless or "", *guard.asks] if guard else []), *refusal.name.partition(":")[2].split(",")]
    there = [name for name in names if name in act.form.model_fields]
    return next((name for name in there if _tells(refusal, typed.get(name))), next(iter(there), ""))


def _dated(refusal: Refusal, typed: Facts) -> str:
    return next((name for name, value in typed.items() if _tells(refusal, value)), "")


def _tells(refusal: Refusal, value: Any) -> bool:
    return value is not None and value in refusal.sentence.given.values()


def conflict(request: AtDesk, stale: OutOfDate, act: Act, procedure: Procedure, wanted: Request) -> HttpResponse:
    """Somebody acted first: who, what, when; nothing was done, and what was typed is still here."""
    eyes, opened = request.eyes, queries.dossier(request.desk, stale.dossier, request.now)
    last = _since(opened, wanted.revision or 0) if opened else None
    mine = list(teller_of(opened, eyes).filled(act.form, wanted.filled)) if opened else []
    said = {
        "own": bool(last and opened and _by(opened, last) == str(request.desk.person)),
        "who": f"{last.person or gettext('系统')}（{eyes.short(last.department)}）" if last else "",
        "at": dates.at(last.at, eyes.now) if last else "",
        "act": gettext(procedure.act(last.act).title) if last else "",
        "state": gettext(procedure.states[opened.kept.dossier.state].title) if opened else "",
        "mine": gettext(act.title), "typed": mine, "kept": bool(opened and act in opened.acts), "href": reverse("dossier", args=[stale.dossier]),
    }  # fmt: skip
    return render(request, "409.html", {"conflict": said}, status=409)


def _since(opened: Open, seen: int) -> Told | None:
    """The last that somebody has done since, as far as this desk sees it; or else the system."""
    later = [told for told in record.read(opened).entries if told.number > seen]
    return next((told for told in reversed(later) if told.person), next(reversed(later), None))


def _by(opened: Open, told: Told) -> str:
    """Who it was: two people may have one name."""
    return opened.kept.dossier.entries[told.number - 1].person
