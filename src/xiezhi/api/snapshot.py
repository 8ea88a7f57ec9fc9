"""Writes docs/openapi.json, from which clients are built; a test says when it is out of date."""

import os
from importlib import import_module
from pathlib import Path

import django

from xiezhi.procedures import PROCEDURES

SNAPSHOT = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"


def write(to: Path = SNAPSHOT) -> None:
    """The document as the API now is."""
    build = import_module("xiezhi.api.build")  # only now are there settings, which ninja reads when it is imported
    to.parent.mkdir(exist_ok=True)
    to.write_text(build.document(PROCEDURES), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiezhi.config.settings")
    django.setup()
    write()
