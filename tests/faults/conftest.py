"""One real site for all tests that kill a part of it or send it too much."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, installed

WAITING = 60  # cases that wait to be sent


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    if not Path("/proc/self/task").exists():
        pytest.skip("the processes to kill are found in /proc")
    with installed() as made:
        made.run("migrate")
        yield made


@pytest.fixture(scope="package")
def cases(site: Site) -> list[int]:
    """Cases that wait to be sent; each test takes its own."""
    return site.prepare(WAITING)
