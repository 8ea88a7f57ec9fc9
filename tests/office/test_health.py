"""How the work stands: counts that stop somewhere."""

import pytest

from tests.office.told import Told
from xiezhi.office.health import gauges, works
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
def test_it_works_with_rules_in_force() -> None:
    assert works()


@pytest.mark.django_db
def test_it_does_not_work_without_rules() -> None:
    assert not PackVersion.objects.exists()
    assert not works()
