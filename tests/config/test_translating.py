"""Translations are compiled where they are newer, and whole."""

import gettext
import os
from pathlib import Path

import pytest
from django.test import override_settings

from xiezhi.config.failing import Failed
from xiezhi.config.translating import compile_translations

CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "工作台"\nmsgstr "{said}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue that has not been compiled."""
    catalogue = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(CATALOGUE.format(said="Desk"), encoding="utf-8")
    return tmp_path


def said(folder: Path) -> str:
    return gettext.translation("django", folder, ["en"]).gettext("工作台")


def test_a_catalogue_is_compiled_and_nothing_else_is_left(folder: Path) -> None:
    with override_settings(LOCALE_PATHS=[folder]):
        compile_translations()
    assert said(folder) == "Desk"
    assert {path.name for path in folder.rglob("django*")} == {"django.po", "django.mo"}


def test_only_what_is_newer_is_compiled_again(folder: Path) -> None:
    source = folder / "en" / "LC_MESSAGES" / "django.po"
    with override_settings(LOCALE_PATHS=[folder]):
        compile_translations()
        compiled = source.with_suffix(".mo").stat()
        compile_translations()
        assert source.with_suffix(".mo").stat().st_ino == compiled.st_ino
        os.utime(source, (compiled.st_mtime + 1, compiled.st_mtime + 1))
        compile_translations()
        assert source.with_suffix(".mo").stat().st_ino != compiled.st_ino


def test_a_folder_that_cannot_be_written_is_told_in_words(folder: Path) -> None:
    (folder / "en" / "LC_MESSAGES" / "django.mo").mkdir()
    os.utime(folder / "en" / "LC_MESSAGES" / "django.mo", (0, 0))
    with override_settings(LOCALE_PATHS=[folder]), pytest.raises(Failed, match="译文没有写成"):
        compile_translations()
    assert {path.name for path in folder.rglob("django*")} == {"django.po", "django.mo"}
