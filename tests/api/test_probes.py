"""The probes: alive, ready, and how the work stands; nothing of any case."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from tests.office.told import Told
from xiezhi.registry.models import PackVersion


def test_the_process_is_alive_without_a_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.usefixtures("county")
def test_it_is_ready_when_rules_are_in_force() -> None:
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_before_rules_are_in_force() -> None:
    assert not PackVersion.objects.exists()
    assert Client().get("/readyz").status_code == 503


def test_it_is_not_ready_without_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bool:
        raise OperationalError

    monkeypatch.setattr("xiezhi.api.probes.works", gone)
    monkeypatch.setattr("xiezhi.api.probes.gauges", gone)
    assert Client().get("/readyz").status_code == 503
    assert "xiezhi_up 0" in Client().get("/metrics").content.decode()


@pytest.mark.usefixtures("county")
def test_the_metrics_are_numbers_and_name_nobody() -> None:
    Told().sent()
    text = Client().get("/metrics").content.decode()
    samples = dict(line.split(" ") for line in text.splitlines() if not line.startswith("#"))
    assert (samples["xiezhi_up"], samples["xiezhi_obligations_overdue"]) == ("1", "1")
    assert all(
        re.fullmatch(r"xiezhi_[a-z_]+ [0-9.e+]+", line) for line in text.splitlines() if not line.startswith("#")
    )
    assert text.isascii()


def test_a_probe_is_only_read() -> None:
    assert {Client().post(path).status_code for path in ("/healthz", "/readyz", "/metrics")} == {405}
