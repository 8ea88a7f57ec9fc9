"""Papers and files are sent to whoever may read them, as they were issued and taken in."""

import hashlib
from base64 import b64encode
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from tests.office.told import FIRM, LETTER, PDF, Told, found
from xiezhi.office import printing
from xiezhi.office.models import File, Paper, Print

pytestmark = pytest.mark.usefixtures("county")

Seated = Callable[[str], Client]


@pytest.fixture
def at_desk() -> Seated:
    """A browser at which somebody has signed in."""

    def seated(username: str) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        assert client.login(username=username, password=PASSWORD)
        return client

    return seated


def letter(told: Told) -> Paper:
    return told.papers[0]


def page(client: Client, paper: Paper, **headers: str) -> str:
    response = client.get(reverse("paper", args=[paper.pk]), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def sent(told: Told, number: int = 0) -> Paper:
    paper = told.papers[number]
    printing.print_paper(paper.pk, told.at)
    return paper


@pytest.mark.parametrize("who", ["zrzy.handler", "zfj.liaison"])
def test_both_sides_read_the_words_with_the_numbers_hidden(at_desk: Seated, who: str) -> None:
    said = page(at_desk(who), letter(Told().sent()))
    assert "关于移送武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设一案的函" in said
    assert "五、移送理由" in said
    assert "2021年3月1日" in said
    assert FIRM["phone"] not in said
    assert "联系电话：057******0001" in said
    assert "本页隐去当事人的电话和身份证件号码，PDF 照原文显示；每次下载都有记录" in said
    assert "\ue000" not in said


def test_an_outsider_is_told_that_there_is_none(at_desk: Seated) -> None:
    paper = sent(Told().sent())
    outsider = at_desk("slj.handler")
    assert [outsider.get(reverse(name, args=[paper.pk])).status_code for name in ("paper", "pdf")] == [404, 404]


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    paper = sent(Told().sent())
    for name in ("paper", "pdf"):
        response = client.get(reverse(name, args=[paper.pk]))
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("login"))


def test_a_paper_that_is_not_printed_yet_is_asked_for_again_by_itself(at_desk: Seated) -> None:
    paper = letter(Told().sent())
    client = at_desk("zfj.liaison")
    here = reverse("paper", args=[paper.pk])
    said = page(client, paper)
    assert "正在印制，稍后可下载" in said
    assert f'hx-get="{here}"' in said
    assert f'<a href="{here}">刷新</a>' in said
    assert client.get(reverse("pdf", args=[paper.pk])).status_code == 404


def test_what_is_asked_for_again_is_the_way_to_the_pdf_alone(at_desk: Seated) -> None:
    told = Told().sent()
    client = at_desk("zfj.liaison")
    assert "正在印制" in page(client, letter(told), hx_request="true")
    paper = sent(told)
    said = page(client, paper, hx_request="true")
    assert f'href="{reverse("pdf", args=[paper.pk])}"' in said
    assert "hx-get" not in said
    assert "<html" not in said


def test_the_pdf_is_saved_under_its_name_with_its_digest(at_desk: Seated) -> None:
    paper = sent(Told().sent())
    printed = Print.objects.get(paper=paper)
    response = at_desk("zfj.liaison").get(reverse("pdf", args=[paper.pk]))
    body = response.getvalue()
    digest = hashlib.sha256(body)
    assert printed.digest == f"sha256:{digest.hexdigest()}"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(body))
    assert response["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_void_paper_says_so_before_its_void_copy_is_there(at_desk: Seated) -> None:
    told = Told().sent()
    paper = sent(told)
    told("zrzy.head", "recall", reasons="当事人已改正")
    client = at_desk("zrzy.handler")
    said = page(client, paper)
    assert "本文书已作废" in said
    assert "有作废标记的 PDF 正在印制" in said
    assert client.get(reverse("pdf-as-issued", args=[paper.pk])).status_code == 404
    response = client.get(reverse("pdf", args=[paper.pk]))
    response.close()
    assert "%EF%BC%88%E5%B7%B2%E4%BD%9C%E5%BA%9F%EF%BC%89" in response["Content-Disposition"]  # （已作废）


def test_of_a_void_paper_the_void_copy_is_sent_and_what_it_was_on_demand(at_desk: Seated) -> None:
    told = Told().sent()
    before = digest_of(at_desk("zfj.liaison"), "pdf", sent(told))
    told("zrzy.head", "recall", reasons="当事人已改正")
    paper = sent(told)
    first, copy = Print.objects.filter(paper=paper).order_by("void").values_list("digest", flat=True)
    client = at_desk("zrzy.handler")
    said = page(client, paper)
    assert "下载的 PDF 有作废标记" in said
    assert first in said
    assert copy in said
    assert before == digest_of(client, "pdf-as-issued", paper) == first
    assert digest_of(client, "pdf", paper) == digest_of(at_desk("zfj.liaison"), "pdf", paper) == copy
    assert at_desk("slj.handler").get(reverse("pdf-as-issued", args=[paper.pk])).status_code == 404


def digest_of(client: Client, name: str, paper: Paper) -> str:
    return f"sha256:{hashlib.sha256(client.get(reverse(name, args=[paper.pk])).getvalue()).hexdigest()}"


def test_the_list_of_materials_names_each_and_why_one_is_lacking(at_desk: Seated) -> None:
    said = page(at_desk("zfj.liaison"), Told().sent().papers[1])
    assert "现场检查记录" in said
    assert "无此项材料：未办理审批" in said


def test_a_slip_shows_its_table(at_desk: Seated) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    said = page(at_desk("zrzy.handler"), told.papers[2])
    assert "<td>李文静</td>" in said
    assert "隐去" not in said, "no number stands in it"
    assert "每次下载 PDF 都有记录" in said
    assert "（武自然资规移〔2021〕1号）" in said


def test_what_people_wrote_is_never_markup(at_desk: Seated) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **{**LETTER, "facts": "<script>alert(1)</script>"})
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    said = page(at_desk("zfj.liaison"), letter(told))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said


def test_the_approver_reads_the_letter_before_there_is_one(at_desk: Seated) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    said = at_desk("zrzy.head").get(reverse("act", args=[told.number, "approve"])).content.decode()
    assert "特此函告。" in said
    assert "时编号）" in said
    assert FIRM["phone"] not in said


def test_evidence_is_sent_as_it_was_taken_in_to_those_who_see_it(at_desk: Seated) -> None:
    told = Told().sent()
    file = File.objects.filter(dossier=told.number).earliest("pk")
    response = at_desk("zfj.liaison").get(reverse("file", args=[file.pk]))
    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert at_desk("slj.handler").get(reverse("file", args=[file.pk])).status_code == 404


@pytest.mark.parametrize("name", ["paper", "pdf", "pdf-as-issued", "file"])
def test_what_was_never_there_is_not_there(at_desk: Seated, name: str) -> None:
    assert at_desk("zfj.liaison").get(reverse(name, args=[10**9])).status_code == 404
