"""Whatever people of several departments do in the real office: afterwards all that it keeps and shows says the same."""

import os
from pathlib import Path
from random import Random

import pytest
from pytest_django import Settings

from tests.office.agreeing import disagreements
from tests.office.walking import Walk, begun, people
from xiezhi.office import lists

LONGER = int(os.environ.get("XIEZHI_LONGER", "1"))  # how many times as many walks as usual
STEPS = 50


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("seed", range(20 * LONGER))
def test_after_any_walk_everything_agrees(
    seed: int, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    monkeypatch.setattr(lists, "PAGE", 1)
    begun(seed)
    walk = Walk(Random(seed), people())
    for n in range(1, STEPS + 1):
        walk.step()
        if n in (2, 25, STEPS):
            assert list(disagreements(walk.at)) == [], "\n".join(walk.trail)
