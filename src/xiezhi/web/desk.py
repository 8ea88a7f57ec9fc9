"""At whose desk a request is made: a person, as one of the departments that they act for."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from xiezhi.kernel import day_of
from xiezhi.office import queries
from xiezhi.office.queries import Desk
from xiezhi.registry.authority import casework, mandates_of
from xiezhi.registry.directory import bodies
from xiezhi.registry.rules import InForce, current

from .present import Eyes

CHOSEN = "department"  # the session's key

View = Callable[..., HttpResponseBase]


class AtDesk(HttpRequest):
    """A request of somebody who is signed in: their desk, the moment, the rules of today, and what showing needs."""

    htmx: HtmxDetails
    desk: Desk
    now: datetime
    force: InForce
    eyes: Eyes
    departments: tuple[str, ...]  # all that the person may act for
    counted: int | None  # how much is new, once somebody has asked


def at_desk(view: View) -> View:
    """Only for those who are signed in; gives the view all that AtDesk names, read once."""

    @login_required
    @wraps(view)
    def seated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        here = cast(AtDesk, request)
        here.now, here.counted = timezone.now(), None
        here.desk, here.departments = _desk(request, here.now)
        here.force = current(day_of(here.now))
        here.eyes = Eyes(bodies(), here.now, here.force.rules.calendar)
        return view(here, *args, **kwargs)

    return seated


def unread(request: AtDesk) -> int:
    """How much is new for this desk, asked once a request: the bell and the workbench say the same."""
    if request.counted is None:
        request.counted = queries.unread(request.desk, request.now)
    return request.counted


def _desk(request: HttpRequest, now: datetime) -> tuple[Desk, tuple[str, ...]]:
    held = casework(mandates_of(cast(Any, request.user), now))
    chosen = request.session.get(CHOSEN, "")
    department = chosen if chosen in held else next(iter(held), "")
    return Desk(cast(int, request.user.pk), department, held.get(department, ())), tuple(held)
