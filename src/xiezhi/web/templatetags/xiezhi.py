"""`{% load xiezhi %}`: icons, badges, days in words, and the cells of a computation sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xiezhi.kernel import ZONE
from xiezhi.web import dates, icons
from xiezhi.web.badges import Badge

register = template.Library()
register.simple_tag(icons.icon, name="icon")
register.simple_tag(dates.at, name="at")
register.simple_tag(dates.until, name="until")
register.simple_tag(dates.dated, name="dated")
register.simple_tag(dates.near, name="near")
register.simple_tag(dates.plain, name="plain")
register.filter("weekday", dates.weekday)
register.filter("full", dates.full)


@register.simple_tag
def mark() -> SafeString:
    """The beast."""
    return icons.MARK


@register.simple_tag
def badge(of: Badge) -> SafeString:
    """The deadline badge; its second line is set beside it by the part that shows it."""
    return format_html('<span class="{}">{}{}</span>', of.css, icons.icon(of.icon), of.words)


@register.filter
def clock(moment: datetime) -> str:
    """9月29日 周三 10:26: the hour and day in the top bar."""
    here = moment.astimezone(ZONE)
    return f"{dates.dated(here.date(), here.date())} {here:%H:%M}"


@register.filter
def note(level: str) -> str:
    """The look of a message of this level of Django's."""
    return {"success": "ok", "warning": "warn", "error": "bad"}.get(level, "")


@register.filter
def size(octets: int) -> str:
    """220 KB, 1.2 MB."""
    return f"{octets / 1_048_576:.1f} MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1024))} KB"


@register.filter
def upto99(count: int) -> str:
    """Counts on screens stop at 99+."""
    return "99+" if count > 99 else str(count)


class Day(Protocol):
    """A line of a computation sheet: a day, whether it counts, and why."""

    @property
    def date(self) -> date: ...
    @property
    def counted(self) -> bool: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class Cell:
    """A day of the sheet as it is drawn: start, in, off or end."""

    css: str
    date: date
    words: str
    why: str


@register.filter
def cells(days: Iterable[Day]) -> list[Cell]:
    """The days of a computation sheet, each under its day of the week, numbered as they count."""
    lines = list(days)
    last = max((n for n, day in enumerate(lines) if day.counted), default=-1)
    made, count = [], 0
    for n, day in enumerate(lines):
        count += day.counted
        css, words = ("in", gettext("第 {n} 日").format(n=count)) if day.counted else ("off", gettext("不计"))
        if n == 0 and not day.counted:
            css, words = "start", gettext("起算日")
        if n == last:
            css = "end"
        column = f" dow-{day.date.isoweekday()}" if n == 0 else ""
        made.append(Cell(css + column, day.date, words, gettext(day.reason)))
    return made


@register.simple_tag
def share(used: float, of: float, width: int) -> int:
    """How long a bar is that shows a part of a whole; a sliver even for nothing, and never beyond the whole."""
    return max(6, round(width * min(1, used / of))) if of else width


@register.simple_tag
def ticks(of: int, width: int) -> str:
    """The path of the marks between the units of a short term; a long one has none."""
    if not 1 < of <= 15:
        return "M0 0"
    return "".join(f"M{width * n // of} 4v10" for n in range(1, of))
