"""The running site: eight clients doing acts through the API against an endpoint that only writes the same rows."""

import json
import os
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil  # type: ignore[import-untyped]  # it has no types of its own
import psycopg
from django.conf import settings
from django.utils import timezone

from xiezhi.config.postgres import Databases
from xiezhi.kernel import NotApplicable
from xiezhi.registry.models import User
from xiezhi.registry.tokens import NewToken, Scope, issue

from .acts import recorded
from .bare import RECORDED
from .place import free_port
from .report import Line, Sizes, ratio
from .telling import Step, Teller, steps

CLIENTS = 8
ROUNDS = 3
PATIENCE = 60  # seconds for the site to answer
COMMAND = (sys.executable, "-m", "xiezhi.config.cli")
Asks = Callable[[str, Any, dict[str, str]], Any]  # a path, a body, headers; what is answered
Case = Callable[[Asks], int]  # does a case, and says how many acts that were


def run(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    """Rounds of both in turn; then how much memory the site and the worker take.

    The worker rests meanwhile: it prints what the acts have issued whenever the machine has time for it.
    """
    teller, port = Teller(), free_port()
    with psycopg.connect(databases.application, autocommit=True) as plain:
        (Path(settings.DATA_DIR) / RECORDED).write_bytes(pickle.dumps(recorded(teller, plain)))
    with _running(databases, "serve", port) as site:
        _wait(port)
        cases = (_told(teller), _written)
        for case in cases:
            _acts_a_second(port, case, min(1, sizes.seconds))
        rounds = [[_acts_a_second(port, case, sizes.seconds) for case in cases] for _ in range(ROUNDS)]
        ours, floor = (statistics.median(rates) for rates in zip(*rounds, strict=True))
        yield Line("serving", f"acts a second through the API, {CLIENTS} clients", f"{ours:.0f}")
        yield Line("serving", "the same rows by a bare endpoint, a second", f"{floor:.0f}")
        yield ratio("serving", "API against that endpoint", ours / floor, least=0.6)
        yield Line("serving", "memory of `serve` with its two workers", _memory(site))
    with _running(databases, "work", port) as worker:
        time.sleep(sizes.seconds)  # it has papers to print
        yield Line("serving", "memory of `work` while it prints", _memory(worker))


@contextmanager
def _running(databases: Databases, command: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site or the worker as an installation runs it, with the bare pages beside its own."""
    environment = {
        **os.environ, "DATABASE_URL": databases.application, "MIGRATION_DATABASE_URL": databases.owner,
        "DJANGO_SETTINGS_MODULE": "bench.settings", "PORT": str(port), "PYTHONPATH": str(Path(__file__).parents[1]),
    }  # fmt: skip
    process = subprocess.Popen([*COMMAND, command], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, HTTPException):
            _asking(port)("/bare/act/", {"n": 0, "ids": []}, {})
            return
        time.sleep(0.2)
    raise SystemExit("the site has not started")


def _acts_a_second(port: int, case: Case, seconds: float) -> float:
    """Each client with a connection of its own that it keeps, one case after the other."""
    until = time.monotonic() + seconds

    def client(_: int) -> tuple[int, float]:
        asks, acts = _asking(port), 0
        while time.monotonic() < until:
            acts += case(asks)
        return acts, time.monotonic()

    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = list(pool.map(client, range(CLIENTS)))
    return sum(acts / (ended - began) for acts, ended in done)


def _asking(port: int) -> Asks:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def asks(path: str, body: Any, headers: dict[str, str]) -> Any:
        connection.request("POST", path, json.dumps(body, default=str), {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{path} answers {answer.status}: {text.decode()[:500]}")
        return json.loads(text)

    return asks


def _told(teller: Teller) -> Case:
    """A case through the API, each person with a token of their own."""
    now = timezone.now()
    secrets = {step.who: _token(step.who) for step in steps(now)}
    files = {k: {"not_applicable": g.reason} if isinstance(g, NotApplicable) else g for k, g in teller.files.items()}

    def address(step: Step, dossier: int | None) -> str:
        return (
            f"/api/v1/dossiers/{dossier}/case-transfer/{step.act}"
            if dossier
            else "/api/v1/procedures/case-transfer/find"
        )

    def case(asks: Asks) -> int:
        dossier, told = None, steps(now)
        for n, step in enumerate(told):
            body: dict[str, Any] = {"filled": step.filled, "files": files if step.attaches else {}}
            body |= {"revision": n} if dossier else {}
            headers = {"Authorization": f"Bearer {secrets[step.who]}", "Idempotency-Key": uuid4().hex}
            dossier = asks(address(step, dossier), body, headers)["dossier"]
        return len(told)

    return case


def _token(username: str) -> str:
    new = NewToken(name="bench", username=username, scope=Scope.ACT)
    return issue(new, by=User.objects.get(username=username), at=timezone.now())[1]


def _written(asks: Asks) -> int:
    """The same rows, act by act, by the endpoint that does nothing else."""
    ids: list[Any] = []
    acts = len(steps())
    for n in range(acts):
        ids = asks("/bare/act/", {"n": n, "ids": ids}, {})["ids"]
    return acts


def _memory(process: subprocess.Popen[bytes]) -> str:
    """What the command and its workers hold for themselves, and what they have in memory in all."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    own = [one.memory_full_info() for one in family]
    mega = 1024 * 1024
    return f"{sum(m.rss for m in own) / mega:.0f} MB RSS ({sum(m.uss for m in own) / mega:.0f} MB of its own)"
