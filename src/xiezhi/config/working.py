"""The worker does its jobs until it is told to stop, however often the database goes away meanwhile."""

import asyncio
import signal
import time
from logging import getLogger

from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

AT_ONCE = 2  # jobs; printing leaves the interpreter's lock to the other
PAUSE = 3  # seconds before it is tried again

_log = getLogger(__name__)


def work() -> None:
    """Do what there is to do, until SIGTERM or SIGINT; what is under way is finished first."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0  # a connection ends with its job: the threads come and go
    with app.replace_connector(DjangoConnector().get_worker_connector()):
        while asyncio.run(_broken_off()):
            time.sleep(PAUSE)


async def _broken_off() -> bool:
    """Work; whether it has ended without being told."""
    try:
        async with app.open_async():
            working = asyncio.create_task(app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False))
            for told in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(told, working.cancel)
            await working
    except asyncio.CancelledError:
        return False
    except (ConnectorException, OperationalError) as why:
        _log.warning("数据库没有应答，%s 秒后再试：%s", PAUSE, why.__cause__ or why)
    return True
