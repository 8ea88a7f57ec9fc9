"""Fonts: the county's own go first, and nothing is named that is not there."""

import shutil
from pathlib import Path

import pytest

from xiezhi.typeset.fonts import FAMILIES, OUTLINE, FontsMissing, folders, fonts_in


def test_the_fonts_that_come_along_serve_every_part() -> None:
    fonts = fonts_in(folders(None))
    assert set(fonts.faces) == set(FAMILIES)
    assert fonts.faces["body"] == ("Noto Serif SC",)
    assert set(fonts.found.families()) >= {family for families in fonts.faces.values() for family in families}


def test_a_plain_song_is_made_heavy_by_its_outline() -> None:
    fonts = fonts_in(folders(None))
    assert (fonts.weight, fonts.stroke) == (400, OUTLINE)


def test_ones_own_folder_goes_first(tmp_path: Path) -> None:
    places = folders(tmp_path)
    assert places[0] == tmp_path
    assert len(places) == 2


def test_a_folder_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="不存在"):
        folders(tmp_path / "nowhere")


def test_what_is_missing_is_named_and_where_it_was_looked_for(tmp_path: Path) -> None:
    (wheel,) = folders(None)
    shutil.copy(wheel / "NotoSerifSC-Regular.otf", tmp_path)
    with pytest.raises(FontsMissing, match=f"Noto Sans SC.*{tmp_path}"):
        fonts_in((tmp_path,))
