"""Who handles a dossier in one's own department, on its page: seen, and given to somebody."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from xiezhi.kernel import NotDone
from xiezhi.office import assigning
from xiezhi.office.assigning import Change, Seat
from xiezhi.office.requests import Absent
from xiezhi.registry.directory import handlers

from . import dates
from .desk import AtDesk, at_desk
from .present import Eyes
from .values import Line


def part(request: AtDesk, number: int) -> dict[str, Any] | None:
    """The context of parts/assigning.html; None where the department has no part in the dossier."""
    desk, now = request.desk, request.now
    seat = assigning.seat(number, desk.department, now)
    changes = assigning.changes(number, desk.department)
    if seat is None or not (seat.open or seat.username or changes):
        return None
    return {
        "name": seat.name, "seen": seat.username, "closed": not seat.open, "action": reverse("assign", args=[number]),
        "options": list(_others(desk.department, seat, request)) if seat.open and assigning.may_assign(desk) else [],
        "told": [_line(change, request.eyes) for change in reversed(changes)],
    }  # fmt: skip


def _others(department: str, seat: Seat, request: AtDesk) -> Iterator[dict[str, str]]:
    for username, name in handlers(department, request.now):
        if username != seat.username:
            yield {"value": username, "title": name}


def _line(change: Change, eyes: Eyes) -> Line:
    if not change.to:
        return Line(dates.at(change.at, eyes.read_at), gettext("原承办人任职终止，改为未分派"))
    said = gettext("{by}分派给{to}").format(by=change.by, to=change.to)
    return Line(dates.at(change.at, eyes.read_at), said)


@require_POST
@at_desk
def assign(request: AtDesk, number: int) -> HttpResponse:
    """Give the dossier to somebody of one's department; what stands against it is said on its page."""
    given = request.POST
    back = HttpResponseRedirect(reverse("dossier", args=[number]))
    try:
        assigning.assign(request.desk, number, given.get("handler", ""), request.now, seen=given.get("seen"))
    except Absent:
        raise Http404 from None
    except NotDone as refused:
        messages.error(request, "".join(request.eyes.refusal(refusal) for refusal in refused.refusals))
        return back
    messages.success(request, gettext("已分派"))
    return back
