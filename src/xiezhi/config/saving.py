"""Backup and restore: database, files and key as one file."""

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from .failing import Failed
from .programs import program
from .running import again, migrate

DUMP, KEY = "database.dump", "secret-key"
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"


def backup(asked: argparse.Namespace) -> int:
    """Database, files and key in one file, which only its owner may read.

    The database comes first: what is then missing from it may lie among the files, never the other way round.
    """
    to = Path(asked.file)
    if to.exists():
        raise Failed(f"{to} 已经存在，请换一个文件名")
    if not to.absolute().parent.is_dir():
        raise Failed(f"没有这个文件夹：{to.absolute().parent}")
    making = to.with_name(f"{to.name}.{secrets.token_hex(4)}")
    try:
        making.touch(mode=0o600)
        _pack(making)
        making.rename(to)
    except OSError as why:
        raise Failed(f"没有写成 {to}：{why.strerror}") from None
    finally:
        making.unlink(missing_ok=True)
    sys.stdout.write(f"已备份到 {to}。其中有密钥，请妥善保管。\n")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """An empty installation (or, with --force, any) becomes what was backed up; then it is verified."""
    if not Path(asked.file).is_file():
        raise Failed(f"没有这个备份文件：{asked.file}")
    if not asked.force and _inhabited():
        raise Failed("这里已有数据；确要覆盖，请加 --force")
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(asked.file) as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError, OSError):
            raise Failed(f"{asked.file} 不是完整的备份文件；什么都没有改动") from None
        _unpack(Path(folder))
    migrate(asked)
    return again(asked, "verify")  # anew: with the key that has just been put back


def _pack(to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={dump}")
        with tarfile.open(to, "w:gz") as tar:
            tar.add(dump, DUMP)
            for path in (settings.FILES_DIR, settings.DATA_DIR / KEY):
                if path.exists():
                    tar.add(path, path.name)


def _unpack(folder: Path) -> None:
    """All of the database or none of it, in one transaction; then files and key."""
    if not (folder / DUMP).is_file():
        raise Failed("这不是协执的备份文件；什么都没有改动")
    _run("pg_restore", f"--file={folder / 'script.sql'}", "--no-owner", str(folder / DUMP), connected=False)
    _run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--command={EMPTY}",
        f"--file={folder / 'script.sql'}",
    )  # fmt: skip
    files = folder / settings.FILES_DIR.name
    if files.is_dir():
        shutil.copytree(files, settings.FILES_DIR, dirs_exist_ok=True)
    if (folder / KEY).is_file():
        (folder / KEY).chmod(0o600)
        shutil.copy(folder / KEY, settings.DATA_DIR / KEY)


def _inhabited() -> bool:
    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    return found is not None


def _run(name: str, *arguments: str, connected: bool = True) -> None:
    """One of PostgreSQL's programs, as the owner; the password goes where other people of the machine do not see it."""
    owner = os.environ["MIGRATION_DATABASE_URL"]
    known = {
        "PGPASSWORD": str(conninfo_to_dict(owner).get("password") or ""),
        "PGOPTIONS": "-c client_min_messages=warning",
    }
    to = {name: value for name, value in conninfo_to_dict(owner).items() if name != "password"}
    where = [f"--dbname={make_conninfo('', **to)}"] if connected else []
    command = [str(program(name)), *where, *arguments]
    environment = {**os.environ, **known, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{name} 没有成功：{done.stderr.strip()[-300:]}")
