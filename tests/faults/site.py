"""A real site in a data folder of its own: `xiezhi serve` and `xiezhi work` with the embedded server, to be killed."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.faults.prepare import PASSWORD
from xiezhi.config.places import PROJECT
from xiezhi.config.postgres import Embedded

OURS = (sys.executable, "-m", "xiezhi.config.cli")
PATIENCE = 60  # seconds
FAST = ("-c fsync=off",)  # what is lost with the machine, and not with its processes
GIVEN = {"DATABASE_URL", "MIGRATION_DATABASE_URL", "XIEZHI_DATA"}  # of the tests themselves


@dataclass
class Site:
    """The processes of one installation; they are started and killed one by one."""

    data: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    web: subprocess.Popen[bytes] | None = None
    browsers: list[httpx.Client] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def server(self) -> Embedded:
        return Embedded(self.data / "postgres", FAST)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in GIVEN}
        return {**kept, "XIEZHI_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "xiezhi.config.settings"}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """One of our commands beside the others, in a group of its own so that all of it can be killed."""
        log = (self.data / f"{command[0]}.log").open("ab")
        process = subprocess.Popen(
            [*OURS, *command], env=self.environment, cwd=PROJECT, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self.running.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """The site, once it answers; it stays up from one test to the next."""
        if self.web in self.running:
            return self.web
        process = self.web = self.start("serve", "--port", str(self.port))
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/signin/", timeout=10).status_code == 200:
                    return process
            time.sleep(0.1)
        raise AssertionError((self.data / "serve.log").read_text()[-3000:])

    def stop(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
        """End a command with all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(PATIENCE)
        self.running.remove(process)

    def run(self, *command: str) -> str:
        """A command that comes to an end; what it says."""
        done = subprocess.run(
            [*OURS, *command], env=self.environment, cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def prepare(self, many: int) -> list[int]:
        """The county, and cases that wait to be sent."""
        environment = {**self.environment, "DATABASE_URL": self.server.databases().application}
        command = [sys.executable, "-m", "tests.faults.prepare", str(many)]
        done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [int(line) for line in done.stdout.split()]

    def verify(self) -> None:
        """`xiezhi verify` finds nothing."""
        assert json.loads(self.run("verify", "--json")) == {"faults": []}

    def ask(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        """What lies in the database."""
        with psycopg.connect(self.server.databases().owner) as connection:
            return connection.execute(sql, given).fetchall()

    def sign_in(self, username: str) -> httpx.Client:
        """A browser in which this person is signed in."""
        client = httpx.Client(base_url=self.address, timeout=20, headers={"accept": "text/html"})
        self.browsers.append(client)
        door, until = client.get("/signin/"), time.monotonic() + PATIENCE
        while door.status_code >= 500 and time.monotonic() < until:  # the database is still coming back
            time.sleep(0.2)
            door = client.get("/signin/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', door.text)
        assert token, (door.status_code, door.text[:500])
        given = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        assert client.post("/signin/", data=given).status_code == 302
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        return client


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


@contextmanager
def installed() -> Iterator[Site]:
    """An installation in a folder of its own; none of its processes outlives it."""
    with tempfile.TemporaryDirectory(prefix="xiezhi-faults-") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another account, which must get through
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            site = Site(Path(folder), probe.getsockname()[1])
        try:
            with site.server:
                yield site
                for process in list(site.running):
                    site.stop(process)
        finally:
            for browser in site.browsers:
                browser.close()
            for process in list(site.running):
                site.stop(process, signal.SIGKILL)
            if pid := site.server.pid():
                os.kill(pid, signal.SIGQUIT)
