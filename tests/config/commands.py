"""The commands as commands: processes of their own, in a data folder of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

from xiezhi.config.postgres import Embedded

PATIENCE = 90  # seconds
OURS = (sys.executable, "-m", "xiezhi.config.cli")
SET = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "XIEZHI_DATA", "XIEZHI_SECRET_KEY", "XIEZHI_SUBJECT_KEY", "PORT")


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Installation:
    """A data folder, and the commands run in it."""

    folder: Path

    def environment(self, given: Mapping[str, str]) -> dict[str, str]:
        """Nothing of what the tests themselves run on."""
        own = {name: value for name, value in os.environ.items() if name not in SET}
        return {**own, "XIEZHI_DATA": str(self.folder), **given}

    def run(self, *command: str, **given: str) -> Said:
        """Run a command to its end."""
        done = subprocess.run(
            [*OURS, *command],
            env=self.environment(given),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *command: str, **given: str) -> Iterator[subprocess.Popen[str]]:
        """A command that goes on until it is told to stop; told in any case."""
        process = subprocess.Popen(
            [*OURS, *command], env=self.environment(given), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield process
        finally:
            stopped(process)

    def server(self) -> int | None:
        """The process of its database server, while it runs."""
        return Embedded(self.folder / "postgres").pid()


def stopped(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Tell it to stop, and wait; how it ended and what it said."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, out


@contextmanager
def installation() -> Iterator[Installation]:
    """An empty data folder; no server outlives it."""
    folder = Path(tempfile.mkdtemp(prefix="xiezhi-tests-"))
    folder.chmod(0o755)
    made = Installation(folder / "data")
    yield made
    while pid := made.server():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        time.sleep(0.05)
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Browser:
    """Somebody who goes to a site and may sign in."""

    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def page(self, path: str, **filled: str) -> str:
        """A page, once the site is up; with something filled in, it is sent."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.opener.open(self.site + path, urlencode(filled).encode() if filled else None, 30) as answer:
                    text: str = answer.read().decode()
                return text
            except HTTPError as refused:
                return refused.read().decode()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def sign_in(self, username: str, password: str) -> str:
        """The first page after signing in."""
        self.page("/signin/")
        token = next(str(cookie.value) for cookie in self.cookies if cookie.name == "csrftoken")
        return self.page("/signin/", username=username, password=password, csrfmiddlewaretoken=token)
