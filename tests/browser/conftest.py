"""A real browser on the real site: `xiezhi demo` with its own database, web server and worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.clerk import Clerk
from xiezhi.demo.cases import FACTORY
from xiezhi.demo.evidence import Visit, inspection, interview
from xiezhi.demo.photographs import Scene, photograph
from xiezhi.kernel import ZONE

PATIENCE = 120  # seconds for the demo county to be ready
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--no-first-run", "--disable-component-update",
    "--disable-background-networking",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium. Where there is none, these tests say so by name; on CI that is a failure."""
    found = shutil.which("chromium")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "浏览器测试没有运行：没有 chromium（apt-get install chromium）"
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    """The address of the demo county."""
    folder = Path(tempfile.mkdtemp(prefix="xiezhi-browser-"))
    folder.chmod(0o755)  # as root the database server runs as another account, which must get through
    port = _free_port()
    given = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    environment = {**given, "XIEZHI_DATA": str(folder / "data"), "PORT": str(port), "XIEZHI_LOG": "ERROR"}
    with (folder / "log").open("w") as log:
        command = [sys.executable, "-m", "xiezhi.config.cli", "demo"]
        demo = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True)
        try:
            _wait_until_ready(demo, folder / "log")
            yield f"http://localhost:{port}"
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=PATIENCE)
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def clerk(browser: Browser, site: str) -> Iterator[Callable[..., Clerk]]:
    """Somebody of the demo county at their own browser: `clerk("zrzy.handler")`, on a phone with `width=390`."""
    seated: list[Clerk] = []

    def sit(username: str, **how: Any) -> Clerk:
        seated.append(Clerk.signed_in(browser, site, username, **how))
        return seated[-1]

    yield sit
    wrong = [fault for one in seated for fault in one.faults]
    for one in seated:
        one.page.context.close()
    assert wrong == []  # nothing failed in any page's scripts, whatever the test looked at


@pytest.fixture(scope="package")
def evidence() -> Iterator[dict[str, Path]]:
    """A photograph and records, as files."""
    with tempfile.TemporaryDirectory() as folder:
        visit = Visit(
            "武义县自然资源和规划局", [("金晨", "浙G1"), ("徐晓峰", "浙G2")], FACTORY.party.name, FACTORY.party.present,
            FACTORY.place, datetime(2021, 9, 29, 9, 20, tzinfo=ZONE), FACTORY.facts,
        )  # fmt: skip
        made = {
            "现场照片.jpg": photograph(Scene(floors=2), [FACTORY.place], visit.at),
            "现场检查记录.pdf": inspection(visit), "询问笔录.pdf": interview(visit, FACTORY.said),
        }  # fmt: skip
        for name, content in made.items():
            (Path(folder) / name).write_bytes(content)
        yield {name: Path(folder) / name for name in made}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_ready(demo: "subprocess.Popen[str]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and demo.poll() is None:
        if "已经就绪" in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.3)
    pytest.fail(f"演示县没有启动：{log.read_text(encoding='utf-8')[-2000:]}")
