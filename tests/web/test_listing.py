"""The list: views, filters, search, and one page after another."""

import re

import pytest

from tests.office.told import Told, found
from xiezhi.office import lists

from .site import Visitor, words


def test_views_and_filters_narrow_the_list(liaison: Visitor) -> None:
    told = Told().sent()
    assert f"案件移送 {told.number}" in liaison.reads("/dossiers/")
    assert f"案件移送 {told.number}" in liaison.reads("/dossiers/", view="sign")
    for narrowed in (
        {"view": "closed"},
        {"view": "approve"},
        {"urgent": "1"},
        {"procedure": "case-transfer", "state": "filed"},
    ):
        assert f"案件移送 {told.number}" not in liaison.reads("/dossiers/", **narrowed)


def test_a_search_finds_the_party_and_says_what_to_do_when_it_finds_nothing(liaison: Visitor) -> None:
    told = Told().sent()
    for asked in ("锐拓", "五金制品", "规划许可"):
        assert f"案件移送 {told.number}" in liaison.reads("/dossiers/", q=asked)
    page = liaison.reads("/dossiers/", q="油烟")
    assert "没有符合条件的事项" in page
    assert "关键词：油烟" in page


def recalled() -> Told:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="撤")
    return told


def test_a_search_finds_the_open_first_and_then_the_closed(liaison: Visitor) -> None:
    over, here = recalled(), Told().sent()
    page = liaison.reads("/dossiers/", q="锐拓")
    assert (
        page.index(f"案件移送 {here.number}") < page.index("已办结的里面还有") < page.index(f"案件移送 {over.number}")
    )
    assert "本页 2 件，到此为止" in page
    number = over.papers[0].number
    page = liaison.reads("/dossiers/", q=number.replace("〔", "[").replace("〕", "]"))
    assert "在办的里面没有，已办结的里面有" in page
    assert f"案件移送 {over.number}" in page
    assert f"案件移送 {here.number}" not in page


def test_only_a_search_in_all_views_looks_among_the_closed(liaison: Visitor) -> None:
    over = recalled()
    for asked in ({}, {"view": "held", "q": "锐拓"}, {"view": "late", "q": "锐拓"}, {"q": "油烟"}):
        assert f"案件移送 {over.number}" not in liaison.reads("/dossiers/", **asked)
    assert "在办的和已办结的里面找" in liaison.reads("/dossiers/", view="held", q="锐拓")


def test_the_closed_come_after_the_last_page_of_the_open_and_go_on(
    liaison: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    over, here = [recalled() for _ in range(5)], [Told().sent() for _ in range(3)]
    seen: list[int] = []
    html = liaison.get("/dossiers/", q="锐拓").content.decode()
    for _ in range(4):
        seen += [int(number) for number in re.findall(r'class="title" href="/dossiers/(\d+)/"', html)]
        if 'rel="next"' not in html:
            break
        on = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        html = liaison.get(f"/dossiers/{on}").content.decode()
    assert [n in {told.number for told in over} for n in seen] == [False] * 3 + [True] * 5
    assert sorted(seen) == sorted(told.number for told in (*over, *here))


def test_what_was_asked_can_be_taken_back_one_by_one(liaison: Visitor) -> None:
    html = liaison.get("/dossiers/", q="甲", procedure="case-transfer", urgent="1").content.decode()
    assert 'href="?procedure=case-transfer&amp;urgent=1"' in html
    assert 'href="?q=%E7%94%B2&amp;urgent=1"' in html


def test_one_page_leads_to_the_next_until_there_is_none(handler: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for _ in range(3):
        told = Told()
        told("zrzy.handler", "find", **found(told.at))
    html = handler.get("/dossiers/").content.decode()
    assert "本页 2 件，后面还有" in html
    on = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "本页 1 件，到此为止" in handler.reads(f"/dossiers/{on}")


def test_odd_characters_in_a_query_do_no_harm(liaison: Visitor) -> None:
    for asked in ("'\\", "%", "；--", "a" * 500):
        liaison.reads("/dossiers/", q=asked, after="x", procedure="x'", state="%")
    answer = liaison.get("/dossiers/", q="甲\0乙")
    assert answer.status_code == 400
    assert "请回到上一页" in words(answer)
