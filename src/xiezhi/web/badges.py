"""The deadline badge: how long is left, in words, an icon and a fill, from plain values; the first match wins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext, ngettext

from xiezhi.kernel import day_of

from . import dates

Unit = Literal["working_days", "days", "months", "hours", "before", "open"]
Worked = Callable[[date, date], int]  # how many working days lie after the first day, up to and with the second
SOON = 2  # working days left from which a term is marked; the pack may set another number


@dataclass(frozen=True, kw_only=True)
class Clock:
    """What the badge needs to know of one obligation. `due` is the first instant that is too late."""

    due: datetime | None = None
    due_date: date | None = None
    term: str = ""  # in words: 5个工作日, 提前5日
    unit: Unit = "working_days"
    in_hours: bool = False
    paused_since: datetime | None = None
    paused_for: str = ""  # the ground in words: 补正材料
    remaining: int | None = None  # of its unit, while it stands still
    earliest_due: date | None = None
    fate: str = ""  # done, lifted, lapsed; empty while it runs
    ended_at: datetime | None = None
    late: bool = False  # done, but too late
    provisional: bool = False  # its year has no holiday notice yet
    earliest: date | None = None
    latest: date | None = None
    right: bool = False
    scored: bool = True  # no overdue marks for courts and procuratorates
    starts_when: str = ""  # what will start it, while nothing has
    on_paper: bool = False  # where 今天 says nothing

    def read_at(self, now: datetime) -> datetime | None:
        """The moment from which its dates are said; none on paper."""
        return None if self.on_paper else now

    def read_on(self, now: datetime) -> date | None:
        """The day from which they are."""
        return None if self.on_paper else day_of(now)


@dataclass(frozen=True)
class Badge:
    """`css` is a class of the stylesheet, `icon` a name of icons.py; the second line stands under the words."""

    css: str
    icon: str
    words: str
    second_line: str = ""


def badge(clock: Clock, now: datetime, worked: Worked, soon: int = SOON) -> Badge:
    """The badge of one obligation at this moment."""
    if clock.fate:
        return _ended(clock, now, worked)
    if clock.starts_when:
        return Badge("due due-none", "clock", gettext("尚未起算"), clock.starts_when)
    if clock.paused_since:
        return _paused(clock, now)
    if clock.due is None:
        return Badge("due due-none", "clock", gettext("没有固定期限"), clock.term)
    if now >= clock.due:
        return _overdue(clock, clock.due, now, worked)
    return _running(clock, clock.due, now, worked, soon)


def _ended(clock: Clock, now: datetime, worked: Worked) -> Badge:
    when = dates.at(clock.ended_at, clock.read_at(now)) if clock.ended_at else ""
    if clock.fate == "lifted":
        return Badge("due due-none", "check", gettext("不再需要办理"), when)
    if clock.fate == "lapsed":
        words = gettext("未行使，已终止") if clock.right else gettext("未办理，已终止")
        return Badge("due due-none", "x", words, when)
    if clock.due is None or clock.ended_at is None:
        return Badge("due due-done", "check", gettext("已办结"), when)
    if not clock.late:
        early = gettext("提前 {span} 办结").format(span=length(clock.due - clock.ended_at))
        return Badge("due due-done", "check", early if clock.in_hours else gettext("按时办结"), when)
    by = _beyond(clock, clock.due, clock.ended_at, worked)
    words = gettext("超期 {span} 办结").format(span=by) if by else gettext("超期办结")
    css = "due due-donelate" if clock.scored else "due due-done"
    return Badge(css, "check", words, when)


def _paused(clock: Clock, now: datetime) -> Badge:
    parts = [gettext("{ground}中").format(ground=clock.paused_for)] if clock.paused_for else []
    if clock.remaining is not None:
        parts.append(gettext("还剩 {span}").format(span=_count(clock.unit, clock.remaining)))
    if clock.earliest_due:
        parts.append(gettext("最早 {day} 到期").format(day=dates.plain(clock.earliest_due, clock.read_on(now))))
    return Badge("due due-pause", "pause", gettext("计时已中止"), gettext("，").join(parts))


def _overdue(clock: Clock, due: datetime, now: datetime, worked: Worked) -> Badge:
    last, today = clock.due_date or day_of(due), clock.read_on(now)
    shown = dates.at(due, clock.read_at(now)) if clock.in_hours else dates.plain(last, today)
    if clock.right:
        return Badge("due due-none", "x", gettext("期限已过，不能再行使"), gettext("{day} 止").format(day=shown))
    second = gettext("应于 {day} 办结").format(day=shown)
    if not clock.scored:
        return Badge("due", "clock", gettext("已过期限"), second)
    if by := _beyond(clock, due, now, worked):
        words = gettext("已超期 {span}").format(span=by)
    else:
        words = gettext("今天起超期") if day_of(due) == today else gettext("已超期")
    return Badge("due due-late", "late", words, second)


def _running(clock: Clock, due: datetime, now: datetime, worked: Worked, soon: int) -> Badge:
    today, said_from = day_of(now), clock.read_on(now)
    last = clock.due_date or day_of(due)
    until = gettext("{moment} 止").format(moment=dates.until(due, clock.read_at(now)))
    if clock.in_hours:
        return Badge("due due-today", "today", gettext("剩 {span}").format(span=length(due - now)), until)
    if clock.provisional:
        return Badge(
            "due due-maybe",
            "maybe",
            gettext("暂定 {day}").format(day=dates.plain(last, said_from)),
            _spread(clock, said_from),
        )
    css, icon = _pressing(last, today, worked, soon)
    if clock.unit == "before":
        return Badge(css, icon, gettext("最迟 {day}").format(day=dates.plain(last, said_from)), clock.term)
    if last == said_from:
        return Badge(css, icon, gettext("今天到期"), until)
    left = worked(today, last) if clock.unit == "working_days" else (last - today).days
    shown = dates.dated(last, said_from)
    if last.weekday() >= 5 and worked(last - timedelta(days=1), last):
        shown = gettext("{day}（上班）").format(day=shown)
    return Badge(css, icon, gettext("剩 {span}").format(span=_count(clock.unit, left)), shown)


def _pressing(last: date, today: date, worked: Worked, soon: int) -> tuple[str, str]:
    if last == today:
        return "due due-today", "today"
    return ("due due-soon", "soon") if worked(today, last) <= soon else ("due", "clock")


def _spread(clock: Clock, today: date | None) -> str:
    if not (clock.earliest and clock.latest):
        return gettext("放假安排尚未公布")
    first, last = dates.plain(clock.earliest, today), dates.plain(clock.latest, today)
    return gettext("最早 {first}，最晚 {last}").format(first=first, last=last)


def _beyond(clock: Clock, due: datetime, then: datetime, worked: Worked) -> str:
    """By how much it is overdue; in days only full ones count, and none is nothing."""
    if clock.in_hours:
        return length(then - due)
    last, yesterday = clock.due_date or day_of(due), day_of(then) - timedelta(days=1)
    days = worked(last, yesterday) if clock.unit == "working_days" else (yesterday - last).days
    return _count(clock.unit, days) if days > 0 else ""


def _count(unit: Unit, n: int) -> str:
    if unit == "working_days":
        return ngettext("{n} 个工作日", "{n} 个工作日", n).format(n=n)
    if unit == "hours":
        return ngettext("{n} 小时", "{n} 小时", n).format(n=n)
    return ngettext("{n} 天", "{n} 天", n).format(n=n)


def length(span: timedelta) -> str:
    """1 小时 54 分; under an hour 42 分; whole hours without minutes."""
    hours, minutes = divmod(max(0, int(span.total_seconds())) // 60, 60)
    said = [ngettext("{n} 小时", "{n} 小时", hours).format(n=hours)] if hours else []
    if minutes or not hours:
        said.append(ngettext("{n} 分", "{n} 分", minutes).format(n=minutes))
    return " ".join(said)
