"""The API put together from procedures: what is in them is in it, and nothing else."""

import json

import pytest
from django.test import Client

from xiezhi.api.build import build, document
from xiezhi.procedures import PROCEDURES

from .asking import JSON, ROOT, of


def test_without_procedures_there_are_no_acts() -> None:
    paths = json.loads(document({}))["paths"]
    assert not [path for path in paths if "case-transfer" in path]
    assert f"{ROOT}/dossiers" in paths


def test_it_can_be_built_again() -> None:
    first, second = build(PROCEDURES), build(PROCEDURES)
    assert first is not second
    assert first.get_openapi_schema() == second.get_openapi_schema()


def test_the_document_is_open_to_everybody() -> None:
    answer = Client().get(f"{ROOT}/openapi.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, JSON)
    assert answer.json() == json.loads(document(PROCEDURES))


@pytest.mark.usefixtures("county")
def test_chinese_stays_readable() -> None:
    answer = of("zrzy.handler").get("procedures")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "案件移送" in json.dumps(answer.said, ensure_ascii=False)
