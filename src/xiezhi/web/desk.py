"""At whose desk a request is made: a person, as one of the departments that they act for."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from xiezhi.kernel import day_of
from xiezhi.office import queries
from xiezhi.office.queries import Desk
from xiezhi.registry.authority import casework, mandates_of
from xiezhi.registry.directory import bodies
from xiezhi.registry.rules import InForce, current

from . import keeping
from .present import Eyes
from .signing_in import to_the_door

CHOSEN = "department"  # the session's key
_CHOICE = re.compile(r"[a-z0-9_-]*|sha256:[0-9a-f]{64}")  # what a form sends without anybody having typed it

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
    """Only for those who are signed in; gives the view all that AtDesk names, read once.

    A form is answered at the desk at which it was opened, wherever its sender has sat down since in another tab.
    """

    @wraps(view)
    def seated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_the_door(request)
        here = cast(AtDesk, request)
        here.now, here.counted = timezone.now(), None
        held = casework(mandates_of(cast(Any, request.user), here.now))
        here.departments = tuple(held)
        here.force = current(day_of(here.now))
        here.eyes = Eyes(bodies(), here.now, here.force.rules.calendar)
        opened_as = request.POST.get(keeping.DEPARTMENT, "")
        if opened_as in held and not here.htmx:
            sit(here, opened_as)  # the page that follows is of the same desk
        here.desk = _desk(here, opened_as, held)
        if opened_as and opened_as not in held:
            return _no_longer(here, opened_as)
        return view(here, *args, **kwargs)

    return seated


def sit(request: AtDesk, department: str) -> bool:
    """From now on the person acts for this department; whether they may."""
    if department not in request.departments:
        return False
    if request.session.get(CHOSEN) != department:
        request.session[CHOSEN] = department
    return True


def unread(request: AtDesk) -> int:
    """How much is new for this desk, asked once a request: the bell and the workbench say the same."""
    if request.counted is None:
        request.counted = queries.unread(request.desk, request.now)
    return request.counted


def _desk(request: AtDesk, opened_as: str, held: Mapping[str, tuple[str, ...]]) -> Desk:
    chosen = opened_as or request.session.get(CHOSEN, "")
    department = chosen if chosen in held else next(iter(held), "")
    return Desk(cast(int, request.user.pk), department, held.get(department, ()))


def _no_longer(request: AtDesk, department: str) -> HttpResponse:
    """The form was opened for a department that the person does not act for any more: nothing is done or lost."""
    context = {"body": request.eyes.name(department), "typed": list(_words(request))}
    return render(request, "unseated.html", context, status=403)


def _words(request: HttpRequest) -> Iterator[str]:
    """What was typed in words, in the order of the form."""
    for name, values in keeping.unfolded(request.POST).lists():
        if not name.startswith("_") and name != "csrfmiddlewaretoken":
            yield from (str(value) for value in values if not _CHOICE.fullmatch(str(value)))
