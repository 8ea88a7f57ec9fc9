"""Tokens: with what a program signs in. Issued, found and revoked here; what is issued is shown once and never kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from pydantic import Field

from xiezhi.kernel import Department as DepartmentField
from xiezhi.kernel import Form, NotDone, Refusal, Refused, Words, day_of, say

from . import journal, knocks
from .authority import Held
from .models import Department, Mandate, Token, User
from .statements import first

Scope = Token.Scope
PREFIX = "xz_"
MINUTE = timedelta(minutes=1)  # `last_used_at` is written no more often
KNOCKS = 20  # an address may come with that many unknown tokens in a minute

# By hand, as every call of a program asks it.
SHOWN = """
SELECT t.id AS token, t.user_id AS person, coalesce(t.department_id, '') AS system_of, t.scope, t.revoked_at,
       t.expires_at, t.last_used_at, coalesce(u.is_active, true) AS active,
       (SELECT jsonb_agg(to_jsonb(h)) FROM (
          SELECT m.id AS mandate, m.department_id AS department, m.role, coalesce(n.name, '') AS unit
            FROM registry_mandate m LEFT JOIN registry_unit n ON n.id = m.unit_id
           WHERE m.user_id = t.user_id AND m.since <= %(at)s AND (m.until IS NULL OR m.until > %(at)s)
           ORDER BY m.since, m.id) AS h) AS held
  FROM registry_token t LEFT JOIN registry_user u ON u.id = t.user_id WHERE t.digest = %(digest)s
"""


class NewToken(Form):
    """A token to be issued: for a person, or for a department's system, which never acts."""

    name: Words = Field(title="名称", max_length=100)
    username: Words | None = Field(None, title="用户名")
    department: DepartmentField | None = Field(None, title="单位")
    scope: Scope = Field(title="范围")
    days: int = Field(90, title="有效天数", ge=1, le=366)


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Whose token was shown, and what they may do with it; `held` are a person's mandates of that moment."""

    token: int
    person: int | None
    system_of: str  # the department whose system it is; empty: a person's
    scope: str
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A row of SHOWN."""

    token: int
    person: int | None
    system_of: str
    scope: str
    revoked_at: datetime | None
    expires_at: datetime
    last_used_at: datetime | None
    active: bool
    held: list[dict[str, Any]] | None


class Unauthenticated(NotDone):
    """No token that counts was shown."""

    code = "unauthenticated"


class TooManyKnocks(NotDone):
    """This address comes with unknown tokens too often."""

    code = "too-many-tries"


@transaction.atomic
def issue(new: NewToken, *, by: User | None, at: datetime) -> tuple[Token, str]:
    """A new token and its secret, which nobody can read again. `by` is None for whoever runs the machine.

    People issue tokens for themselves, administrators for everybody and for systems. Raises Refused.
    """
    user, department = _owner(new, at)
    _may_settle(user, by, at)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=new.name, digest=_digest(secret), user=user, department=department, scope=new.scope, created_at=at,
        created_by=by, expires_at=at + timedelta(days=new.days),
    )  # fmt: skip
    journal.write("token-issued", _place(token), by=by, at=at, **_told(token))
    return token, secret


def find(secret: str, *, address: str, at: datetime) -> Bearer:
    """Whose token this is. Raises Unauthenticated; TooManyKnocks where an address keeps on guessing.

    A token that counts is let in from everywhere: many people may share one address.
    """
    shown = _shown(secret, at)
    if shown is None:
        if not knocks.knock(address, most=KNOCKS, at=at):
            raise TooManyKnocks(Refusal("too-many-tries", say("出示的令牌多次不对；请一分钟后再试")))
        raise _refused("no-such-token", "没有这个令牌；请核对是否完整")
    if shown.revoked_at and shown.revoked_at <= at:
        raise _refused("token-revoked", "这个令牌已经撤销；请另领新的")
    if shown.expires_at <= at:
        raise _refused("token-expired", "这个令牌已经到期；请另领新的")
    if not shown.active:
        raise _refused("account-closed", "这个令牌所属的账号已经停用")
    _used(shown.token, shown.last_used_at, at)
    held = tuple(Held(**mandate) for mandate in shown.held or ())
    return Bearer(token=shown.token, person=shown.person, system_of=shown.system_of, scope=shown.scope, held=held)


@transaction.atomic
def revoke(number: int, *, by: User | None, at: datetime, reason: str) -> Token:
    """From now on the token lets nobody in. Its owner, administrators and whoever runs the machine may."""
    token = (
        Token.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "department")
        .filter(pk=number)
        .first()
    )
    if token is None or token.revoked_at:
        raise Refused(Refusal("no-such-token", say("没有这个令牌，或者已经撤销")))
    _may_settle(token.user, by, at)
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    journal.write("token-revoked", _place(token), by=by, at=at, **_told(token), reason=reason)
    return token


def _digest(secret: str) -> str:
    """Plain, since the secret is random and long: nobody finds it by trying."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _owner(new: NewToken, at: datetime) -> tuple[User | None, Department | None]:
    if (new.username is None) == (new.department is None):
        raise Refused(Refusal("owner", say("令牌要么属于一个人，要么属于一个单位的系统")))
    if new.username is not None:
        user = User.objects.filter(username=new.username, is_active=True).first()
        if user is None:
            raise Refused(Refusal("person", say("没有在用的账号：{username}", username=new.username)))
        return user, None
    ended = Q(until__lte=day_of(at))
    department = Department.objects.filter(key=new.department).exclude(ended).first()
    if department is None:
        raise Refused(Refusal("department", say("没有这个单位：{key}", key=new.department)))
    if new.scope == Scope.ACT:
        raise Refused(Refusal("systems-do-not-act", say("系统只能读取、上传和起草；办理须由有任职的人员进行")))
    return None, department


def _may_settle(owner: User | None, by: User | None, at: datetime) -> None:
    if by is None or (owner and owner.pk == by.pk):
        return
    administers = Q(user=by, user__is_active=True, role=Mandate.Role.ADMINISTRATOR)
    if not Mandate.objects.in_force(at).filter(administers).exists():
        raise Refused(Refusal("not-entitled", say("只有本人或者系统管理员可以办理令牌")))


def _shown(secret: str, at: datetime) -> _Shown | None:
    row = first(SHOWN, {"digest": _digest(secret), "at": at})
    return _Shown(**row) if row else None


def _used(number: int, last: datetime | None, at: datetime) -> None:
    """When it was used last; and in the journal the first time of each day."""
    if last and at - last < MINUTE:
        return
    with transaction.atomic():
        unchanged = Token.objects.filter(pk=number, last_used_at=last)  # of several at one moment, one writes
        if unchanged.update(last_used_at=at) and (last is None or day_of(last) < day_of(at)):
            token = Token.objects.select_related("user").get(pk=number)
            journal.write("token-used", _place(token), by=token.user, at=at, token=token.pk)


def _refused(name: str, text: str) -> Unauthenticated:
    return Unauthenticated(Refusal(name, say(text)))


def _place(token: Token) -> str:
    return f"token/{token.pk}"


def _told(token: Token) -> dict[str, object]:
    return {
        "token": token.pk,
        "name": token.name,
        "person": token.user.username if token.user else None,
        "department": token.department_id,
        "scope": str(token.scope),
        "expires": token.expires_at.isoformat(),
    }
