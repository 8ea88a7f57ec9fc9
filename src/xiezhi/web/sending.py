"""Papers on a page, and papers and files to be saved, for whoever may read them."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from xiezhi.lexicon.forms import placeholder
from xiezhi.office import record, sending
from xiezhi.office.composing import numbered
from xiezhi.office.queries import Open
from xiezhi.registry.subjects import NUMBERS, masked_of, masks

from . import timeline
from .desk import AtDesk, at_desk


@at_desk
def paper(request: AtDesk, number: int) -> HttpResponse:
    """A paper as it was issued, with the way to its PDF once that is printed. A page that waits for it asks for the way alone."""
    opened, found = _paper(request, number)
    context = {"issued": found, "pdf": reverse("pdf", args=[number]) if found.printed else "", "here": request.path}
    if request.htmx:
        return render(request, "parts/printed.html", context)
    hidden = masks(masked_of(opened.kept.subject_id))
    back = {"back": reverse("dossier", args=[opened.kept.id]), "case": opened.kept.title}
    corrected_by = timeline.corrected_by(found, record.read(opened))
    masked = any(placeholder(name) in found.text for name in NUMBERS)
    shown = {"paper": numbered(found.text, hidden), "masked": masked, "corrected_by": corrected_by}
    return render(request, "paper.html", {**context, **back, **shown})


@at_desk
def pdf(request: AtDesk, number: int) -> HttpResponseBase:
    """The PDF of a paper."""
    opened, found = _paper(request, number)
    if not found.printed:
        raise Http404
    return sending.send_paper(opened, found)


@at_desk
def as_issued(request: AtDesk, number: int) -> HttpResponseBase:
    """The PDF of a void paper as it was before: what was sent."""
    opened, found = _paper(request, number)
    if not (found.void_copy and found.as_issued):
        raise Http404
    return sending.send_paper(opened, replace(found, void_copy=None))


@at_desk
def file(request: AtDesk, number: int) -> HttpResponseBase:
    """A file of the evidence, as it was taken in."""
    found = sending.file(request.desk, number, request.now)
    if found is None:
        raise Http404
    return sending.send_file(*found)


def _paper(request: AtDesk, number: int) -> tuple[Open, record.Issued]:
    found = sending.paper(request.desk, number, request.now)
    if found is None:
        raise Http404
    return found
