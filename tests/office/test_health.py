"""How the work stands: counts that stop somewhere."""

import pytest
from django.db import connection

from tests.office.told import Told
from xiezhi.office import printing
from xiezhi.office.health import gauges, works
from xiezhi.office.jobs import PRINT, give
from xiezhi.registry.models import PackVersion


def numbers() -> dict[str, float]:
    return {gauge.name: gauge.value for gauge in gauges()}


@pytest.mark.usefixtures("county")
def test_what_waits_and_what_is_late_is_counted() -> None:
    before = numbers()
    told = Told().sent()
    after = numbers()
    assert after["xiezhi_papers_unprinted"] == before["xiezhi_papers_unprinted"] + len(told.papers)
    assert after["xiezhi_obligations_overdue"] == before["xiezhi_obligations_overdue"] + len(told.owed)
    assert after["xiezhi_up"] == 1


@pytest.mark.usefixtures("county")
def test_a_void_paper_without_a_copy_that_says_so_is_counted() -> None:
    told = Told().sent()
    for paper in told.papers:
        printing.print_paper(paper.pk, told.at)
    before = numbers()
    told("zrzy.head", "recall", reasons="当事人已改正")
    assert numbers()["xiezhi_papers_unprinted"] == before["xiezhi_papers_unprinted"] + len(told.papers)


@pytest.mark.usefixtures("county")
def test_how_long_the_oldest_job_has_waited_counts_from_when_it_was_given() -> None:
    assert numbers()["xiezhi_jobs_delay_seconds"] == 0
    give(PRINT, dossier=7, entry=3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '90 seconds'")
        later = "('default', 'print', 0, NULL, NULL, '{}', now() + interval '1 day')::procrastinate_job_to_defer_v1"
        cursor.execute(f"SELECT procrastinate_defer_jobs_v1(ARRAY[{later}])")
    assert numbers()["xiezhi_jobs_delay_seconds"] == 90


@pytest.mark.usefixtures("county")
def test_it_works_with_rules_in_force() -> None:
    assert works()


@pytest.mark.django_db
def test_it_does_not_work_without_rules() -> None:
    assert not PackVersion.objects.exists()
    assert not works()
