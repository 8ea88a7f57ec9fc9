"""Web server, worker and demo."""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

from xiezhi.demo import build, people
from xiezhi.office.printing import fonts
from xiezhi.registry.models import User
from xiezhi.typeset.fonts import FontsMissing

from . import working
from .failing import Failed
from .following import led
from .postgres import port_is_free
from .translating import compile_translations

PATIENCE = 60  # seconds for the site to answer
MIGRATING = 0x7869_657A_6801  # the lock under which the database is brought up to date
OURS = (sys.executable, "-m", "xiezhi.config.cli")


def migrate(_: argparse.Namespace) -> int:
    """Bring the database up to date, as its owner; of several at one moment one does it and the others wait."""
    if _up_to_date():
        return 0
    owner = os.environ["MIGRATION_DATABASE_URL"]
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    with psycopg.connect(owner, autocommit=True) as alone:
        alone.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        environment = {**os.environ, "DATABASE_URL": owner}
        done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failed(f"数据库没有升级成功：{_reason(done.stderr)}；请看 MIGRATION_DATABASE_URL 是不是数据库的属主")
    return 0


def _up_to_date() -> bool:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()  # the processes that follow make their own
    return not plan


def _reason(said: str) -> str:
    """The line of a traceback that says what went wrong."""
    lines = said.strip().splitlines() or [""]
    named = (line for line in reversed(lines) if re.match(r"[\w.]+(Error|Exception|Privilege|Denied)\w*: ", line))
    return next(named, lines[-1])


def serve(asked: argparse.Namespace) -> int:
    """The site, until it is told to stop."""
    _port_must_be_free(asked.port)
    migrate(asked)
    if not User.objects.exists():
        raise Failed("还没有任何人员；请先运行 xiezhi admin 设立首任系统管理员")
    compile_translations()
    connection.close()
    del os.environ["MIGRATION_DATABASE_URL"]  # what answers the network does not know the owner's password
    os.environ.update(led())
    Granian(
        "xiezhi.config.wsgi:application", address=os.environ.get("XIEZHI_ADDRESS", "127.0.0.1"), port=asked.port,
        interface=Interfaces.WSGI, workers=2, blocking_threads=4, respawn_failed_workers=True,
        workers_kill_timeout=10, log_access=False,
    ).serve()  # fmt: skip
    return 0


def work(asked: argparse.Namespace) -> int:
    """The worker, until it is told to stop."""
    migrate(asked)
    del os.environ["MIGRATION_DATABASE_URL"]
    try:
        fonts()
    except FontsMissing as why:
        raise Failed(str(why)) from None
    working.work()
    return 0


def demo(asked: argparse.Namespace) -> int:
    """The demo county with site and worker; its address and people are printed."""
    _port_must_be_free(asked.port)
    migrate(asked)
    if User.objects.exists() and not User.objects.filter(username=people.guide()[0][0]).exists():
        raise Failed("这里已有实际人员，不能混入演示数据；请用 XIEZHI_DATA 另设数据文件夹")
    build.build(_say)
    with _running(asked, "serve", "--port", str(asked.port)) as site, _running(asked, "work") as worker:
        _wait_for(f"http://127.0.0.1:{asked.port}/signin/", site)
        _say(_welcome(asked.port))
        while site.poll() is None and worker.poll() is None:
            time.sleep(0.5)
    raise Failed("网站或后台意外停止，请看上面的原因")


def again(asked: argparse.Namespace, *command: str) -> int:
    """Another command of ours after this one, from the beginning; what it answers."""
    return subprocess.run([*OURS, *command], env=asked.environment, check=False).returncode


def _port_must_be_free(port: int) -> None:
    if not port_is_free(port):
        raise Failed(f"端口 {port} 已被占用；请换一个，如 PORT={port % 65535 + 1}")


@contextmanager
def _running(asked: argparse.Namespace, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of ours beside this one, which holds the database itself; it stops with this one."""
    process = subprocess.Popen([*OURS, *command], env={**asked.environment, **led()})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_for(address: str, site: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and site.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise Failed("网站没有启动，请看上面的原因")


def _welcome(port: int) -> str:
    named = "\n".join(f"  {username:<16} {who}" for username, who in people.guide())
    return f"""
协执演示县已经就绪：http://localhost:{port}
所有演示人员的口令：{build.PASSWORD}
{named}
  其他部门同样：<部门>.handler / liaison / head / chief
按 Ctrl+C 停止。"""


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
