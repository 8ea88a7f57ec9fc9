"""Web server, worker and demo."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from xiezhi.demo import build, people

from .failing import Failed
from .postgres import port_is_free
from .translating import compile_translations

PATIENCE = 60  # seconds for the site to answer


def migrate(asked: argparse.Namespace) -> int:
    """Bring the database up to date, as its owner."""
    environment = {**os.environ, "DATABASE_URL": os.environ["MIGRATION_DATABASE_URL"]}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    if subprocess.run(command, env=environment, check=False).returncode:
        raise Failed("数据库没有升级成功，请看上面的原因")
    return 0


def serve(asked: argparse.Namespace) -> int:
    """The site, until it is told to stop."""
    if not port_is_free(asked.port):
        raise Failed(f"端口 {asked.port} 已被占用；请换一个，如 PORT={asked.port + 1}")
    migrate(asked)
    compile_translations()
    Granian(
        "xiezhi.config.wsgi:application", address="127.0.0.1" if "XIEZHI_ADDRESS" not in os.environ else os.environ["XIEZHI_ADDRESS"],
        port=asked.port, interface=Interfaces.WSGI, workers=2, blocking_threads=4, log_access=False,
    ).serve()  # fmt: skip
    return 0


def work(asked: argparse.Namespace) -> int:
    """The worker, until it is told to stop."""
    call_command("procrastinate", "worker", "--concurrency", "2")
    return 0


def demo(asked: argparse.Namespace) -> int:
    """The demo county with site and worker; its address and people are printed."""
    if not port_is_free(asked.port):
        raise Failed(f"端口 {asked.port} 已被占用；请换一个，如 PORT={asked.port + 1} make demo")
    migrate(asked)
    build.build(_say)
    with _running("serve", "--port", str(asked.port)) as site, _running("work") as worker:
        _wait_for(f"http://localhost:{asked.port}/signin/", site)
        _say(_welcome(asked.port))
        while site.poll() is None and worker.poll() is None:
            time.sleep(0.5)
    raise Failed("网站或后台意外停止，请看上面的原因")


@contextmanager
def _running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of ours beside this one; it stops with it."""
    process = subprocess.Popen([sys.executable, "-m", "xiezhi.config.cli", *command])
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _wait_for(address: str, site: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and site.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own address
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
