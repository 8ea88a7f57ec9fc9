"""The deadline badge, row by row of the design."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from xiezhi.kernel import ZONE, midnight
from xiezhi.web.badges import Badge, Clock, badge
from xiezhi.web.icons import ICONS

NOW = datetime(2021, 9, 29, 10, 26, tzinfo=ZONE)
OFF = {date(2021, 10, n) for n in range(1, 8)}
MADE_UP = {date(2021, 9, 26), date(2021, 10, 9)}


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def worked(since: date, until: date) -> int:
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(day in MADE_UP or (day.weekday() < 5 and day not in OFF) for day in days)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=ZONE)


def by(day: date, **more: Any) -> Clock:
    """A term that runs to the end of this day."""
    return Clock(due=midnight(day + timedelta(days=1)), due_date=day, **more)


def hours(due: datetime, **more: Any) -> Clock:
    return Clock(due=due, due_date=due.date(), unit="hours", in_hours=True, **more)


SEP27, SEP28, SEP29, OCT8, OCT9, OCT12 = (
    date(2021, m, d) for m, d in [(9, 27), (9, 28), (9, 29), (10, 8), (10, 9), (10, 12)]
)
DONE: dict[str, Any] = {"fate": "done", "ended_at": at(29, 9, 12)}

ROWS = {
    "done in time": (by(OCT12, **DONE), Badge("due due-done", "check", "按时办结", "今天 09:12")),
    "done early, in hours": (hours(at(29, 16, 20), **DONE), Badge("due due-done", "check", "提前 7 小时 8 分 办结", "今天 09:12")),
    "done, and never due": (Clock(**DONE), Badge("due due-done", "check", "已办结", "今天 09:12")),
    "done late": (by(SEP27, **DONE, late=True), Badge("due due-donelate", "check", "超期 1 个工作日 办结", "今天 09:12")),
    "done late within a day": (by(SEP28, **DONE, late=True), Badge("due due-donelate", "check", "超期办结", "今天 09:12")),
    "lifted": (by(SEP27, fate="lifted", ended_at=NOW), Badge("due due-none", "check", "不再需要办理", "今天 10:26")),
    "lapsed": (by(SEP27, fate="lapsed", ended_at=NOW), Badge("due due-none", "x", "未办理，已终止", "今天 10:26")),
    "not started": (Clock(starts_when="作出处罚决定后起算"), Badge("due due-none", "clock", "尚未起算", "作出处罚决定后起算")),
    "paused": (
        Clock(paused_since=at(24), paused_for="补正材料", remaining=3),
        Badge("due due-pause", "pause", "计时已中止", "补正材料中，还剩 3 个工作日"),
    ),
    "paused, with the earliest day": (
        Clock(paused_since=at(24), remaining=3, earliest_due=OCT8),
        Badge("due due-pause", "pause", "计时已中止", "还剩 3 个工作日，最早 10月8日 到期"),
    ),
    "never due": (Clock(unit="open", term="长期"), Badge("due due-none", "clock", "没有固定期限", "长期")),
    "overdue by days": (by(SEP27), Badge("due due-late", "late", "已超期 1 个工作日", "应于 9月27日 办结")),
    "overdue since today": (by(SEP28), Badge("due due-late", "late", "今天起超期", "应于 9月28日 办结")),
    "overdue by calendar days": (by(date(2021, 9, 24), unit="days"), Badge("due due-late", "late", "已超期 4 天", "应于 9月24日 办结")),
    "overdue by hours": (hours(at(29, 7, 16)), Badge("due due-late", "late", "已超期 3 小时 10 分", "应于 今天 07:16 办结")),
    "overdue and not scored": (by(SEP27, scored=False), Badge("due", "clock", "已过期限", "应于 9月27日 办结")),
    "a right that is over": (by(SEP27, right=True), Badge("due due-none", "x", "期限已过，不能再行使", "9月27日 止")),
    "hours running": (hours(at(29, 12, 20)), Badge("due due-today", "today", "剩 1 小时 54 分", "今天 12:20 止")),
    "under an hour": (hours(at(29, 11, 8)), Badge("due due-today", "today", "剩 42 分", "今天 11:08 止")),
    "last day": (by(SEP29), Badge("due due-today", "today", "今天到期", "今天 24:00 止")),
    "two working days": (by(OCT8), Badge("due due-soon", "soon", "剩 2 个工作日", "10月8日 周五")),
    "a Saturday that is worked": (by(OCT9), Badge("due", "clock", "剩 3 个工作日", "10月9日 周六（上班）")),
    "more": (by(OCT12), Badge("due", "clock", "剩 5 个工作日", "10月12日 周二")),
    "calendar days": (by(OCT12, unit="days"), Badge("due", "clock", "剩 13 天", "10月12日 周二")),
    "a year without a notice": (
        by(date(2022, 1, 5), provisional=True, earliest=date(2022, 1, 4), latest=date(2022, 1, 6)),
        Badge("due due-maybe", "maybe", "暂定 2022年1月5日", "最早 2022年1月4日，最晚 2022年1月6日"),
    ),
    "on paper, done": (hours(at(29, 16, 20), on_paper=True, **DONE), Badge("due due-done", "check", "提前 7 小时 8 分 办结", "2021年9月29日 09:12")),
    "on paper, in hours": (hours(at(29, 12, 20), on_paper=True), Badge("due due-today", "today", "剩 1 小时 54 分", "2021年9月29日 12:20 止")),
    "on paper, last day": (by(SEP29, on_paper=True), Badge("due due-today", "today", "剩 0 个工作日", "2021年9月29日 周三")),
    "on paper, overdue since today": (by(SEP28, on_paper=True), Badge("due due-late", "late", "已超期", "应于 2021年9月28日 办结")),
    "on paper, paused": (
        Clock(paused_since=at(24), earliest_due=OCT8, on_paper=True),
        Badge("due due-pause", "pause", "计时已中止", "最早 2021年10月8日 到期"),
    ),
    "on paper, without a notice": (
        by(date(2022, 1, 5), provisional=True, earliest=date(2022, 1, 4), latest=date(2022, 1, 6), on_paper=True),
        Badge("due due-maybe", "maybe", "暂定 2022年1月5日", "最早 2022年1月4日，最晚 2022年1月6日"),
    ),
    "before an event": (by(OCT8, unit="before", term="提前5日"), Badge("due due-soon", "soon", "最迟 10月8日", "提前5日")),
}  # fmt: skip


@pytest.mark.parametrize(("clock", "expected"), ROWS.values(), ids=ROWS.keys())
def test_the_badge(clock: Clock, expected: Badge) -> None:
    assert badge(clock, NOW, worked) == expected
    assert expected.icon in ICONS


def test_due_itself_is_the_first_instant_that_is_too_late() -> None:
    due = at(29, 12, 20)
    assert badge(hours(due), due - timedelta(seconds=1), worked).css == "due due-today"
    assert badge(hours(due), due, worked).css == "due due-late"


def test_the_pack_may_mark_a_term_earlier() -> None:
    assert badge(by(OCT12), NOW, worked, soon=5).icon == "soon"


def test_a_court_is_never_marked_late_even_when_it_is_done_late() -> None:
    assert badge(by(SEP27, **DONE, late=True, scored=False), NOW, worked).css == "due due-done"
