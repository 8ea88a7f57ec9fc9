"""The parts of pages, drawn with sample values."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Of
from typing import Any

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from xiezhi import web
from xiezhi.kernel import ZONE
from xiezhi.web.badges import Badge

PARTS = sorted((Path(web.__path__[0]) / "templates/parts").glob("*.html"))
BADGE = Badge("due due-late", "late", "已超期 1 个工作日", "应于 9月27日 办结")
LINK = {"href": "/list", "icon": "list", "text": "全部事项", "count": 120, "hot": True, "current": True}
SHELL = {
    "county": "武义县", "now": datetime(2021, 9, 29, 10, 26, tzinfo=ZONE), "person": "李文静", "post": "综合行政执法局 · 承办人", "unread": 6,
    "groups": [{"title": "查询工具", "links": [LINK]}], "tabs": [LINK, {**LINK, "new": True}], "own": [{"href": "/me", "text": "我的任职"}],
    "home": "/", "search": "/list", "news": "/news", "open": "/open",
}  # fmt: skip


def draw(part: str, **context: Any) -> str:
    with translation.override("zh-hans"):
        return render_to_string(part, context, RequestFactory().get("/here"))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.stem)
def test_every_part_says_what_it_needs(part: Path) -> None:
    assert part.read_text().startswith("{% comment %}")
    get_template(f"parts/{part.name}")


def test_a_page_has_a_way_past_the_bar_one_main_and_the_present_place_marked() -> None:
    html = draw(
        "409.html",
        shell=SHELL,
        conflict={"who": "周海涛", "at": "今天 10:24", "act": "补正", "state": "待补正", "mine": "立案", "href": "/d"},
    )
    assert html.index('class="skip"') < html.index('role="search"') < html.index("<nav") < html.index("<main")
    assert 'aria-current="page"' in html
    assert "99+" in html
    assert "9月29日 周三 10:26" in html
    assert len(re.findall("<h1", html)) == 1
    assert "<b>补正</b>" in html


def test_what_people_wrote_is_never_markup() -> None:
    html = draw(
        "parts/entry.html",
        entry={
            "title": "<i>",
            "text": "<script>",
            "seal": "a" * 64,
            "number": 1,
            "by": "<b>",
            "lines": [{"title": "x", "text": "<u>"}],
        },
    )
    for tag in ("<i>", "<script>", "<u>"):
        assert tag not in html


def test_an_entry_shows_its_papers_its_files_and_its_seal() -> None:
    paper = {"name": "移送函", "number": "武水移〔2021〕3号", "href": "/p", "corrected_by": "武水移〔2021〕4号"}
    entry = {
        "title": "移送",
        "papers": [paper],
        "materials": [
            {"title": "案源材料", "files": [{"name": "a.pdf", "size": 1_258_291, "href": "/f"}]},
            {"title": "审批许可情况", "reason": "没有办理"},
        ],
        "seal": "0d6e52f1" + "9ab4",
        "number": 6,
    }
    html = draw("parts/entry.html", entry=entry)
    assert html.count("doc paper") == 1
    assert "已签发" in html
    assert "已由 武水移〔2021〕4号 更正" in html
    assert html.index("案源材料") < html.index("a.pdf") < html.index("审批许可情况") < html.index("不适用：没有办理")
    assert "1.2 MB" in html
    assert "0d6e 52f1 … 9ab4" in html


def test_a_sheet_counts_each_day_under_its_day_of_the_week() -> None:
    start = date(2021, 9, 29)
    days = [
        Of(date=start + timedelta(days=n), counted=n in (1, 9), n=None, reason="工作日" if n in (1, 9) else "国庆节")
        for n in range(10)
    ]
    html = draw("parts/days.html", days=days)
    assert re.findall(r'<li class="([^"]+)"', html) == ["start dow-3", "in", *["off"] * 7, "end"]
    assert "第 2 日" in html
    assert html.count("不计") == 7


def test_a_duty_leads_with_the_clock_and_its_button_names_the_case() -> None:
    html = draw(
        "parts/duties.html",
        groups=[
            {
                "title": "已超期",
                "rows": [{"badge": BADGE, "title": "反馈", "case": "油烟案", "href": "/d", "verb": "去反馈"}],
            }
        ],
    )
    assert html.index("已超期 1 个工作日") < html.index("油烟案")
    assert '<span class="vh">：反馈 油烟案</span>' in html


def test_the_holder_says_who_what_next_and_by_when() -> None:
    holder = {"department": "综合行政执法局", "next": "告知是否立案", "badge": BADGE, "until": "10月12日 24:00"}
    html = draw(
        "parts/holder.html",
        holder=holder,
        acts={"main": [{"href": "/a", "title": "立案", "filled": True}, {"href": "/b", "title": "请求协助"}]},
    )
    assert "现在由 <b>综合行政执法局</b> 办理，下一步 <b>告知是否立案</b>" in html
    assert html.count("btn main") == 1


def test_an_obligation_draws_its_gauge_without_style() -> None:
    duty = {
        "title": "告知",
        "badge": BADGE,
        "gauge": {"used": 1, "of": 5, "words": "第 1 / 5 个工作日"},
        "local": True,
        "sheet_href": "/s",
    }
    html = draw("parts/obligation.html", duty=duty)
    assert 'width="30"' in html
    assert "M30 4v10M60 4v10M90 4v10M120 4v10" in html
    assert "本地默认" in html


def test_a_list_without_rows_says_what_to_do() -> None:
    html = draw(
        "parts/dossiers.html",
        rows=[],
        none={"title": "没有符合的事项", "text": "试试少选条件", "href": "/", "link": "清空"},
    )
    assert "没有符合的事项" in html
    assert "<table" not in html


def test_a_list_shows_its_rows_and_pages_by_keys() -> None:
    html = draw(
        "parts/dossiers.html",
        rows=[{"badge": BADGE, "title": "砂石案", "href": "/d", "number": "移送 2021-0039", "urgent": True}],
    )
    assert 'data-l="现在由"' in html
    pager = draw("parts/pager.html", pager={"words": "每页 20 件", "back": "", "on": "/list?after=x"})
    assert 'aria-disabled="true"' in pager
    assert 'rel="next"' in pager


@pytest.mark.parametrize(
    ("required", "may_be_absent", "said"),
    [(True, True, "必备，可不适用"), (True, False, "必备"), (False, False, "有则附上")],
)
def test_a_material_says_whether_it_must_be_there(required: bool, may_be_absent: bool, said: str) -> None:  # noqa: FBT001
    one = {
        "key": "licences",
        "title": "审批许可情况",
        "required": required,
        "may_be_absent": may_be_absent,
        "files": [],
    }
    html = draw("parts/materials.html", materials=[one], no=5, upload="/files")
    assert f'<span class="sub">{said}</span>' in html
    assert ("materials.licences.reason" in html) == may_be_absent
    assert 'name="materials.licences.file"' in html


def test_the_preview_shows_the_nearest_day_large_or_what_is_lacking() -> None:
    said = [
        {"title": "紧急移送", "until": "明天 08:40", "badge": BADGE, "why": "连续计 24 小时"},
        {"title": "如不紧急", "until": "10月9日"},
    ]
    assert "<b>明天 08:40</b> 前" in draw("parts/preview_said.html", said=said)
    assert "填了起算时间" in draw("parts/preview_said.html", said=[])


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "503"])
def test_an_error_page_needs_nothing(code: str) -> None:
    html = draw(f"{code}.html")
    assert "<h1>" in html
    assert "失败" not in html


def test_those_who_may_not_see_and_those_who_seek_nothing_are_told_the_same() -> None:
    assert draw("403.html") == draw("404.html")


def test_signing_in_asks_for_name_and_password_and_warns_of_secrets() -> None:
    html = draw("registration/login.html", gate={"county": "武义县“1+X”"}, form={"username": {"value": "zfj.liaison"}})
    assert 'value="zfj.liaison"' in html
    assert "严禁录入、传输国家秘密" in html
    assert 'autocomplete="current-password"' in html
