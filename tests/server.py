"""The database server of the tests: started before the settings are read, stopped when the tests are over."""

import os
import tempfile
from pathlib import Path

import pytest

from xiezhi.config.postgres import Embedded

FAST = ("-c fsync=off", "-c full_page_writes=off", "-c synchronous_commit=off")
DATA = Path(tempfile.mkdtemp(prefix="xiezhi-tests-"))
SERVER = None if "DATABASE_URL" in os.environ else Embedded(DATA / "postgres", FAST)

os.environ["XIEZHI_DATA"] = str(DATA)
if SERVER:
    DATA.chmod(0o755)  # as root the server runs as another account, which must get through
    os.environ["DATABASE_URL"] = SERVER.__enter__().owner


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last one out stops the server."""
    if SERVER:
        SERVER.__exit__(None, None, None)
