"""The worker: prints what was issued, lets time pass, tidies up; and one failure stops nothing else."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued

from tests.office.test_jobs import waiting
from tests.office.told import Told, person
from xiezhi.office import printing, tasks, uploads
from xiezhi.office.models import Desk, Draft, Print, Upload
from xiezhi.office.perform import tick
from xiezhi.registry.models import Mandate

NOW = 0  # for when it was meant: nobody asks


@pytest.mark.usefixtures("county")
def test_the_papers_of_an_entry_are_printed() -> None:
    told = Told().sent()
    tasks.print_papers(dossier=told.number or 0, entry=4)
    assert set(Print.objects.values_list("paper__name", flat=True)) == {"letter", "materials"}


@pytest.mark.usefixtures("county")
def test_what_was_missed_is_printed_within_a_minute() -> None:
    Told().sent()
    tasks.print_missed(NOW)
    assert printing.unprinted() == []


@pytest.mark.usefixtures("county")
def test_a_paper_that_cannot_be_printed_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    letter, _ = (paper.pk for paper in Told().sent().papers)
    whole = printing.print_paper

    def poisoned(number: int, at: Any) -> None:
        if number == letter:
            raise RuntimeError("poisoned")
        whole(number, at)

    monkeypatch.setattr(printing, "print_paper", poisoned)
    tasks.print_missed(NOW)
    assert printing.unprinted() == [letter]
    assert f"印制文书没有完成：{letter}" in caplog.text


@pytest.mark.usefixtures("county")
def test_time_passes_for_what_is_due() -> None:
    told = Told().sent()
    tasks.pass_time(NOW)
    assert told.state == "received"
    assert told.owed == {"answer"}


@pytest.mark.usefixtures("county")
def test_what_lies_with_somebody_whose_mandate_has_run_out_is_unassigned() -> None:
    told = Told().sent()
    Mandate.objects.filter(user__username="zrzy.handler").update(until=told.at + timedelta(days=1))
    tasks.take_back(NOW)
    assert Desk.objects.get(dossier=told.number or 0, department="zrzy").handler is None


@pytest.mark.usefixtures("county")
def test_one_poisoned_dossier_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    poisoned, whole = Told().sent(), Told().sent()

    def ticked(number: int, at: Any) -> None:
        if number == poisoned.number:
            raise RuntimeError("poisoned")
        tick(number, at)

    monkeypatch.setattr(tasks, "tick", ticked)
    tasks.pass_time(NOW)
    assert (poisoned.state, whole.state) == ("sent", "received")
    assert f"到期处理没有完成：{poisoned.number}" in caplog.text


@pytest.mark.usefixtures("county")
def test_drafts_and_uploads_that_nobody_came_back_for_are_dropped() -> None:
    now = timezone.now()
    old = now - max(uploads.KEPT, timedelta(days=90)) - timedelta(days=1)
    who = person("zrzy.handler")
    for at in (old, now):
        uploads.stage([b"%PDF-1.7\n" + str(at).encode() + b"\n%%EOF\n"], "甲.pdf", person=who, at=at)
        Draft.objects.create(
            person_id=who, department_id="zrzy", procedure="case-transfer", act=f"find-{at:%Y%m}", updated_at=at
        )
    tasks.tidy_up(NOW)
    assert Upload.objects.count() == Draft.objects.count() == 1


@pytest.mark.usefixtures("county")
def test_at_night_even_what_the_minutes_pass_over_is_printed() -> None:
    told = Told().sent()
    printing.print_paper(told.papers[1].pk, told.at)
    tasks.tidy_up(NOW)
    assert printing.unprinted() == []


def test_everything_regular_is_registered_and_does_not_pile_up() -> None:
    regular = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert regular == {
        "print-missed": "* * * * *",
        "pass-time": "* * * * *",
        "retry-stalled": "* * * * *",
        "take-back": "* * * * *",
        "tidy-up": "17 19 * * *",
        "forget-jobs": "17 19 * * *",
    }
    assert all(app.tasks[name].queueing_lock == name for name in regular)


@pytest.fixture
def work(living_county: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A worker that does what there is and stops."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # as the command does
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})  # a full minute adds no jobs of its own

    async def worked() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    def run() -> None:
        with app.replace_connector(DjangoConnector().get_worker_connector()):
            asyncio.run(worked())

    return run


def test_a_worker_prints_what_an_act_has_issued(work: Callable[[], None]) -> None:
    told = Told().sent()
    app.tasks["pass-time"].defer(timestamp=NOW)  # as the clock does
    work()
    assert printing.unprinted() == []
    assert waiting() == []
    assert told.state == "received"  # the term ran out long ago


LOCKED = {"pass-time", "print-missed", "take-back", "tidy-up"}
REGULAR = ("forget-jobs", "pass-time", "print-missed", "retry-stalled", "take-back", "tidy-up")


def give_regular() -> None:
    """As the clock does: what waits already is not given again."""
    for name in REGULAR:
        with suppress(AlreadyEnqueued):
            app.tasks[name].defer(timestamp=NOW)


def ended() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, array_agg(DISTINCT status::text) FROM procrastinate_jobs GROUP BY task_name")
        return {name: set(statuses) for name, statuses in cursor.fetchall()}


@pytest.fixture
def died(living_county: None) -> None:
    """A worker was killed while it printed and did every regular job."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        Told().sent()
        give_regular()
        cursor.execute("""
            WITH dead AS (
              INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id)
            UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)
        """)


@pytest.mark.usefixtures("died")
def test_the_jobs_of_a_worker_that_died_are_given_to_others(work: Callable[[], None]) -> None:
    with suppress(AlreadyEnqueued):
        app.tasks["retry-stalled"].defer(timestamp=NOW)
    work()
    work()
    assert printing.unprinted() == []
    assert ended()["print"] == {"succeeded"}
    assert all(ended()[name] <= {"succeeded", "aborted"} for name in REGULAR)


@pytest.mark.usefixtures("died")
def test_what_is_regular_goes_on_though_the_next_waits_for_the_lock_of_one_that_died(work: Callable[[], None]) -> None:
    give_regular()
    work()
    work()
    assert printing.unprinted() == []
    assert all({"succeeded"} <= statuses <= {"succeeded", "aborted"} for statuses in ended().values())
    assert {name for name, statuses in ended().items() if "aborted" in statuses} >= LOCKED
