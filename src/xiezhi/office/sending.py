"""Papers and files handed out to whoever may read them: saved, never shown as a page, and told in the journal.

A page masks the numbers of the person or firm; a paper in print, and what is in evidence, does not.
"""

from base64 import b64encode
from datetime import datetime

from django.http import FileResponse
from django.utils.translation import gettext

from xiezhi.registry import journal
from xiezhi.registry.models import User

from . import queries, record
from .queries import Desk, Open
from .reading import dossier_of_file, dossier_of_paper
from .store import disposition
from .uploads import store


class Sent(FileResponse):
    """A file on its way, in larger pieces; it is closed however the way ends."""

    block_size = 64 * 1024


def paper(desk: Desk, number: int, at: datetime) -> tuple[Open, record.Issued] | None:
    """A paper with its dossier, as this desk may see both. None: for this desk there is none."""
    opened = _opened(desk, dossier_of_paper(number), at)
    found = next((one for one in record.read(opened).papers if one.id == number), None) if opened else None
    return (opened, found) if opened and found else None


def file(desk: Desk, number: int, at: datetime) -> tuple[Open, record.Attached] | None:
    """A file of the evidence with its dossier, likewise."""
    opened = _opened(desk, dossier_of_file(number), at)
    found = next((one for one in record.read(opened).files if one.id == number), None) if opened else None
    return (opened, found) if opened and found else None


def send_paper(opened: Open, paper: record.Issued, **by: int) -> FileResponse:
    """The PDF of a printed paper. One that is void says so in its name: what was printed never changes.

    `by` tells more in the journal than the desk does: by which token it was asked for.
    """
    void = gettext("（已作废）") if paper.voided_by else ""
    response = _sent(paper.printed or "", "application/pdf", f"{void}{paper.title}{paper.number}.pdf")
    _tell("read-paper", opened, paper=paper.id, **by)
    return response


def send_file(opened: Open, file: record.Attached, **by: int) -> FileResponse:
    """A file of the evidence, as it was taken in; `by` as for a paper."""
    response = _sent(file.digest, file.media_type, file.name)
    _tell("read-file", opened, file=file.id, **by)
    return response


def _opened(desk: Desk, dossier: int | None, at: datetime) -> Open | None:
    return queries.dossier(desk, dossier, at) if dossier else None


def _sent(digest: str, media_type: str, name: str) -> FileResponse:
    """The content, which no browser runs; its digest is that of RFC 9530."""
    response = Sent(store().open(digest), content_type=media_type)
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(digest.partition(':')[2])).decode()}:"
    return response


def _tell(what: str, opened: Open, **which: int) -> None:
    """Who has read it, as whose department, by number alone: what is sealed is never erased."""
    desk = opened.desk
    reader = User.objects.get(pk=desk.person) if desk.person else None  # else a department's system
    journal.write(what, f"dossier/{opened.kept.id}", by=reader, at=opened.at, department=desk.department, **which)
