"""Whatever happens under /api/ is answered as a problem, and is kept in no cache."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from xiezhi.api.edge import edge, nowhere

from .asking import PROBLEM, ROOT, of

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/x", "/api/v1/nothing", "/api/v1/dossiers/"])
def test_an_address_that_there_is_not_is_a_problem(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, PROBLEM, "not-found")


def test_a_method_that_is_not_allowed_names_those_that_are() -> None:
    answer = Client().delete(f"{ROOT}/dossiers")
    assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "GET", "method-not-allowed")


def test_a_strange_host_is_malformed() -> None:
    answer = Client().get(f"{ROOT}/dossiers", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (400, PROBLEM, "malformed")


def test_an_error_of_ours_is_told_as_such_and_tells_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("xiezhi.api.reading.page_of", broken)
    program = of("zrzy.handler")
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"{ROOT}/dossiers", headers={"Authorization": f"Bearer {program.secret}"})
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "internal")
    assert "secret" not in answer.content.decode()
    assert "password=secret" in caplog.text


def test_answers_are_kept_in_no_cache() -> None:
    for answer in (of("zrzy.handler").get("dossiers"), of("zrzy.handler").get("nothing")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]


def test_pages_are_left_as_they_are() -> None:
    answer = edge(lambda _: HttpResponse("<p>", status=404))(RequestFactory().get("/dossiers/1/"))
    assert (answer.content, answer.headers.get("Cache-Control")) == (b"<p>", None)


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "malformed"), (413, "too-large"), (418, "malformed"), (502, "internal"), (503, "unavailable")],
)
def test_whatever_else_answers_is_made_a_problem(status: int, code: str) -> None:
    answer = edge(lambda _: HttpResponse("<p>", status=status))(RequestFactory().get("/api/v1/x"))
    assert f'"code":"{code}"'.encode() in answer.content


def test_nowhere_is_nowhere() -> None:
    assert nowhere(HttpRequest(), rest="x").status_code == 404
