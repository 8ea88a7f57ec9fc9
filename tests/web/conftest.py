"""The moment at which pages are looked at: a little after the stories of tests."""

from types import SimpleNamespace

import pytest

from tests.office.told import MONDAY

from .site import Visitor


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """`clock.at` is now, for the pages."""
    moment = SimpleNamespace(at=MONDAY)
    monkeypatch.setattr("xiezhi.web.desk.timezone", SimpleNamespace(now=lambda: moment.at))
    return moment


@pytest.fixture
def handler(county: None, clock: SimpleNamespace) -> Visitor:
    return Visitor("zrzy.handler")


@pytest.fixture
def head(county: None, clock: SimpleNamespace) -> Visitor:
    return Visitor("zrzy.head")


@pytest.fixture
def liaison(county: None, clock: SimpleNamespace) -> Visitor:
    """Of the other side."""
    return Visitor("zfj.liaison")
