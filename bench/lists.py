"""Workbench and list with ever more dossiers behind the authorisation filter, against a bare page of fifty rows.

Each size has a database of its own, and they are visited in turn: whatever else the machine does hits them alike.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import product

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg import sql
from psycopg.conninfo import make_conninfo

from xiezhi.config.postgres import Databases
from xiezhi.registry.models import User

from .filling import fill, prepare
from .report import Line, Sizes, ratio

BUSY, OVERSEER = "busy", "overseer"
VISITORS = {BUSY: "zfj.liaison", OVERSEER: "office.handler"}  # tens of thousands of open cases; all there are
WORKBENCH, LIST = "/", "/dossiers/"
MAIN = {  # pages that are as full with few dossiers as with many
    "workbench of the busy": (BUSY, WORKBENCH), "list of the busy": (BUSY, LIST), "list of the overseer": (OVERSEER, LIST),
}  # fmt: skip
NARROWED = {
    "late": "view=late", "in hand": "view=held", "to approve": "view=approve", "to sign": "view=sign", "urgent": "urgent=1",
    "of one kind": "procedure=case-transfer", "in a rare state": "procedure=case-transfer&state=supplementing",
    "closed": "view=closed", "closed, in a rare state": "view=closed&procedure=jurisdiction-dispute&state=withdrawn",
    "with a common word": "q=公司", "with a phrase": "q=河道管理范围", "with one character": "q=烟", "with a rare word": "q=垚鑫",
    "closed, with a rare word": "q=垚鑫&view=closed", "with a number": "q=2025+17", "with a place": "q=壶山街道",
}  # fmt: skip
BARE = "/bare/list/"
WARM = 2  # rounds before anything is timed
MOST_STATEMENTS, MOST_GROWTH, MOST_AGAINST_BARE = 12, 1.25, 2.5

Times = dict[tuple[str, str], float]  # milliseconds by visitor and path


def run(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    """The same pages at each size, round after round."""
    for size in sizes.dossiers:
        _make(databases, size, timezone.now())
    narrowed = {name: f"{LIST}?{asked}" for name, asked in NARROWED.items()}
    taken = _medians([WORKBENCH, LIST, *narrowed.values(), BARE], sizes)
    few, many = taken[sizes.dossiers[0]], taken[sizes.dossiers[-1]]
    for page, (who, path) in MAIN.items():
        yield Line("lists", f"{page}, ms", _row(taken, who, path))
        yield ratio("lists", "  most dossiers against fewest", many[who, path] / few[who, path], most=MOST_GROWTH)
        yield ratio("lists", "  against a bare page", many[who, path] / many[who, BARE], most=MOST_AGAINST_BARE)
        count = _statements(VISITORS[who], path)
        yield Line("lists", "  statements", str(count), f"≤ {MOST_STATEMENTS}", count <= MOST_STATEMENTS)
    for who, (name, path) in product(VISITORS, narrowed.items()):
        yield Line("lists", f"list of the {who}, {name}, ms", _row(taken, who, path))
    yield Line("lists", "a bare page of fifty rows, ms", _row(taken, BUSY, BARE))


def _make(databases: Databases, size: int, now: datetime) -> None:
    """A county of so many dossiers, on a copy of the one that is there."""
    connection.close()
    with psycopg.connect(make_conninfo(databases.owner, dbname="postgres"), autocommit=True) as owner:
        made, from_ = sql.Identifier(_name(size)), sql.Identifier(str(connection.settings_dict["NAME"]))
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, from_))
    with psycopg.connect(make_conninfo(databases.owner, dbname=_name(size)), autocommit=True) as owner:
        prepare(owner)
        fill(owner, size, now)


def _name(size: int) -> str:
    return f"bench_{size}"


def _medians(paths: list[str], sizes: Sizes) -> dict[int, Times]:
    rounds = [{size: _visited(size, paths) for size in sizes.dossiers} for _ in range(WARM + sizes.pages)][WARM:]
    return {
        size: {key: statistics.median(one[size][key] for one in rounds) for key in rounds[0][size]}
        for size in sizes.dossiers
    }


def _visited(size: int, paths: list[str]) -> Times:
    """Every page once, by every visitor, on a connection that has just been warmed."""
    connection.close()
    connection.settings_dict["NAME"] = _name(size)
    times: Times = {}
    for who, username in VISITORS.items():
        client = _client(username)
        for path in (WORKBENCH, LIST):
            client.get(path)
        times |= {(who, path): _took(client, path) for path in paths}
    return times


def _client(username: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=username))
    return client


def _took(client: Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return took


def _row(taken: dict[int, Times], who: str, path: str) -> str:
    return ", ".join(f"{size:,}: {times[who, path]:.1f}" for size, times in taken.items())


def _statements(username: str, path: str) -> int:
    client = _client(username)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
