"""The icons."""

import re
from pathlib import Path

import pytest

from xiezhi import web
from xiezhi.web.icons import ICONS, icon

TEMPLATES = sorted((Path(web.__path__[0]) / "templates").rglob("*.html"))


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.stem)
def test_every_icon_that_a_page_names_is_drawn(page: Path) -> None:
    named = re.findall(r'{% icon "(\w+)"', page.read_text())
    assert set(named) <= set(ICONS)


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.stem)
def test_pages_are_short_and_hold_no_style_or_script_of_their_own(page: Path) -> None:
    text = page.read_text()
    assert len(text.splitlines()) < 120
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! src)|javascript:", text)


def test_an_icon_takes_a_class_and_is_hidden_from_those_who_hear_the_page() -> None:
    drawn = icon("check", "c-ok")
    assert 'class="i c-ok"' in drawn
    assert 'aria-hidden="true"' in drawn


def test_an_icon_that_is_not_drawn_is_missed_at_once() -> None:
    with pytest.raises(KeyError):
        icon("unicorn")
