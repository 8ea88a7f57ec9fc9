"""Where pages, API and probes are put together."""

from django.urls import include, path

handler400 = "xiezhi.web.limits.unreadable"
urlpatterns = [path("", include("xiezhi.api.urls")), path("", include("xiezhi.web.urls"))]
