"""What keeps an installation in order: its first administrator, and the check of the whole record."""

import argparse
import json
import secrets
import sys
from pathlib import Path

from django.utils import timezone
from pydantic import ValidationError

from xiezhi.kernel import Faulty, NotDone
from xiezhi.office.verify import faults
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.people import first_admin
from xiezhi.registry.register import bring_in, doubts, read

from .failing import Failed
from .running import migrate


def admin(asked: argparse.Namespace) -> int:
    """Make the first administrator; the password is shown once."""
    migrate(asked)
    now, password = timezone.now(), secrets.token_urlsafe(12)
    try:
        put_in_force(now)
        first_admin(asked.username, asked.name, password, at=now, department=asked.department)
    except (NotDone, Faulty) as refused:
        raise Failed(str(refused)) from None
    except ValidationError:
        raise Failed("用户名限小写字母、数字和 . _ -，以字母或数字开头；姓名须写，不超过 50 字") from None
    sys.stdout.write(f"系统管理员 {asked.username} 的口令（只显示这一次）：{password}\n")
    return 0


def rules(asked: argparse.Namespace) -> int:
    """Put the calendars and packs that are shipped, or lie in the folder of packs, in force as far as they are not."""
    migrate(asked)
    try:
        put_in_force(timezone.now())
    except Faulty as wrong:
        raise Failed(str(wrong)) from None
    return 0


def register(asked: argparse.Namespace) -> int:
    """Bring in the bodies, people and mandates of a file; first passwords are shown once."""
    migrate(asked)
    try:
        wanted = read(Path(asked.file).read_text(encoding="utf-8"))
        sys.stderr.writelines(f"xiezhi: 请核对：{doubt}\n" for doubt in doubts(wanted))
        added = bring_in(wanted, timezone.now())
    except (OSError, UnicodeDecodeError) as fault:
        raise Failed(f"读不了 {asked.file}：{getattr(fault, 'strerror', None) or '不是 UTF-8 文本'}") from None
    except (NotDone, Faulty) as refused:
        raise Failed(f"{asked.file}：{refused}") from None
    except ValidationError as wrong:
        where = "；".join(".".join(map(str, one["loc"])) for one in wrong.errors())
        raise Failed(f"{asked.file}：填写不对的有 {where}；格式见 docs/operations.md") from None
    said = [f"登记单位 {key}" for key in added.bodies]
    said += [f"{username} 的口令（只显示这一次）：{password}" for username, password in added.passwords.items()]
    said += [f"增加任职 {told}" for told in added.given] + [f"终止任职 {told}" for told in added.ended]
    sys.stdout.writelines(f"{line}\n" for line in said)
    return 0


def verify(asked: argparse.Namespace) -> int:
    """0: everything is as it was sealed; 1: what is not is listed."""
    found = [{"where": fault.where, "what": fault.what} for fault in faults()]
    if asked.json:
        sys.stdout.write(json.dumps({"faults": found}, ensure_ascii=False) + "\n")
    elif found:
        sys.stdout.write("".join(f"{fault['where']}：{fault['what']}\n" for fault in found))
    else:
        sys.stdout.write("全部留痕、文书、编号和文件与封存时一致。\n")
    return 1 if found else 0
