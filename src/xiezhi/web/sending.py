"""Papers and files to whoever may read them: never inline as a page, always by their digest."""

from base64 import b64encode

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.office import queries, record
from xiezhi.office.composing import numbered
from xiezhi.office.reading import dossier_of_file, dossier_of_paper
from xiezhi.office.store import disposition
from xiezhi.office.uploads import store
from xiezhi.registry.subjects import masked_of, masks

from .desk import AtDesk, at_desk


class Sent(FileResponse):
    """A file on its way, in larger pieces; it is closed however the way ends."""

    block_size = 64 * 1024


@at_desk
def paper(request: AtDesk, number: int) -> HttpResponse:
    """A paper as it was issued, with the way to its PDF once that is printed. A page that waits for it asks for the way alone."""
    opened, found = _paper(request, number)
    context = {"issued": found, "pdf": reverse("pdf", args=[number]) if found.printed else "", "here": request.path}
    if request.htmx:
        return render(request, "parts/printed.html", context)
    hidden = masks(masked_of(opened.kept.subject_id))
    back = {"back": reverse("dossier", args=[opened.kept.id]), "case": opened.kept.title}
    return render(request, "paper.html", {**context, **back, "paper": numbered(found.text, hidden)})


@at_desk
def pdf(request: AtDesk, number: int) -> HttpResponseBase:
    """The PDF of a paper. One that is void says so in its name: what was printed never changes."""
    _, found = _paper(request, number)
    if not found.printed:
        raise Http404
    void = gettext("（已作废）") if found.voided_by else ""
    return _sent(found.printed, "application/pdf", f"{void}{found.title}{found.number}.pdf")


@at_desk
def file(request: AtDesk, number: int) -> HttpResponseBase:
    """A file of the evidence, as it was taken in."""
    at = dossier_of_file(number)
    opened = queries.dossier(request.desk, at, request.now) if at else None
    found = next((f for f in record.read(opened).files if f.id == number), None) if opened else None
    if found is None:
        raise Http404
    return _sent(found.digest, found.media_type, found.name)


def _paper(request: AtDesk, number: int) -> tuple[queries.Open, record.Issued]:
    at = dossier_of_paper(number)
    opened = queries.dossier(request.desk, at, request.now) if at else None
    found = next((p for p in record.read(opened).papers if p.id == number), None) if opened else None
    if opened is None or found is None:
        raise Http404
    return opened, found


def _sent(digest: str, media_type: str, name: str) -> FileResponse:
    response = Sent(store().open(digest), content_type=media_type)
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(digest.partition(':')[2])).decode()}:"  # RFC 9530
    return response
