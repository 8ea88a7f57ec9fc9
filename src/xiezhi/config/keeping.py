"""The first administrator, backup and restore, and the check of the whole record."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from xiezhi.kernel import NotDone
from xiezhi.office.verify import faults
from xiezhi.registry.installing import put_in_force
from xiezhi.registry.people import first_admin
from xiezhi.registry.seed import load_county

from . import postgres
from .failing import Failed
from .running import migrate

DUMP = "database.dump"


def admin(asked: argparse.Namespace) -> int:
    """Make the first administrator; the password is shown once."""
    migrate(asked)
    now = timezone.now()
    load_county(now)
    put_in_force(now)
    password = secrets.token_urlsafe(12)
    try:
        first_admin(asked.username, asked.name, password, at=now)
    except NotDone as refused:
        raise Failed(str(refused)) from None
    sys.stdout.write(f"系统管理员 {asked.username} 的口令（只显示这一次）：{password}\n")
    return 0


def verify(asked: argparse.Namespace) -> int:
    """0: everything is as it was sealed; 1: what is not is listed."""
    found = [{"where": fault.where, "what": fault.what} for fault in faults()]
    if asked.json:
        sys.stdout.write(json.dumps({"faults": found}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{f['where']}：{f['what']}\n" for f in found) or "全部留痕、文书、编号和文件与封存时一致。\n")
    return 1 if found else 0


def backup(asked: argparse.Namespace) -> int:
    """Database, files and keys in one file, which only its owner may read."""
    to = Path(asked.file)
    if to.exists():
        raise Failed(f"{to} 已经存在，请换一个文件名")
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _pg("pg_dump", "--format=custom", "--file", str(dump), os.environ["MIGRATION_DATABASE_URL"])
        to.touch(mode=0o600)
        with tarfile.open(to, "w:gz") as tar:
            tar.add(dump, DUMP)
            for path in (settings.FILES_DIR, settings.DATA_DIR / "secret-key"):
                if Path(path).exists():
                    tar.add(path, Path(path).name)
    sys.stdout.write(f"已备份到 {to}\n")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """An empty installation (or, with --force, any) becomes what was backed up; then it is verified."""
    if not Path(asked.file).is_file():
        raise Failed(f"没有这个备份文件：{asked.file}")
    if not asked.force and _inhabited():
        raise Failed("这里已有数据；确要覆盖，请加 --force")
    connection.close()
    with tempfile.TemporaryDirectory() as folder, tarfile.open(asked.file) as tar:
        tar.extractall(folder, filter="data")
        _pg("pg_restore", "--clean", "--if-exists", "--dbname", os.environ["MIGRATION_DATABASE_URL"], f"{folder}/{DUMP}")
        _put_back(Path(folder))
    found = list(faults())
    sys.stdout.write("已恢复，核验一致。\n" if not found else f"已恢复，但有 {len(found)} 处核验不一致，请运行 xiezhi verify\n")
    return 1 if found else 0


def _put_back(folder: Path) -> None:
    for name in ("files", "secret-key"):
        source = folder / name
        if source.exists():
            subprocess.run(["cp", "-a", str(source), str(settings.DATA_DIR)], check=True)  # noqa: S607 - files as they were


def _inhabited() -> bool:
    return "office_dossier" in connection.introspection.table_names()


def _pg(program: str, *arguments: str) -> None:
    done = subprocess.run([str(postgres.program(program)), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{program} 没有成功：{done.stderr.strip()[-300:]}")
