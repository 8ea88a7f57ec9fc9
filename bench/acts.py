"""Acts: perform() in one process against its floor, and how many statements each act takes."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiezhi.config.postgres import Databases
from xiezhi.office.perform import perform

from .floor import Ids, Recorder, Write, replay
from .report import Line, Sizes, ratio
from .telling import Teller

WARM = 5  # cases before anything is timed
RULES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def run(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    """Rounds of both in turn, so that whatever else the machine does hits them alike."""
    teller = Teller()
    with psycopg.connect(databases.application, autocommit=True) as plain:
        acts_of_a_case = recorded(teller, plain)
        for _ in range(WARM):
            _told(teller), _written(plain, acts_of_a_case)
        rounds = [(_told(teller), _written(plain, acts_of_a_case)) for _ in range(sizes.cases)]
    acts = len(acts_of_a_case)
    ours, floor = (acts / statistics.median(times) for times in zip(*rounds, strict=True))
    yield Line("acts", "perform(), acts a second", f"{ours:.0f}")
    yield Line("acts", "the same rows by plain statements, acts a second", f"{floor:.0f}")
    yield ratio("acts", "perform() against that floor", ours / floor, least=0.5)
    counts = _statements(teller)
    yield Line("acts", "most statements of an act", f"{max(counts.values())} ({max(counts, key=counts.__getitem__)})",
               "≤ 14", max(counts.values()) <= 14)  # fmt: skip


def _told(teller: Teller) -> float:
    """The seconds that perform() takes for all acts of a case."""
    dossier, took = None, 0.0
    for _, request in teller.requests():
        asked = replace(request, on=dossier)
        began = time.perf_counter()
        dossier = perform(asked).dossier
        took += time.perf_counter() - began
    return took


def recorded(teller: Teller, plain: psycopg.Connection[Any]) -> list[list[Write]]:
    """What each act of a case writes."""
    recorder, dossier, acts = Recorder(plain), None, []
    for _, request in teller.requests():
        dossier = perform(replace(request, on=dossier)).dossier
        acts.append(recorder.after(dossier))
    return acts


def _written(plain: psycopg.Connection[Any], acts: list[list[Write]]) -> float:
    """The seconds that the same rows take by themselves."""
    ids: Ids = {}
    began = time.perf_counter()
    for act in acts:
        replay(plain, act, ids)
    return time.perf_counter() - began


def _statements(teller: Teller) -> dict[str, int]:
    """The statements of each act, but for the beginning and end of its transaction."""
    dossier, counts = None, {}
    for step, request in teller.requests():
        with CaptureQueriesContext(connection) as said:
            dossier = perform(replace(request, on=dossier)).dossier
        counts[step.act] = sum(not query["sql"].startswith(RULES) for query in said)
    return counts
