"""Who asks: a token says for whom, and a header for which of their departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from xiezhi.kernel import DepartmentKey, NotEntitled, Refusal, Refused, day_of, say
from xiezhi.office.queries import Desk
from xiezhi.registry.authority import casework
from xiezhi.registry.directory import bodies
from xiezhi.registry.knocks import address_of
from xiezhi.registry.rules import InForce, current
from xiezhi.registry.tokens import Bearer, find

from .telling import Teller

DEPARTMENT = "Xiezhi-Department"  # the header
REACH: Mapping[str, int] = {"read": 0, "draft": 1, "act": 2}  # each includes those before it


@dataclass(frozen=True)
class Visitor:
    """Whoever asks: the bearer of a token, the departments they may sit for, and the moment."""

    bearer: Bearer
    departments: Mapping[str, tuple[str, ...]]  # each with the roles held in it
    chosen: str  # the department that the header names; empty: none
    at: datetime

    @property
    def system(self) -> bool:
        """Whether it is a department's system, which has no mandate."""
        return bool(self.bearer.system_of)

    @property
    def desk(self) -> Desk:
        """At whose desk they read. Raises Refused where several could be meant, NotEntitled where there is none."""
        if not self.departments:
            raise NotEntitled(Refusal("no-mandate", say("您现在没有任职，不能查看或者办理；请联系本单位登记员")))
        if not self.chosen and len(self.departments) > 1:
            among = tuple(DepartmentKey(key) for key in self.departments)
            said = say("您在{bodies}都有任职，请用请求头 {header} 选定单位", bodies=among, header=DEPARTMENT)
            raise Refused(Refusal("department", said))
        department = self.chosen or next(iter(self.departments))
        return Desk(self.bearer.person or 0, department, self.departments[department])

    @property
    def force(self) -> InForce:
        """The rules of today."""
        return current(day_of(self.at))

    def teller(self, force: InForce | None = None) -> Teller:
        """For what is shown to them, under these rules or those of today."""
        return Teller(bodies(), self.at, (force or self.force).rules.calendar)


class Token(HttpBearer):
    """Lets in whoever shows a token that reaches far enough. A session's cookie is never looked at."""

    def __init__(self, reach: str) -> None:
        super().__init__()
        self.reach = reach

    def authenticate(self, request: HttpRequest, token: str) -> Visitor:
        """Raises Unauthenticated, TooManyKnocks or NotEntitled."""
        at = timezone.now()
        bearer = find(token, address=address_of(request.META), at=at)
        if REACH[bearer.scope] < REACH[self.reach]:
            raise NotEntitled(_out_of_reach(bearer))
        visitor = Visitor(bearer, _departments(bearer), request.headers.get(DEPARTMENT, ""), at)
        if visitor.chosen and visitor.chosen not in visitor.departments:
            raise NotEntitled(Refusal("department", say("您在这个单位没有任职：{key}", key=visitor.chosen)))
        return visitor


READ, DRAFT, ACT = Token("read"), Token("draft"), Token("act")


def visitor(request: HttpRequest) -> Visitor:
    """Whoever was let in."""
    there: Any = request
    found: Visitor = there.auth
    return found


def _departments(bearer: Bearer) -> Mapping[str, tuple[str, ...]]:
    return {bearer.system_of: ()} if bearer.system_of else casework(bearer.held)


def _out_of_reach(bearer: Bearer) -> Refusal:
    if bearer.system_of:
        return Refusal("system", say("系统的令牌只能读取、上传和起草；签收、批准、移送等办理须由有任职的人员进行"))
    return Refusal("scope", say("这个令牌没有这样的权限；请另领范围更大的令牌"))
