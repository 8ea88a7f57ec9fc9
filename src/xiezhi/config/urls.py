"""Where pages, API and probes are put together."""

from django.urls import include, path

urlpatterns = [path("", include("xiezhi.web.urls"))]
