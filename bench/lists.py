"""Workbench and list with ever more dossiers behind the authorisation filter, against a bare page of fifty rows."""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from xiezhi.config.postgres import Databases
from xiezhi.registry.models import User

from .filling import fill, prepare
from .report import Line, Sizes, ratio

USERNAME = "zfj.liaison"  # of the busy department
PAGES = {
    "workbench": "/", "list": "/dossiers/", "list, closed": "/dossiers/?view=closed", "list, late": "/dossiers/?view=late",
    "list, a rare state": "/dossiers/?procedure=case-transfer&state=supplementing", "search, two characters": "/dossiers/?q=油烟",
}  # fmt: skip
MAIN = ("workbench", "list")
BARE = "/bare/list/"
WARM = 5
MOST_STATEMENTS, MOST_GROWTH, MOST_AGAINST_BARE = 12, 1.25, 2.5

Times = dict[str, float]  # milliseconds by page, the median


def run(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    """The same pages at each size; between them the tables grow."""
    now, client = timezone.now(), Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=USERNAME))
    taken: dict[int, Times] = {}
    with psycopg.connect(databases.owner, autocommit=True) as owner:
        prepare(owner)  # type: ignore[arg-type]  # rows of no particular kind
        for size in sizes.dossiers:
            _grown(owner, max(taken, default=0), size, now)
            taken[size] = _timed(client, sizes.pages)
            said = ", ".join(f"{page} {took:.1f}" for page, took in taken[size].items())
            yield Line("lists", f"{size:,} dossiers, ms", said)
    few, many = taken[sizes.dossiers[0]], taken[sizes.dossiers[-1]]
    for page in PAGES:
        most = MOST_GROWTH if page in MAIN else None
        yield ratio("lists", f"{page}: most dossiers against fewest", many[page] / few[page], most=most)
    for page in MAIN:
        yield ratio("lists", f"{page} against a bare page", many[page] / many[BARE], most=MOST_AGAINST_BARE)
        count = _statements(client, PAGES[page])
        yield Line("lists", f"{page}: statements", str(count), f"≤ {MOST_STATEMENTS}", count <= MOST_STATEMENTS)


def _grown(owner: "psycopg.Connection[tuple[object, ...]]", there: int, size: int, now: datetime) -> None:
    fill(owner, there + 1, size, now)  # type: ignore[arg-type]  # rows of no particular kind


def _timed(client: Client, count: int) -> Times:
    """Round by round through all pages, so that whatever else the machine does hits them alike."""
    pages = {**PAGES, BARE: BARE}
    rounds = [{name: _took(client, path) for name, path in pages.items()} for _ in range(WARM + count)]
    return {name: statistics.median(one[name] for one in rounds[WARM:]) for name in pages}


def _took(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return took


def _statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
