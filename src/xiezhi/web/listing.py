"""The list of dossiers: usual views, filters, search, one page after another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.kernel import day_of
from xiezhi.office import queries
from xiezhi.office.lists import Wanted, dossiers
from xiezhi.office.queries import Line, Page
from xiezhi.procedures import PROCEDURES

from . import dates
from .badges import Badge, Clock, badge
from .desk import AtDesk, at_desk
from .present import Eyes

VIEWS = {
    "": "在办",
    "held": "在本单位手上",
    "approve": "待审批",
    "sign": "待签收",
    "late": "已超期",
    "closed": "已办结",
}


@dataclass(frozen=True)
class Row:
    """A dossier, as parts/dossiers.html draws it."""

    badge: Badge
    title: str
    href: str
    number: str
    urgent: bool
    procedure: str
    holder: str
    sub: str
    state: str
    updated: str


@at_desk
def listing(request: AtDesk) -> HttpResponse:
    """A page of dossiers, as the filters want them."""
    eyes, asked = request.eyes, request.GET
    wanted = _wanted(asked)
    page = dossiers(request.desk, wanted, request.now)
    over = _over(request, wanted) if not asked.get("view") and not page.after else Page([])
    on = _on(asked, page.after, over.after)
    back = f"?{_with(asked, after='')}" if wanted.after else ""
    rows, closed = ([_row(line, request.desk.department, eyes) for line in lines] for lines in (page.lines, over.lines))
    context = {
        "rows": rows, "closed": closed, "over": wanted.closed, "views": _views(asked), "filters": _filters(asked),
        "pager": {"words": _said(len(rows) + len(closed), on), "back": back, "on": on}, "none": _none(asked),
    }  # fmt: skip
    return render(request, "list.html", context)


def _over(request: AtDesk, wanted: Wanted) -> Page:
    """What is looked for is looked for among the closed as well, after the last of the open."""
    return dossiers(request.desk, replace(wanted, closed=True, after=""), request.now) if wanted.search else Page([])


def _on(asked: QueryDict, after: str, after_closed: str) -> str:
    """Where the list goes on: further down, or among the closed."""
    if after_closed:
        return f"?{_with(asked, view='closed', after=after_closed)}"
    return f"?{_with(asked, after=after)}" if after else ""


def _wanted(asked: QueryDict) -> Wanted:
    view = asked.get("view", "")
    places = {"approve": queries.approving(), "sign": queries.signing()}.get(view, [])
    return Wanted(
        closed=view == "closed", held=view in ("held", "approve", "sign"), late=view == "late", places=tuple(places),
        procedure=asked.get("procedure", ""), state=asked.get("state", ""), urgent=asked.get("urgent") == "1",
        search=asked.get("q", "").replace("\0", "").strip()[:100], after=asked.get("after", ""),
    )  # fmt: skip


def _with(asked: QueryDict, **changed: str) -> str:
    kept: dict[str, str] = {name: str(value) for name, value in asked.items() if name != "after"}
    return urlencode({name: value for name, value in {**kept, **changed}.items() if value})


def _views(asked: QueryDict) -> list[dict[str, Any]]:
    now = asked.get("view", "")
    return [
        {"href": f"?{_with(asked, view=name)}", "title": gettext(title), "count": 0, "current": name == now}
        for name, title in VIEWS.items()
    ]


def _filters(asked: QueryDict) -> Mapping[str, Any]:
    offered = [p for p in PROCEDURES.values() if p.offered]
    chosen = PROCEDURES.get(asked.get("procedure", ""))
    states = chosen.states.values() if chosen else ()
    selects = [
        _select("procedure", gettext("类型"), [(p.key, gettext(p.title)) for p in offered], asked),
        _select("urgent", gettext("缓急"), [("1", gettext("紧急"))], asked),
    ]
    if chosen:
        selects.insert(1, _select("state", gettext("状态"), [(s.name, gettext(s.title)) for s in states], asked))
    chips = [
        {"words": words, "href": f"?{_with(asked, **{name: ''})}"}
        for name in ("q", "procedure", "state", "urgent")
        if (words := _chip(name, asked.get(name, ""), selects))
    ]
    hidden = [{"name": "view", "value": asked["view"]}] if asked.get("view") else []
    return {"q": asked.get("q", ""), "selects": selects, "hidden": hidden, "chips": chips, "clear": reverse("list")}


def _select(name: str, title: str, options: list[tuple[str, str]], asked: QueryDict) -> dict[str, Any]:
    chosen = asked.get(name, "")
    listed = [{"value": value, "title": said, "on": value == chosen} for value, said in options]
    return {"name": name, "title": title, "all": gettext("全部"), "options": listed}


def _chip(name: str, value: str, selects: list[dict[str, Any]]) -> str:
    if name == "q":
        return gettext("关键词：{q}").format(q=value) if value else ""
    options = (option for select in selects if select["name"] == name for option in select["options"])
    return next((str(option["title"]) for option in options if option["on"]), "")


def _row(line: Line, own: str, eyes: Eyes) -> Row:
    procedure = PROCEDURES[line.procedure]
    state = procedure.states.get(line.state)
    clock = Clock(due=line.due, due_date=_last(line.due), fate="done" if line.closed_at else "")
    closed = Badge(
        "due due-done", "check", gettext("已办结"), dates.at(line.closed_at, eyes.now) if line.closed_at else ""
    )
    return Row(
        closed if line.closed_at else badge(clock, eyes.now, eyes.calendar.worked_in),
        line.title or gettext(procedure.title), reverse("dossier", args=[line.id]), f"{gettext(procedure.title)} {line.id}",
        line.urgent, gettext(procedure.title), eyes.short(line.holder) or "—",
        _handled(line, own),
        gettext(state.title) if state else gettext("待提起"), dates.at(line.touched_at, eyes.now),
    )  # fmt: skip


def _handled(line: Line, own: str) -> str:
    """Who handles it in one's own department; said so where it now lies with another."""
    elsewhere = line.holder not in ("", own)
    if line.handler:
        said = gettext("本单位承办 {name}") if elsewhere else gettext("承办 {name}")
        return said.format(name=line.handler)
    if not line.ours:
        return ""
    return gettext("本单位未分派") if elsewhere else gettext("未分派")


def _last(due: datetime | None) -> date | None:
    """The last day that is in time."""
    return day_of(due - timedelta(microseconds=1)) if due else None


def _said(count: int, on: str) -> str:
    if on:
        return gettext("本页 {n} 件，后面还有").format(n=count)
    return gettext("本页 {n} 件，到此为止").format(n=count)


def _none(asked: QueryDict) -> dict[str, str]:
    if asked.get("q") and asked.get("view"):
        text, on = gettext("这一栏里没有。"), f"?{_with(asked, view='')}"
        return {
            "title": gettext("没有符合条件的事项"),
            "text": text,
            "href": on,
            "link": gettext("在办的和已办结的里面找"),
        }
    narrowed = any(asked.get(name) for name in ("q", "procedure", "state", "urgent"))
    if narrowed:
        text = gettext("换个关键词，或者去掉几个条件再查。")
        return {
            "title": gettext("没有符合条件的事项"),
            "text": text,
            "href": reverse("list"),
            "link": gettext("看全部"),
        }
    return {"title": gettext("这里没有事项"), "text": gettext("有新的事项会出现在这里。"), "href": "", "link": ""}
