"""Files that are too large or not what they say, and requests that carry too much, sent to a real site."""

import json
import socket
from typing import Any

import pytest

from tests.faults.clerks import reads_well
from tests.faults.site import Site
from tests.office.samples import OFD, PDF, PROGRAM, WORD, compound, office, package, picture

MB = 1024 * 1024
SCRIPT = {"accept": "*/*"}


@pytest.fixture(scope="module")
def upload(site: Site, cases: list[int]) -> Any:
    site.serve()
    client = site.sign_in("zrzy.handler")

    def send(name: str, content: bytes) -> tuple[int, dict[str, Any]]:
        answer = client.post("/uploads/", files={"file": (name, content)}, headers=SCRIPT)
        return answer.status_code, answer.json()

    return send


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("现场照片.jpg", PROGRAM), ("现场照片.jpg", picture("PNG")), ("记录.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("图.svg", b"<svg xmlns='x' onload='alert(1)'/>"), ("记录.pdf", b""), ("记录.pdf", b"\0" * 1000), ("材料.zip", package({"a": b"a"})),
        ("笔录.docx", office("wordprocessingml.document", **{"word/vbaProject.bin": b"x"})), ("笔录.docx", OFD), ("笔录.docx", WORD[:99]),
        ("笔录.docx", package({"[Content_Types].xml": bytes(120 * MB)})), ("笔录.doc", compound("WordDocument", "Macros")),
        ("照片\u202egpj.exe", picture("JPEG")), ("..", PDF), ("记录.pdf.exe", PDF), ("x" * 300, PDF),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_in_words(upload: Any, name: str, content: bytes) -> None:
    status, answer = upload(name, content)
    assert status == 422
    assert set(answer) == {"detail"}
    assert reads_well(answer["detail"])
    assert any(word in answer["detail"] for word in ("请", "可以上传"))


def test_what_is_what_it_says_is_taken(upload: Any) -> None:
    for name, content in (("现场照片.jpg", picture("JPEG")), ("决定书.ofd", OFD), ("记录.pdf", PDF)):
        status, answer = upload(f"../../{name}", content)
        assert (status, answer["name"], answer["size"]) == (200, name, len(content))


def asked(site: Site, length: int, cookie: str = "") -> tuple[int, dict[str, Any]]:
    """Announce so much, and send none of it: whoever answers has not waited for it."""
    head = (
        f"POST /uploads/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nContent-Length: {length}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nAccept: */*\r\nCookie: {cookie}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    first, _, body = answer.partition(b"\r\n\r\n")
    return int(first.split()[1]), json.loads(body)


def test_a_request_too_large_is_refused_before_any_of_it_is_sent(upload: Any, site: Site) -> None:
    client = site.sign_in("zrzy.handler")
    status, answer = asked(site, 401 * MB, f"sessionid={client.cookies['sessionid']}")
    assert (status, answer["detail"]) == (413, "一次提交的内容合计不能超过 400 MB；请压缩文件，或者分几次上传")
    status, answer = asked(site, 6 * MB)
    assert (status, answer["detail"]) == (413, "一次提交的内容合计不能超过 5 MB；请压缩文件，或者分几次上传")


def test_a_form_that_carries_too_much_gets_a_page_that_says_so(upload: Any, site: Site) -> None:
    client = site.sign_in("zrzy.handler")
    answer = client.post("/open/case-transfer/find/", data={"case_title": "字" * 2 * MB})
    assert answer.status_code == 413
    assert "填写的内容太多，没有收下；请删减文字，或者把长的内容作为附件上传" in answer.text
