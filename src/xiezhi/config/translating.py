"""Compiles the translations: a fresh machine has no msgfmt, so Babel does it."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_translations() -> None:
    """Every catalogue that is newer than what was compiled from it."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/django.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                with source.open("rb") as text, compiled.open("wb") as binary:
                    write_mo(binary, read_po(text))
