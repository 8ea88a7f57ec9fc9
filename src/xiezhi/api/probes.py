"""For whoever runs the machine: whether the site is alive, whether it can work, and how its work stands."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xiezhi.office.health import Gauge, gauges, works

PLAIN = "text/plain; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def alive(_: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
def ready(_: HttpRequest) -> HttpResponse:
    """The database answers, and rules are in force."""
    try:
        fit = works()
    except OperationalError:
        fit = False
    return HttpResponse("ok\n" if fit else "not ready\n", status=200 if fit else 503, content_type=PLAIN)


@require_safe
def metrics(_: HttpRequest) -> HttpResponse:
    """How much waits, in the format of Prometheus: the same from every process, as it is read from the database."""
    try:
        lines = [_line(gauge) for gauge in gauges()]
    except OperationalError:
        lines = ["# HELP xiezhi_up Whether the database answers.\n# TYPE xiezhi_up gauge\nxiezhi_up 0\n"]
    return HttpResponse("".join(lines), content_type=PROMETHEUS)


def _line(gauge: Gauge) -> str:
    return f"# HELP {gauge.name} {gauge.means}\n# TYPE {gauge.name} gauge\n{gauge.name} {gauge.value:g}\n"
