"""Backup and restore: database, files and key as one file."""

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from contextlib import suppress
from itertools import islice
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import Identifier

from .failing import Failed
from .programs import native, program
from .running import again, migrate

DUMP, LIST, SCRIPT, KEY, FILES = "database.dump", "list", "script.sql", "secret-key", "files"
QUIETLY = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
HEADING = 40  # lines in which a script says its settings
DEFAULTS = " DEFAULT ACL "  # names its owner, who may be called otherwise here; so the application's is given anew
ALL_SEQUENCES = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {}"
KEYS = ("XIEZHI_SECRET_KEY", "XIEZHI_SUBJECT_KEY")
KNOWN = re.compile(rf"{re.escape(DUMP)}|{KEY}|{FILES}/[0-9a-f]{{2}}/[0-9a-f]{{62}}")  # what a backup is made of
EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"


def backup(asked: argparse.Namespace) -> int:
    """Database, files and key in one file, which only its owner may read. The site may run meanwhile.

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
        _pack(making, native("pg_dump") if asked.environment.get("DATABASE_URL") else program("pg_dump"))
        making.rename(to)
    except OSError as why:
        raise Failed(f"没有写成 {to}：{why.strerror}") from None
    finally:
        making.unlink(missing_ok=True)
    sys.stdout.write(f"已备份到 {to}。{_said_of_keys()}\n")
    return 0


def _said_of_keys() -> str:
    """Without its key nobody reads the numbers of the parties again: where the key is, must be known."""
    given = [name for name in KEYS if os.environ.get(name)]
    if not given:
        return "其中有密钥，请妥善保管。"
    return f"密钥由 {'、'.join(given)} 给出，不在其中，请另行保管：没有它，当事人的号码无法再读出。"


def restore(asked: argparse.Namespace) -> int:
    """An empty installation (or, with --force, any) becomes what was backed up; then it is verified."""
    if not Path(asked.file).is_file():
        raise Failed(f"没有这个备份文件：{asked.file}")
    if not asked.force and _inhabited():
        raise Failed("这里已有数据；确要覆盖，请加 --force")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restoring-") as folder:
        _open(asked.file, Path(folder))
        _unpack(Path(folder))
    migrate(asked)
    return again(asked, "verify")  # anew: with the key that has just been put back


def _pack(to: Path, dumping: Path) -> None:
    with tempfile.TemporaryDirectory(dir=to.absolute().parent) as folder:
        dump = Path(folder) / DUMP
        _run(dumping, *_where(), "--format=custom", "--no-owner", f"--file={dump}")
        with tarfile.open(to, "w:gz", compresslevel=1) as tar:
            tar.add(dump, DUMP)
            for path in sorted(settings.FILES_DIR.glob("??/*")):
                with suppress(FileNotFoundError):  # just swept away: nothing in the database refers to it
                    tar.add(path, f"{FILES}/{path.parent.name}/{path.name}")
            if _kept_key():
                tar.add(settings.DATA_DIR / KEY, KEY)


def _kept_key() -> bool:
    """Whether the key lies in the data folder, and none in the environment stands in its place."""
    return (settings.DATA_DIR / KEY).is_file() and not os.environ.get(KEYS[0])


def _open(file: str, folder: Path) -> None:
    """Take out what a backup is made of, and nothing else."""
    try:
        with tarfile.open(file) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() and KNOWN.fullmatch(member.name) else None
                if content is None:
                    raise Failed(f"{file} 不是协执的备份文件；什么都没有改动")
                to = folder / member.name
                to.parent.mkdir(parents=True, exist_ok=True)
                to.touch(mode=0o600)
                with to.open("wb") as out:
                    shutil.copyfileobj(content, out)
    except (tarfile.TarError, EOFError, OSError, zlib.error):
        raise Failed(f"{file} 不是完整的备份文件；什么都没有改动") from None


def _unpack(folder: Path) -> None:
    """First the files, which do no harm; then all of the database or none of it, in one transaction; then the key."""
    if not (folder / DUMP).is_file():
        raise Failed("这不是协执的备份文件；什么都没有改动")
    for path in (folder / FILES).glob("??/*"):
        to = settings.FILES_DIR / path.parent.name / path.name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, to)
    restoring = (program("pg_restore"), str(folder / DUMP))
    listed = _run(*restoring, "--list")
    (folder / LIST).write_text("".join(line for line in listed.splitlines(keepends=True) if DEFAULTS not in line))
    _run(*restoring, "--no-owner", f"--use-list={folder / LIST}", f"--file={folder / SCRIPT}")
    script, defaults = (
        _understood(folder / SCRIPT),
        ALL_SEQUENCES.format(Identifier(settings.DATABASE_APP_ROLE).as_string()),
    )
    _run(program("psql"), *_where(), *QUIETLY, f"--command={EMPTY}", f"--file={script}", f"--command={defaults}")
    if (folder / KEY).is_file():
        shutil.move(folder / KEY, settings.DATA_DIR / KEY)


def _understood(script: Path) -> Path:
    """The script without the one setting that a server before PostgreSQL 17 does not know."""
    for_all = script.with_suffix(".all.sql")
    with script.open("rb") as lines, for_all.open("wb") as out:
        out.writelines(line for line in islice(lines, HEADING) if not line.startswith(b"SET transaction_timeout"))
        shutil.copyfileobj(lines, out)
    return for_all


def _inhabited() -> bool:
    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"]) as connection:
        found = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone()
    return found is not None


def _where() -> list[str]:
    """The database, as its owner; without the password, which other people of the machine would see."""
    known = conninfo_to_dict(os.environ["MIGRATION_DATABASE_URL"])
    return [f"--dbname={make_conninfo('', **{name: value for name, value in known.items() if name != 'password'})}"]


def _run(program: Path, *arguments: str) -> str:
    """One of PostgreSQL's programs; what it answers."""
    password = str(conninfo_to_dict(os.environ["MIGRATION_DATABASE_URL"]).get("password") or "")
    known = {"PGPASSWORD": password, "PGOPTIONS": "-c client_min_messages=warning", "LC_ALL": "C.UTF-8"}
    command = [str(program), *arguments]
    done = subprocess.run(command, env={**os.environ, **known}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{program.name} 没有成功：{done.stderr.strip()[-300:]}")
    return done.stdout
