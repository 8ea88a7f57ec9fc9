"""Where the API and the probes are."""

from django.urls import path, re_path

from xiezhi.procedures import PROCEDURES

from . import edge, probes
from .build import build

urlpatterns = [
    path("api/v1/", build(PROCEDURES).urls),
    re_path(r"^api/(?P<rest>.*)$", edge.nowhere),
    path("healthz", probes.alive),
    path("readyz", probes.ready),
    path("metrics", probes.metrics),
]
