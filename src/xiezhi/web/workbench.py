"""The first page: what my department owes and is owed, what waits for approval or receipt, drafts and news."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import day_of
from xiezhi.office import queries
from xiezhi.office.queries import News, Owed
from xiezhi.procedures import PROCEDURES

from . import dates, duties
from .desk import AtDesk, at_desk
from .present import Eyes

SHOWN = 30


@dataclass(frozen=True)
class Pile:
    href: str
    count: int
    title: str
    hot: bool = False


@dataclass(frozen=True)
class Told:
    """A line of the news, as parts/feed.html draws it."""

    at: str
    at_iso: str
    new: bool
    text: str
    href: str
    title: str


@at_desk
def workbench(request: AtDesk) -> HttpResponse:
    """Everything that waits for this desk, nearest first."""
    eyes = request.eyes
    mine, theirs = queries.owed_by(request.desk, SHOWN), queries.owed_to(request.desk, 10)
    news = [_told(one, eyes) for one in queries.news(request.desk)]
    context = {
        "mine": duties.mine(mine, request.desk, request.force.rules, eyes), "theirs": duties.theirs(theirs, eyes), "news": news,
        "lead": _lead(mine, eyes.now), "piles": _piles(request),
        "weeks": duties.weeks(mine, eyes), "more": len(mine) == SHOWN, "seated": bool(request.desk.department),
    }  # fmt: skip
    return render(request, "workbench.html", context)


def _piles(request: AtDesk) -> list[Pile]:
    there = queries.piles(request.desk, request.now)
    request.counted = there.unread  # the bell says the same
    return [
        Pile(f"{reverse('list')}?view=approve", there.approve, gettext("待审批"), hot=True),
        Pile(f"{reverse('list')}?view=sign", there.sign, gettext("待签收"), hot=True),
        Pile(reverse("drafts"), there.drafts, gettext("草稿")),
        Pile("#news", there.unread, gettext("新动态")),
    ]


def _lead(mine: list[Owed], now: datetime) -> str:
    """One sentence: how much is too late, how much is due today."""
    late = sum(one.obligation.overdue(now) for one in mine)
    today = sum(one.obligation.reckoned.due_date == day_of(now) and not one.obligation.overdue(now) for one in mine)
    if late and today:
        return gettext("本单位有 {late} 件已超期，{today} 件今天到期。").format(late=late, today=today)
    if late:
        return gettext("本单位有 {late} 件已超期。").format(late=late)
    if today:
        return gettext("本单位有 {today} 件今天到期，没有超期。").format(today=today)
    return gettext("没有超期，今天也没有到期的。")


def _told(one: News, eyes: Eyes) -> Told:
    act = PROCEDURES[one.procedure].act(one.act)
    text = gettext("{body}办理“{act}”").format(
        body=eyes.short(one.department) or gettext("系统"), act=gettext(act.title)
    )
    href = reverse("dossier", args=[one.dossier])
    return Told(dates.short(one.at, eyes.now), one.at.isoformat(), not one.read, text, href, one.case)
