"""Days and moments in words, as people in an office say them: 今天 12:20, 10月12日 周二, 2022年1月5日 周三.

They are said from the day, or the moment, at which one reads them. On paper there is none (None): it is read on any
day, so all that is said there is said in full, with the year: 2021年9月29日 12:20.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from xiezhi.kernel import ZONE, day_of

# The order of the words differs too much between languages to be translated piece by piece.
_ZH: Mapping[str, str] = {
    "-1": "昨天", "0": "今天", "1": "明天", "day": "{m}月{d}日", "year": "{y}年{m}月{d}日", "week": "{day} {w}", "tight": "{m}/{d}",
    "range": "{a}至{b}",
}  # fmt: skip
_EN: Mapping[str, str] = {
    "-1": "yesterday", "0": "today", "1": "tomorrow", "day": "{d} {mon}", "year": "{d} {mon} {y}", "week": "{w} {day}", "tight": "{d} {mon}",
    "range": "{a} to {b}",
}  # fmt: skip
_WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _english() -> bool:
    return (get_language() or "zh").startswith("en")


def _words() -> Mapping[str, str]:
    return _EN if _english() else _ZH


def weekday(day: date) -> str:
    """周三; Wed."""
    return _WEEKDAYS["en" if _english() else "zh"][day.weekday()]


def plain(day: date, today: date | None) -> str:
    """9月29日; with the year when it is not this one."""
    said = _words()["day" if today and day.year == today.year else "year"]
    return said.format(y=day.year, m=day.month, d=day.day, mon=_MONTHS[day.month - 1])


def full(day: date) -> str:
    """2021年9月29日: with the year, for headings and print."""
    return _words()["year"].format(y=day.year, m=day.month, d=day.day, mon=_MONTHS[day.month - 1])


def dated(day: date, today: date | None) -> str:
    """9月29日 周三."""
    return _words()["week"].format(day=plain(day, today), w=weekday(day))


def near(day: date, today: date | None) -> str:
    """今天, 昨天 or 明天; any other day is dated."""
    if today is None:
        return full(day)
    return _words().get(str((day - today).days)) or dated(day, today)


def at(moment: datetime, now: datetime | None) -> str:
    """今天 10:18; 昨天 17:38; 9月27日 周一 09:12: when something happened."""
    here = moment.astimezone(ZONE)
    return f"{near(here.date(), _today(now))} {here:%H:%M}"


def _today(now: datetime | None) -> date | None:
    return day_of(now) if now else None


def brief(moment: datetime, now: datetime | None) -> str:
    """9/29 16:20: where there is no room."""
    here = moment.astimezone(ZONE)
    if now is None:
        return at(moment, None)
    return f"{_tight(here.date())} {here:%H:%M}"


def _tight(day: date) -> str:
    return _words()["tight"].format(m=day.month, d=day.day, mon=_MONTHS[day.month - 1])


def short(moment: datetime, now: datetime) -> str:
    """10:22 today; 昨天; 9/27: the margin of a feed."""
    here, today = moment.astimezone(ZONE), day_of(now)
    if here.date() == today:
        return f"{here:%H:%M}"
    return near(here.date(), today) if (today - here.date()).days == 1 else _tight(here.date())


def until(due: datetime, now: datetime | None) -> str:
    """今天 12:20; a term that runs to the end of a day ends at 24:00 of it: 今天 24:00.

    `due` is the first instant that is too late.
    """
    here = due.astimezone(ZONE)
    if (here.hour, here.minute) != (0, 0):
        return at(due, now)
    return f"{near(here.date() - timedelta(days=1), _today(now))} 24:00"


def span(first: date, last: date, today: date) -> str:
    """10月1日至10月7日."""
    return _words()["range"].format(a=plain(first, today), b=plain(last, today))
