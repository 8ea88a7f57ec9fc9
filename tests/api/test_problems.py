"""Every way in which something is not done has one code and one status, and says in words what to do."""

import json
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from ninja.errors import HttpError

from xiezhi.api.problems import KINDS, answers, documented, not_done, problem, unread
from xiezhi.kernel import NotDone, Refusal, Refused, say
from xiezhi.office import offering, requests, sniff
from xiezhi.registry import tokens

from .asking import PROBLEM, ROOT, of


def kinds(of: type[NotDone]) -> Iterator[type[NotDone]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def test_every_refusal_of_the_office_has_its_status() -> None:
    assert all((requests, offering, sniff, tokens))  # they are loaded, so that their kinds are known
    assert {kind.code for kind in kinds(NotDone)} - set(KINDS) == set()


def test_a_kind_that_is_not_known_is_still_a_problem_in_words() -> None:
    class Odd(NotDone):
        code = "odd"

    answer = not_done(HttpRequest(), Odd(Refusal("odd", say("不行"))))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "not-done")


def test_a_problem_says_what_kind_it_is() -> None:
    answer = problem("not-found")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert json.loads(answer.content) == {
        "type": "urn:xiezhi:not-found", "title": "找不到，或者无权查看", "status": 404, "code": "not-found",
        "detail": "找不到，或者无权查看",
    }  # fmt: skip


def test_several_reasons_are_all_told() -> None:
    refused = Refused(Refusal("one", say("甲")), Refusal("two", say("乙：{n}", n=3)))
    said = json.loads(not_done(HttpRequest(), refused).content)
    assert (said["detail"], [one["sentence"] for one in said["refusals"]]) == ("甲；乙：3", ["甲", "乙：3"])


@pytest.mark.parametrize("status", [401, 429, 503])
def test_who_may_come_again_is_told_how(status: int) -> None:
    code = next(code for code, (of, _) in KINDS.items() if of == status)
    assert {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}[status] in problem(code)


def test_a_body_that_cannot_be_read_is_malformed() -> None:
    said = json.loads(unread(HttpRequest(), HttpError(400, "")).content)
    assert (said["code"], said["detail"]) == ("malformed", "正文不是可以读取的 JSON")


@pytest.mark.parametrize(
    "body", [" ", "{", "[]", "null", '"x"', "{}", '{"filled": []}', b"\xff\xfe", "[" * 100_000, "NaN"]
)
@pytest.mark.usefixtures("county")
def test_whatever_is_sent_is_answered(body: str | bytes) -> None:
    answer = of("zrzy.handler").post("procedures/case-transfer/find", body)
    assert answer.status in (400, 422)


@pytest.mark.usefixtures("county")
def test_a_body_beyond_all_measure_is_too_large() -> None:
    answer = of("zrzy.handler").post("procedures/case-transfer/find", b'{"filled": "' + b"x" * 6_000_000 + b'"}')
    assert (answer.status, answer.code) == (413, "too-large")


@pytest.mark.usefixtures("county")
def test_a_body_of_another_kind_is_told_so() -> None:
    for media_type in ("text/plain", "application/xml", "multipart/form-data; boundary=x"):
        answer = of("zrzy.handler").post("procedures/case-transfer/find", b"x", media_type=media_type)
        assert (answer.status, answer.code) == (415, "unsupported-media-type")


def test_sentences_follow_the_language_that_is_asked_for() -> None:
    with translation.override("zh-hans"):  # what the request activates does not outlive this
        said = Client().get(f"{ROOT}/procedures", headers={"Accept-Language": "en"})
        expected = json.loads(problem("unauthenticated").content)["title"]
    assert (said["Content-Language"], said.json()["title"]) == ("en", expected)


@pytest.mark.usefixtures("county")
def test_while_the_database_is_away_it_is_said_and_written_down(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = of("zrzy.handler")

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    for place in ("xiezhi.api.auth.find", "xiezhi.api.reading.page_of"):
        with monkeypatch.context() as patch:
            patch.setattr(place, gone)
            answer = program.get("dossiers")
        assert (answer.status, answer.code, "refused" in str(answer.said)) == (503, "unavailable", False)
    assert caplog.text.count("connection refused") >= 2


def test_every_status_is_described_with_its_codes() -> None:
    described = answers()
    statuses = sorted({status for status, _ in KINDS.values()})
    assert set(described) == {f"Problem{status}" for status in statuses}
    assert documented(404) == {404: {"$ref": "#/components/responses/Problem404"}}
    for code, (status, _) in KINDS.items():
        assert code in described[f"Problem{status}"]["description"]
