"""Jobs are given in the transaction: what is rolled back was never asked for."""

import json

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from xiezhi.office.jobs import PRINT, give
from xiezhi.office.tasks import print_papers


def waiting() -> list[tuple[str, dict[str, int]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, json.loads(args)) for name, args in cursor.fetchall()]


@pytest.mark.usefixtures("county")
def test_a_job_that_is_given_waits_for_a_worker() -> None:
    give(PRINT, dossier=7, entry=3)
    assert waiting() == [(PRINT, {"entry": 3, "dossier": 7})]


@pytest.mark.usefixtures("county")
def test_a_job_is_rolled_back_with_the_rest() -> None:
    with transaction.atomic():
        give(PRINT, dossier=7, entry=3)
        transaction.set_rollback(True)
    assert waiting() == []


def test_somebody_does_the_jobs_that_are_given() -> None:
    assert app.tasks[PRINT] is print_papers
