"""Tokens for programs, issued and revoked by whoever runs the machine."""

import argparse
import json
import sys

from django.db import ProgrammingError
from django.utils import timezone
from pydantic import ValidationError

from xiezhi.kernel import ZONE, NotDone
from xiezhi.registry.tokens import NewToken, Scope, issue, revoke

from .failing import Failed


def token(asked: argparse.Namespace) -> int:
    """Issue a token, shown once, for a person or a department's system; or revoke one by its number."""
    try:
        return _revoked(asked) if asked.revoke else _issued(asked)
    except NotDone as refused:
        raise Failed(str(refused)) from None
    except ProgrammingError:
        raise Failed("数据库还没有建立；请先运行 xiezhi migrate，或者用 XIEZHI_DATA 指明数据文件夹") from None
    except ValidationError:
        raise Failed("有效天数为 1 至 366，名称不超过 100 字，不得换行") from None


def _issued(asked: argparse.Namespace) -> int:
    scope = asked.scope or (Scope.DRAFT if asked.department else Scope.ACT)
    owner = {"username": asked.username, "department": asked.department}
    new = NewToken.model_validate({**owner, "name": asked.name, "scope": scope, "days": asked.days})
    row, secret = issue(new, by=None, at=timezone.now())
    ends = row.expires_at.astimezone(ZONE)
    if asked.json:
        said = {"number": row.pk, "token": secret, "scope": str(row.scope), "expires_at": ends.isoformat()}
        sys.stdout.write(json.dumps(said) + "\n")
    else:
        sys.stdout.write(f"{secret}\n")
        whom = f"{asked.username or asked.department} 的{Scope(row.scope).label}令牌"
        sys.stderr.write(f"{whom}，第 {row.pk} 号，{ends:%Y-%m-%d %H:%M} 到期；只显示这一次，请妥善保管。\n")
    return 0


def _revoked(asked: argparse.Namespace) -> int:
    row = revoke(asked.revoke, by=None, at=timezone.now(), reason=asked.reason)
    sys.stdout.write(f"第 {row.pk} 号令牌“{row.name}”已撤销。\n")
    return 0
