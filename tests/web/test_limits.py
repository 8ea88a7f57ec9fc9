"""How much one request may carry, and in which words more is refused."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from xiezhi.registry.models import User

pytestmark = pytest.mark.usefixtures("county")
PAGE, SCRIPT = {"accept": "text/html,*/*"}, {"accept": "*/*"}
MB = 1024 * 1024


class Unread:
    """A body that must not be read."""

    def __init__(self, size: int) -> None:
        self.size = size

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read

    def __len__(self) -> int:
        return self.size


def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="zrzy.handler"))
    return client


def sent(client: Client, path: str, size: int, headers: dict[str, str]) -> Any:
    given: dict[str, Any] = {"CONTENT_LENGTH": str(size), "wsgi.input": Unread(size)}
    return client.generic("POST", path, b"", "multipart/form-data; boundary=x", headers=headers, **given)


@pytest.mark.parametrize("path", ["/uploads/", "/open/case-transfer/find/", "/nowhere/"])
def test_a_body_too_large_is_refused_unread(path: str, settings: Settings) -> None:
    settings.REQUEST_MOST_BYTES = 3 * MB
    answer = sent(signed_in(), path, 3 * MB + 1, SCRIPT)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json() == {
        "type": "urn:xiezhi:too-large", "title": "内容过大", "status": 413, "code": "too-large",
        "detail": "一次提交的内容合计不能超过 3 MB；请压缩文件，或者分几次上传",
    }  # fmt: skip


def test_a_person_is_told_on_a_page(settings: Settings) -> None:
    settings.REQUEST_MOST_BYTES = 3 * MB
    answer = sent(signed_in(), "/open/case-transfer/find/", 3 * MB + 1, PAGE)
    assert (answer.status_code, answer["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "一次提交的内容合计不能超过 3 MB；请压缩文件，或者分几次上传" in answer.content.decode()


@pytest.mark.parametrize("path", ["/signin/", "/uploads/", "/"])
def test_a_stranger_may_send_a_form_and_no_file(path: str, settings: Settings) -> None:
    assert sent(Client(), path, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1, SCRIPT).status_code == 413


@pytest.mark.parametrize("length", ["", "x", "-1", "٣", "1e9"])
def test_a_length_that_is_no_number_is_left_to_others(length: str) -> None:
    answer = Client().generic("POST", "/signin/", b"", CONTENT_LENGTH=length)
    assert answer.status_code in (200, 400)


def test_too_much_text_is_refused_in_words_and_not_as_unreadable(settings: Settings) -> None:
    client = signed_in()
    for given in ({"facts": "字" * (2 * MB)}, {f"officers.{n}.name": "甲" for n in range(1100)}):
        answer = client.post("/open/case-transfer/find/", given, headers=PAGE)
        assert answer.status_code == 413
        assert "填写的内容太多，没有收下；请删减文字，或者把长的内容作为附件上传" in answer.content.decode()


def test_an_address_with_a_nul_in_it_is_a_bad_request_on_every_page() -> None:
    for path in ("/dossiers/?procedure=%00", "/items/?q=a%00", "/signin/?next=%00", "/?%00", "/nowhere/?a=%00"):
        answer = signed_in().get(path, headers=PAGE)
        assert answer.status_code == 400
        assert "这次提交看不懂" in answer.content.decode()


def test_what_cannot_be_read_at_all_stays_a_bad_request() -> None:
    answer = signed_in().generic("POST", "/open/case-transfer/find/", b"x", "multipart/form-data", headers=PAGE)
    assert answer.status_code == 400
    assert "这次提交看不懂" in answer.content.decode()
