"""What stands around every page: who one is, where one can go, and what is new."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from xiezhi.office.queries import Desk
from xiezhi.procedures import PROCEDURES

from .desk import AtDesk, unread

ICONS = {"case-transfer": "swap"}
ROLES = {
    "handler": "承办人", "liaison": "联络员", "head": "分管负责人", "chief": "主要负责人", "reviewer": "法制审核人员",
    "registrar": "登记员", "auditor": "审计员", "administrator": "系统管理员",
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """A link of the navigation."""

    href: str
    icon: str
    text: str
    count: int = 0
    hot: bool = False
    current: bool = False
    new: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    links: list[Way]


@dataclass(frozen=True)
class Seat:
    """A department for which the person can act instead."""

    key: str
    text: str


@dataclass(frozen=True)
class Shell:
    """The context of base.html."""

    county: str
    now: datetime
    person: str
    post: str
    unread: int
    groups: list[Group] = field(default_factory=list)
    tabs: list[Way] = field(default_factory=list)
    own: list[Way] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    home = search = news = open = ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Pages of nobody (sign-in, errors) have none."""
    if not hasattr(request, "desk"):
        return {}
    here = cast(AtDesk, request)
    desk, county = here.desk, here.force.rules.pack.pack.words.get("county", "")
    roles = gettext("、").join(gettext(ROLES.get(role, role)) for role in desk.roles)
    made = Shell(
        county=gettext("{county}“1+X”综合行政执法协作配合").format(county=county),
        now=here.now, person=str(here.user), post=f"{here.eyes.short(desk.department)} · {roles}",
        unread=unread(here), groups=_groups(request), tabs=_tabs(request, desk),
        own=[Way(reverse("me"), "", gettext("我的任职"))], seats=_seats(here),
    )  # fmt: skip
    addresses = {
        "home": reverse("workbench"), "search": reverse("list"), "news": reverse("workbench") + "#news",
        "open": reverse("open") if "handler" in desk.roles else "",
    }  # fmt: skip
    return {"shell": {**made.__dict__, **addresses}}


def _groups(request: HttpRequest) -> list[Group]:
    offered = [p for p in PROCEDURES.values() if p.offered]
    kinds = [
        _way(request, f"{reverse('list')}?procedure={p.key}", ICONS.get(p.key, "list"), gettext(p.title))
        for p in offered
    ]
    first = [
        _way(request, reverse("workbench"), "home", gettext("工作台")),
        _way(request, reverse("list"), "list", gettext("全部事项")),
    ]
    tools = [
        _way(request, reverse("items"), "compass", gettext("事项目录")),
        _way(request, reverse("rules"), "book", gettext("条款与规则")),
    ]
    return [Group("", [*first, *kinds]), Group(gettext("查询工具"), tools)]


def _tabs(request: HttpRequest, desk: Desk) -> list[Way]:
    opening = [Way(reverse("open"), "plus", gettext("发起"), new=True)] if "handler" in desk.roles else []
    return [
        _way(request, reverse("workbench"), "home", gettext("工作台")),
        _way(request, reverse("list"), "list", gettext("事项")),
        *opening,
        _way(request, reverse("items"), "search", gettext("查询")),
        _way(request, reverse("me"), "person", gettext("我的")),
    ]


def _way(request: HttpRequest, href: str, icon: str, text: str) -> Way:
    return Way(href, icon, text, current=request.get_full_path() == href)


def _seats(request: AtDesk) -> list[Seat]:
    others = [key for key in request.departments if key != request.desk.department]
    return [Seat(key, gettext("以{body}办理").format(body=request.eyes.short(key))) for key in others]
