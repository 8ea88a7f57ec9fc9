"""Files and drafts over HTTP: a person's own, and those that a department's system prepares for a handler."""

import hashlib
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import PASSWORD
from tests.office.told import PDF, Told, found, person
from xiezhi.office.models import Draft, Upload
from xiezhi.registry.tokens import Scope

from .asking import of, system_of

pytestmark = pytest.mark.usefixtures("county")

FIND = {"procedure": "case-transfer", "act": "find"}


def test_a_file_is_kept_under_its_digest_in_ones_own_name() -> None:
    answer = of("zrzy.handler").upload(name="现场照片.pdf")
    digest = "sha256:" + hashlib.sha256(PDF).hexdigest()
    expected = {"digest": digest, "name": "现场照片.pdf", "media_type": "application/pdf", "size": len(PDF)}
    assert (answer.status, answer.said) == (201, expected)
    assert Upload.objects.get().by_id == person("zrzy.handler")


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"", "a.pdf", 422), (b"MZ" + b"\0" * 100, "a.pdf", 422), (PDF, "a.exe", 422), (PDF, "x" * 300 + ".pdf", 201)],
)
def test_a_file_that_cannot_be_taken_is_told_why(content: bytes, name: str, status: int) -> None:
    answer = of("zrzy.handler").upload(content, name)
    assert answer.status == status
    if status == 422:
        assert answer.code in ("refused-file", "invalid")


