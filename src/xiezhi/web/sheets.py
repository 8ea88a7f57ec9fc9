"""The computation sheet of an obligation: each day counted or skipped, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from xiezhi.kernel import ZONE, Obligation, day_of
from xiezhi.kernel.clock import Counted, sheet
from xiezhi.office.record import Owing, Record
from xiezhi.registry.rules import InForce

from . import dates
from .present import Eyes, cite, term_words

AT_ONCE = timedelta(minutes=1)  # an entry within it was made when the thing was done
SHOWN = 190  # days: what is longer is told in a sentence


@dataclass(frozen=True)
class Sheet:
    """As parts/sheet.html draws it."""

    start: str
    term: str
    ends: str  # what the next is: the last day, or of hours the moment
    last: str
    basis: str
    days: Sequence[Counted]
    sum: str
    over: str
    source: str


def sheet_of(owing: Owing, force: InForce, eyes: Eyes) -> Sheet | None:
    """The sheet; None for an obligation that only a form's date bounds."""
    o = owing.obligation
    if o.term is None or o.term.open:
        return None
    days = [] if o.term.in_hours else list(sheet(force.rules.calendar, o.term, o.start, o.pauses, extended=o.extended))
    due, last = o.reckoned.due, o.reckoned.due_date
    return Sheet(
        start=_start(o, eyes), term=term_words(o.term), basis=_basis(o), days=days if len(days) <= SHOWN else [],
        ends=gettext("截止时间") if o.term.in_hours else gettext("最后一日"),
        last=dates.until(due, eyes.read_at) if due else gettext("计时已中止"), sum=_sum(o, days),
        over=gettext("{moment} 起为超期。").format(moment=_moment(due, eyes.read_on)) if due and last else "",
        source=_source(owing, force),
    )  # fmt: skip


def entered_later(owing: Owing, read: Record, eyes: Eyes) -> str:
    """When it was entered that the duty was done, if that was not at once; empty where this desk does not see it."""
    ended = owing.obligation.ended_at
    by = next((told.at for told in read.entries if told.number == owing.ended_by), None)
    late = ended and by and abs(by - ended) > AT_ONCE
    return gettext("登记于 {moment}").format(moment=dates.at(by, eyes.read_at)) if by and late else ""


def _start(o: Obligation, eyes: Eyes) -> str:
    return dates.at(o.start, eyes.read_at) if isinstance(o.start, datetime) else dates.dated(o.start, eyes.read_on)


def _moment(due: datetime, today: date | None) -> str:
    here = due.astimezone(ZONE)
    return f"{dates.plain(here.date(), today)} {here:%H:%M}"


def _basis(o: Obligation) -> str:
    cited = cite(o.clauses)
    return gettext("{clauses}（期限为本县缺省）").format(clauses=cited) if o.source == "local default" else cited


def _sum(o: Obligation, days: Sequence[Counted]) -> str:
    if not days:
        return gettext("自起算时刻连续计时，节假日不扣除、不顺延。")
    counted = sum(day.counted for day in days)
    skipped = len(days) - 1 - counted
    said = gettext("共经过 {all} 个自然日：计入 {counted} 日，不计 {skipped} 日。")
    extended = gettext("已延长至{day}。").format(day=dates.full(o.extended.until)) if o.extended else ""
    return said.format(all=len(days) - 1, counted=counted, skipped=skipped) + extended


def _source(owing: Owing, force: InForce) -> str:
    o = owing.obligation
    notices = sorted({day_of(o.start).year, o.reckoned.due_date.year}) if o.reckoned.due_date else []
    years = gettext("、").join(str(year) for year in notices)
    pauses = gettext("{n} 次").format(n=len(o.pauses)) if o.pauses else gettext("无")
    said = gettext("日历：{calendar}（{years} 年放假安排） · 规则包：{pack} · 中止：{pauses}")
    return said.format(calendar=owing.calendar.split(" ")[0], years=years, pack=force.pack.split(" ")[0], pauses=pauses)
