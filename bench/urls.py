"""The pages of the site, and the bare ones that they are measured against."""

from django.urls import include, path

from . import bare

urlpatterns = [path("bare/list/", bare.listing), path("bare/act/", bare.act), path("", include("xiezhi.config.urls"))]