def test_a_file_that_is_too_large_is_413(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MOST_BYTES", 10)
    answer = of("zrzy.handler").upload()
    assert (answer.status, answer.code) == (413, "too-large")


def test_a_system_uploads_for_a_handler_of_its_own_department() -> None:
    system = system_of("zrzy")
    assert system.upload(handler="zrzy.handler").status == 201
    assert Upload.objects.get().by_id == person("zrzy.handler")
    for stranger in ("zfj.handler", "zrzy.head", "nobody", ""):
        answer = system.upload(handler=stranger)
        assert (answer.status, [one["name"] for one in answer.said["refusals"]]) == (422, ["handler"])


def test_a_person_uploads_for_nobody_else() -> None:
    assert of("zrzy.handler").upload(handler="zrzy.handler2").status == 422


def test_who_only_reads_uploads_nothing() -> None:
    for program in (of("zrzy.handler", Scope.READ), system_of("zrzy", Scope.READ)):
        answer = program.upload(handler="zrzy.handler")
        assert (answer.status, answer.code) == (403, "not-entitled")


def test_without_a_file_there_is_nothing_to_keep() -> None:
    handler = of("zrzy.handler")
    answer = handler.post("files", b"--x--\r\n", media_type="multipart/form-data; boundary=x")
    assert (answer.status, [one["field"] for one in answer.said["fields"]]) == (422, ["file"])
    assert handler.post("files", "{}").status == 415


def test_a_systems_draft_waits_among_the_handlers_own_on_the_site() -> None:
    system = system_of("zrzy")
    digest = system.upload(name="航拍.pdf", handler="zrzy.handler").said["digest"]
    filled = {"case_title": "无证建设厂房", "offender": {"kind": "firm", "name": "某厂"}, "item": "planning-permit"}
    body = {**FIND, "handler": "zrzy.handler", "filled": filled, "files": {"source": [digest]}}
    answer = system.post("drafts", body)
    way = f"/open/case-transfer/find/?draft={Draft.objects.get().pk}"
    assert (answer.status, answer.said) == (201, {"href": way})
    browser = Client()
    assert browser.login(username="zrzy.handler", password=PASSWORD)
    assert "无证建设厂房" in browser.get("/drafts/").content.decode()
    page = browser.get(answer.said["href"]).content.decode()
    assert 'value="无证建设厂房"' in page
    assert 'value="某厂"' in page
    assert "无证建设厂房" not in browser.get("/open/case-transfer/find/").content.decode()


def test_what_the_handler_goes_on_with_is_out_of_the_way_of_the_next() -> None:
    system, browser = system_of("zrzy"), Client()
    assert browser.login(username="zrzy.handler", password=PASSWORD)
    hrefs = []
    for place in ("一", "二"):
        answer = system.post("drafts", {**FIND, "handler": "zrzy.handler", "filled": {"place": place}})
        assert answer.status == 201
        hrefs.append(answer.said["href"])
        browser.get(answer.said["href"])
    assert [one["href"] for one in of("zrzy.handler").get("drafts").said["items"]] == hrefs[::-1]
    assert [one.filled["place"] for one in Draft.objects.order_by("pk")] == ["一", "二"]


def test_a_draft_for_an_act_with_materials_brings_its_files() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    system = system_of("zrzy")
    digest = system.upload(name="航拍.pdf", handler="zrzy.handler").said["digest"]
    files = {"source": [digest], "licences": {"not_applicable": "未办理审批"}}
    body = {
        "procedure": "case-transfer",
        "act": "draft",
        "dossier": told.number,
        "handler": "zrzy.handler",
        "files": files,
    }
    href = system.post("drafts", body).said["href"]
    browser = Client()
    assert browser.login(username="zrzy.handler", password=PASSWORD)
    page = browser.get(href).content.decode()
    assert "航拍.pdf" in page
    assert "未办理审批" in page


def test_a_system_never_overwrites_what_somebody_has_begun() -> None:
    of("zrzy.handler").post("drafts", {**FIND, "filled": {"place": "我写的"}})
    answer = system_of("zrzy").post("drafts", {**FIND, "handler": "zrzy.handler", "filled": {"place": "系统写的"}})
    assert (answer.status, answer.code) == (409, "draft-exists")
    assert Draft.objects.get().filled == {"place": "我写的"}


def test_a_persons_own_draft_is_replaced_by_the_next() -> None:
    handler = of("zrzy.handler")
    for place in ("一", "二"):
        assert handler.post("drafts", {**FIND, "filled": {"place": place}}).status == 201
    assert Draft.objects.get().filled == {"place": "二"}


def test_drafts_are_read_by_the_own_department_alone() -> None:
    of("zrzy.handler").post("drafts", {**FIND, "filled": {"place": "壶山街道"}})
    own = of("zrzy.handler2").get("drafts").said["items"]
    assert [(one["act"]["key"], one["filled"], one["dossier"]) for one in own] == [
        ("find", {"place": "壶山街道"}, None)
    ]
    assert of("zfj.handler").get("drafts").said["items"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "nothing"},
        {"act": "receive"},
        {"act": "deem_received"},
        {"procedure": "nothing"},
        {"procedure": "jurisdiction-dispute", "act": "raise"},
        {"dossier": 2**40},
    ],
)
def test_a_draft_of_what_cannot_be_done_is_not_found(asked: dict[str, Any]) -> None:
    assert of("zrzy.handler").post("drafts", {**FIND, **asked}).status == 404


def test_a_draft_in_a_dossier_that_one_does_not_see_is_not_found() -> None:
    told = Told().sent()
    body = {"procedure": "case-transfer", "act": "receive", "dossier": told.number}
    assert of("slj.handler").post("drafts", body).status == 404
    assert of("zfj.handler").post("drafts", body).status == 201


@pytest.mark.parametrize(
    "filled",
    [
        {"nothing": "x"},
        {"place": "\0"},
        {"place": "\ud800"},
        {"place": float("inf")},
        {"place": 2**70},
        {"officers": ["x", {"name": "甲"}]},
        {"offender": {"name": {"deep": {}}}},
        {"__proto__": 1},
        [],
    ],
)
def test_a_draft_holds_plain_values_of_fields_that_exist(filled: Any) -> None:
    answer = of("zrzy.handler").post("drafts", {**FIND, "filled": filled})
    assert answer.status in (400, 422)
    assert Draft.objects.count() == 0
