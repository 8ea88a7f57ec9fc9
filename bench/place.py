"""Where it is measured: a county in an embedded server of its own, with the usual durability, that goes away afterwards."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path

import django

from xiezhi.config.postgres import Databases, Embedded
from xiezhi.kernel import ZONE

SINCE = datetime(2021, 2, 22, 9, tzinfo=ZONE)
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZONE)
PASSWORD = "for-the-bench-alone"  # noqa: S105 - of a county that lives for ten minutes


@contextmanager
def server() -> Iterator[Databases]:
    """A fresh database with all tables, and Django at work on it as the application."""
    folder = Path(tempfile.mkdtemp(prefix="xiezhi-bench-"))
    folder.chmod(0o755)  # as root the server runs as another account, which must get through
    os.environ |= {"XIEZHI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    try:
        with Embedded(folder / "postgres") as databases:
            _migrate({**os.environ, "DATABASE_URL": databases.owner})
            os.environ["DATABASE_URL"] = databases.application
            django.setup()
            import_module("bench.settling").settle()  # only now are there models
            yield databases
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)
