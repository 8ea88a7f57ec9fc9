"""Papers and files to whoever may read them: never inline as a page, always by their digest."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiezhi.office import queries, record
from xiezhi.office.composing import fill
from xiezhi.office.reading import dossier_of_file, dossier_of_paper
from xiezhi.office.store import Store, disposition
from xiezhi.registry.subjects import masked_of, masks

from .desk import AtDesk, at_desk

PIECE = 64 * 1024  # bytes


def _store() -> Store:
    return Store(Path(settings.FILES_DIR), settings.UPLOAD_MOST_BYTES)


@at_desk
def paper(request: AtDesk, number: int) -> HttpResponse:
    """A paper as it was issued, with the way to its PDF once that is printed."""
    opened, found = _paper(request, number)
    context = {
        "paper": _drawn(found, masks(masked_of(opened.kept.subject_id))),
        "issued": found,
        "pdf": reverse("pdf", args=[number]) if found.printed else "",
    }
    return render(request, "paper.html", context)


def _drawn(found: record.Issued, hidden: dict[str, str]) -> dict[str, object]:
    words = found.words
    return {
        "department": words["organ"], "number": found.number, "heading": words["heading"], "to": "、".join(words["to"]),
        "lines": [fill(line, hidden) for line in words["paragraphs"]], "date": words["date"], "rows": words.get("rows", ()),
    }  # fmt: skip


@at_desk
def pdf(request: AtDesk, number: int) -> HttpResponse | StreamingHttpResponse:
    """The PDF of a paper."""
    _, found = _paper(request, number)
    if not found.printed:
        raise Http404
    return _sent(found.printed, "application/pdf", f"{found.title}{found.number}.pdf", found.size or 0)


@at_desk
def file(request: AtDesk, number: int) -> HttpResponse | StreamingHttpResponse:
    """A file of the evidence, as it was taken in."""
    at = dossier_of_file(number)
    opened = queries.dossier(request.desk, at, request.now) if at else None
    found = next((f for f in record.read(opened).files if f.id == number), None) if opened else None
    if found is None:
        raise Http404
    return _sent(found.digest, found.media_type, found.name, found.size)


def _paper(request: AtDesk, number: int) -> tuple[queries.Open, record.Issued]:
    at = dossier_of_paper(number)
    opened = queries.dossier(request.desk, at, request.now) if at else None
    found = next((p for p in record.read(opened).papers if p.id == number), None) if opened else None
    if opened is None or found is None:
        raise Http404
    return opened, found


def _sent(digest: str, media_type: str, name: str, size: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(_store().open(digest)), content_type=media_type)
    response["Content-Disposition"] = disposition(name)
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Digest"] = digest
    return response


def _pieces(body: BinaryIO) -> Iterator[bytes]:
    with body:
        while piece := body.read(PIECE):
            yield piece
