"""The main job over HTTP, as a newcomer would run it, against a running site."""

import subprocess
import sys
from datetime import timedelta
from email.message import Message
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from tests.office.told import PDF
from xiezhi.demo import by_api
from xiezhi.demo.by_api import PEOPLE, Stopped, issued, main
from xiezhi.office.models import Dossier, File
from xiezhi.office.printing import print_paper, unprinted
from xiezhi.office.verify import faults
from xiezhi.registry.tokens import NewToken, Scope, issue


@pytest.fixture
def tokens(living_county: None) -> list[str]:
    """A token for each of the people, as the command line is given them."""
    given = []
    for username in PEOPLE:
        _, secret = issue(NewToken(name="演示", username=username, scope=Scope.ACT), by=None, at=timezone.now())
        given += ["--token", f"{username}={secret}"]
    return given


@pytest.fixture
def _printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker: while the program waits for a PDF, it prints."""

    def printing(_: float) -> None:
        for number in unprinted():
            print_paper(number, timezone.now())

    monkeypatch.setattr("xiezhi.demo.by_api.time.sleep", printing)


@pytest.mark.usefixtures("_printer")
def test_a_building_without_a_permit_goes_from_one_department_to_the_other_and_comes_back_decided(
    live_server: LiveServer, tokens: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, letter = tmp_path / "检查记录.pdf", tmp_path / "letter.pdf"
    record.write_bytes(PDF)
    given = [live_server.url, *tokens, "--record", str(record), "--letter", str(letter)]
    assert (main(given), capsys.readouterr().err) == (0, "")
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.revision) == ("closed", 9)
    assert letter.read_bytes().startswith(b"%PDF")
    attached = set(File.objects.filter(dossier=dossier).values_list("name", "media_type"))
    assert attached == {("检查记录.pdf", "application/pdf"), ("现场照片.jpg", "image/jpeg")}
    assert File.objects.filter(digest="sha256:" + sha256(PDF).hexdigest()).count() == 3
    assert list(faults()) == []


def test_a_refusal_ends_it_with_its_sentence(
    live_server: LiveServer, tokens: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [part if part.startswith("--") else part.partition("=")[0] + "=xz_wrong" for part in tokens]
    assert main([live_server.url, *wrong]) == 1
    assert capsys.readouterr().err == "by_api: 没有这个令牌；请核对是否完整\n"
    assert Dossier.objects.count() == 0


@pytest.mark.usefixtures("_printer")
def test_what_somebody_may_not_do_is_told(
    live_server: LiveServer, tokens: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    shuffled = [part.replace("zrzy.head=", "unused=") for part in tokens]
    handlers = next(part.partition("=")[2] for part in tokens if part.startswith("zrzy.handler="))
    assert main([live_server.url, *shuffled, "--token", f"zrzy.head={handlers}"]) == 1
    assert "不能办理 approve" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://localhost"], "应以 http:// 或 https:// 开头"),
        (["http://localhost:1", "--token", "x"], "没有领到"),
        (["http://localhost:1", "--record", "nowhere.pdf"], "读不到 nowhere.pdf"),
    ],
)
def test_what_cannot_begin_says_why(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(by_api, "issued", _none)
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def _none(username: str) -> str:
    raise Stopped(f"没有领到 {username} 的令牌")


def test_a_site_that_does_not_answer_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(by_api, "issued", lambda _: "xz_1")
    assert main(["http://localhost:1"]) == 1
    assert capsys.readouterr().err.startswith("by_api: ")


def test_an_answer_that_is_no_problem_is_told_by_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gateway(*_: object, **__: object) -> None:
        raise HTTPError("http://localhost:1", 502, "Bad Gateway", Message(), BytesIO(b"<html>"))

    monkeypatch.setattr("xiezhi.demo.by_api.urlopen", gateway)
    assert main(["http://localhost:1", *(part for who in PEOPLE for part in ("--token", f"{who}=xz_1"))]) == 1
    assert capsys.readouterr().err == "by_api: 网站答 502 Bad Gateway\n"


def test_tokens_are_asked_of_the_machine_that_it_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert command[:5] == [sys.executable, "-m", "xiezhi.config.cli", "token", "zrzy.handler"]
        return subprocess.CompletedProcess(command, 0, '{"token": "xz_1"}', "")

    monkeypatch.setattr("xiezhi.demo.by_api.subprocess.run", run)
    assert issued("zrzy.handler") == "xz_1"


def test_where_there_is_no_such_person_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "xiezhi: 没有在用的账号：x\n")
    monkeypatch.setattr("xiezhi.demo.by_api.subprocess.run", lambda *_, **__: failed)
    with pytest.raises(Stopped, match="没有在用的账号"):
        issued("x")


def test_a_letter_that_is_never_printed_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Waiting:
        def get(self, _: str) -> Any:
            return {"items": [{"name": "letter", "pdf": None}]}

    slept: list[float] = []
    monkeypatch.setattr("xiezhi.demo.by_api.time.sleep", slept.append)
    with pytest.raises(Stopped, match="还没有印出来"):
        by_api.letter(Waiting(), "dossiers/1")  # type: ignore[arg-type]  # all that it asks of a program
    assert timedelta(seconds=sum(slept)) >= timedelta(seconds=30)
