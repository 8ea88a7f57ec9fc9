"""Papers in print: once and for good, with the numbers that their words keep a place for."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection

from tests.office.told import FIRM, LETTER, Told, found, person
from tests.typeset.looking import opened
from xiezhi.kernel import NotApplicable
from xiezhi.office import printing
from xiezhi.office.models import Paper, Print
from xiezhi.office.uploads import stage, store
from xiezhi.office.verify import faults
from xiezhi.registry.models import JournalEntry
from xiezhi.typeset.fonts import FontsMissing
from xiezhi.typeset.setting import typeset
from xiezhi.typeset.words import keep, read


def pdf_of(paper: Paper) -> bytes:
    printed = Print.objects.get(paper=paper)
    return store().path(printed.digest).read_bytes()


def text_of(paper: Paper) -> str:
    with opened(pdf_of(paper)) as pages:
        return "\n".join(page.text for page in pages)


def printed(told: Told) -> list[Paper]:
    for paper in told.papers:
        printing.print_paper(paper.pk, told.at)
    return told.papers


def sheets(number: int) -> bytes:
    with pypdfium2.PdfDocument.new() as pdf, BytesIO() as out:
        for _ in range(number):
            pdf.new_page(595, 842)
        pdf.save(out)
        return out.getvalue()


@pytest.mark.usefixtures("county")
def test_the_pdf_says_what_the_words_say_with_the_numbers_filled_in() -> None:
    letter, listed = printed(Told().sent())
    text = text_of(letter)
    assert f"统一社会信用代码：{FIRM['code']}" in text
    assert f"联系电话：{FIRM['phone']}" in text
    assert letter.number in text
    assert "无此项材料：未办理审批" in text_of(listed)
    assert list(faults()) == []


@pytest.mark.usefixtures("county")
def test_the_digest_is_of_the_file_and_the_size_its_own() -> None:
    letter, _ = printed(Told().sent())
    pdf = pdf_of(letter)
    row = Print.objects.get(paper=letter)
    assert (row.digest, row.size) == ("sha256:" + hashlib.sha256(pdf).hexdigest(), len(pdf))


@pytest.mark.usefixtures("county")
def test_that_numbers_were_read_is_written_in_the_journal_once() -> None:
    told = Told().sent()
    before = JournalEntry.objects.count()
    printed(told)
    printed(told)
    entry = JournalEntry.objects.latest("number")
    assert JournalEntry.objects.count() == before + 1
    assert (entry.what, entry.by) == ("subject-revealed", None)
    assert "印制涉嫌违法案件移送函武自然资规移〔2021〕1号" in entry.body


@pytest.mark.usefixtures("county")
def test_what_is_printed_is_left_as_it_is() -> None:
    told = Told().sent()
    first = Print.objects.filter(paper__in=printed(told)).values_list("printed_at", flat=True)
    told.at += timedelta(days=1)
    assert list(Print.objects.filter(paper__in=printed(told)).values_list("printed_at", flat=True)) == list(first)
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE office_print SET size = 1")


@pytest.mark.usefixtures("county")
def test_the_same_words_printed_elsewhere_are_the_same_file() -> None:
    letter, _ = printed(Told().sent())
    digest = Print.objects.get(paper=letter).digest
    words = read(letter.text)
    filled = keep(words).replace("\ue000code\ue001", FIRM["code"]).replace("\ue000phone\ue001", FIRM["phone"])
    pages = typeset(read(filled), printing.fonts())
    assert "sha256:" + hashlib.sha256(pages.pdf).hexdigest() == digest


def test_two_workers_at_one_moment_print_it_once(at_once: Callable[..., list[Any]]) -> None:
    told = Told().sent()
    letter = told.papers[0].pk
    before = JournalEntry.objects.count()
    assert at_once(*[lambda: printing.print_paper(letter, told.at)] * 3) == [None] * 3
    assert Print.objects.filter(paper=letter).count() == 1
    assert JournalEntry.objects.count() == before + 1


@pytest.mark.usefixtures("county")
def test_pages_of_pdfs_are_counted_and_those_of_other_kinds_are_left_to_be_written() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    who = person("zrzy.handler")
    record = stage([sheets(3)], "检查记录.pdf", person=who, at=told.at).digest
    broken = stage([b"%PDF-1.7\nnothing\n%%EOF\n"], "坏的.pdf", person=who, at=told.at).digest
    files = {"source": [record], "offender": [broken], "licences": NotApplicable("未办理"), "investigation": [record]}
    told("zrzy.handler", "draft", files, **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    _, listed = printed(told)
    text = text_of(listed)
    assert "1 检查记录 1 3 电子件" in text
    assert "2 坏的 1 电子件" in text
    assert "共3件。" in text


@pytest.mark.usefixtures("county")
def test_a_character_that_no_font_has_is_written_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, place="\U0002a700村"))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    letter, _ = printed(told)
    assert "\U0002a700" in caplog.text
    assert "我局于2021年3月1日" in text_of(letter)


@pytest.mark.usefixtures("county")
def test_gaps_are_found_by_entry_and_in_all() -> None:
    told = Told().sent()
    numbers = [paper.pk for paper in told.papers]
    assert printing.of_entry(told.number or 0, 4) == numbers
    assert printing.of_entry(told.number or 0, 3) == []
    assert printing.unprinted() == numbers
    printing.print_paper(numbers[1], told.at)
    assert printing.unprinted() == numbers[:1]
    assert printing.unprinted(after=numbers[0]) == []
    assert printing.lately() == numbers[1] - printing.LATEST


def recalled() -> Told:
    told = Told().sent()
    told.later(minutes=5)("zrzy.head", "recall", reasons="当事人已改正")
    return told


@pytest.mark.usefixtures("county")
def test_a_void_paper_gets_a_copy_that_says_since_when_and_by_what() -> None:
    told = recalled()
    letter, listed = printed(told)
    for paper, ends in ((letter, "本件作废，文号不再使用。"), (listed, "本件作废。")):
        first, copy = Print.objects.filter(paper=paper).order_by("void")
        assert (first.void, copy.void) == (False, True)
        with opened(store().path(first.digest).read_bytes()) as pages:
            assert "作废" not in "".join(page.text for page in pages)
        with opened(store().path(copy.digest).read_bytes()) as pages:
            said = [page.text.replace("\n", "") for page in pages]
        why = "武义县自然资源和规划局于2021年3月1日9时05分办理“撤回移送”（留痕第5条），"
        assert all(why + ends in page for page in said)
    assert list(faults()) == []


@pytest.mark.usefixtures("county")
def test_what_was_sent_stays_as_it_was_when_it_is_made_void() -> None:
    told = Told().sent()
    letter, _ = printed(told)
    sent = Print.objects.get(paper=letter)
    told("zrzy.head", "recall", reasons="当事人已改正")
    assert printing.of_entry(told.number, 5) == [paper.pk for paper in told.papers]
    assert printing.unprinted() == [paper.pk for paper in told.papers]
    printed(told)
    printed(told)
    assert printing.unprinted() == []
    assert Print.objects.filter(paper=letter).count() == 2
    again = Print.objects.get(paper=letter, void=False)
    assert (again.pk, again.digest, again.printed_at) == (sent.pk, sent.digest, sent.printed_at)


@pytest.mark.usefixtures("county")
def test_a_void_copy_has_the_same_numbers_and_that_they_were_read_is_written_again() -> None:
    told = Told().sent()
    letter, _ = printed(told)
    before = JournalEntry.objects.count()
    told("zrzy.head", "recall", reasons="当事人已改正")
    printed(told)
    assert JournalEntry.objects.count() == before + 1
    with opened(store().path(Print.objects.get(paper=letter, void=True).digest).read_bytes()) as pages:
        assert FIRM["code"] in pages[0].text + pages[1].text


@pytest.mark.usefixtures("county")
def test_a_paper_that_is_not_there_is_no_fault() -> None:
    printing.print_paper(123_456_789, Told().at)
    assert not Print.objects.exists()


def test_only_the_default_folder_of_fonts_may_be_missing(settings: LazySettings) -> None:
    settings.FONT_DIR = settings.DATA_DIR / "fonts"
    assert printing.fonts().faces["body"]
    settings.FONT_DIR = settings.DATA_DIR / "elsewhere"
    with pytest.raises(FontsMissing, match="elsewhere"):
        printing.fonts()
