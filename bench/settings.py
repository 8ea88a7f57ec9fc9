"""The settings of the site, with the bare pages beside its own."""

from xiezhi.config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "bench.urls"
