"""The worker ends when it is told to, and not because the database was away for a while."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

from xiezhi.config import working

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Has the worker live through these, one after the other; what it has done."""

    def live(*through: str | Exception) -> list[str]:
        done: list[str] = []
        coming = iter(through)

        async def run_worker_async(**how: Any) -> None:
            one = next(coming)
            done.append(one if isinstance(one, str) else type(one).__name__)
            if isinstance(one, Exception):
                raise one
            if one != "ends":
                os.kill(os.getpid(), signal.Signals[one])
                await asyncio.sleep(30)

        monkeypatch.setattr(app, "run_worker_async", run_worker_async)
        working.work()
        return done

    monkeypatch.setattr(working, "PAUSE", 0)
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # and as before, afterwards
    return live


@pytest.mark.parametrize("told", ["SIGTERM", "SIGINT"])
def test_it_ends_when_it_is_told(lives: Callable[..., list[str]], told: str) -> None:
    assert lives(told, "never reached") == [told]


def test_it_begins_again_when_the_database_goes_away(
    lives: Callable[..., list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    gone = (ConnectorException("gone"), OperationalError("gone"), "ends")
    assert lives(*gone, "SIGTERM") == ["ConnectorException", "OperationalError", "ends", "SIGTERM"]
    assert caplog.text.count("数据库没有应答") == 2


def test_a_fault_of_its_own_is_not_hidden(lives: Callable[..., list[str]]) -> None:
    with pytest.raises(ZeroDivisionError):
        lives(ZeroDivisionError(), "SIGTERM")
