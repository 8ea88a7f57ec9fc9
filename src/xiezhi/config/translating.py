"""Compiles the translations: a fresh machine has no msgfmt, so Babel does it."""

import secrets
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from .failing import Failed


def compile_translations() -> None:
    """Every catalogue that is newer than what was compiled from it; whoever reads meanwhile reads the old one."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/django.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    making = compiled.with_name(f"{compiled.name}.{secrets.token_hex(4)}")
    try:
        with source.open("rb") as text, making.open("wb") as binary:
            write_mo(binary, read_po(text))
        making.replace(compiled)
    except OSError as why:
        making.unlink(missing_ok=True)
        said = f"译文没有写成 {compiled}：{why.strerror}；请用能写这个文件夹的账号先启动一次"
        raise Failed(said) from None
