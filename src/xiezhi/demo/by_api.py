"""The main job over HTTP: a building without a planning permit (城乡规划法 第六十四条) goes from 资规 to 综合执法.

With the demo running beside it:

    python -m xiezhi.demo.by_api http://localhost:8000 --photograph site.jpg --record record.pdf

Read `transfer()` first: it is the whole job, act by act, and uses nothing but the API. Below it is how a program
speaks to the API with the standard library alone, and where the tokens and the evidence come from.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from xiezhi.kernel import ZONE

from .cases import FACTORY
from .evidence import Visit, inspection
from .photographs import Scene, photograph

PEOPLE = ("zrzy.handler", "zrzy.head", "zfj.liaison", "zfj.head", "zfj.handler")
OFFICERS = [("金晨", "浙G2021001"), ("徐晓峰", "浙G2021002")]
KEYWORD = "规划许可"  # of the item in the catalogue
PATIENCE = 60  # seconds that printing may take


def transfer(site: "Site", evidence: "Evidence", now: datetime) -> tuple[int, bytes]:
    """The whole job, from the discovery to the fed-back result; the dossier's number, and the letter as a PDF."""
    team = Team(*map(site.person, PEOPLE))
    say("一、资规局承办人认定：这处建筑应由综合执法局查处。")
    number = discovered(team, now)
    dossier = f"dossiers/{number}"
    say("二、承办人上传证据，拟移送函，连同材料送负责人审批。")
    drafted(team, dossier, evidence)
    say("三、负责人批准；承办人用印并移送，移送函编号签发。")
    team.head.act(dossier, "approve")
    team.handler.act(dossier, "send")
    say("四、综合执法局签收，核对收到的证据与送出的一致，同意接收并立案。")
    taken_over(team, dossier, now)
    say("五、综合执法局登记处罚决定，把处理结果反馈给资规局。")
    decided(team, dossier, now)
    say("六、资规局读到结果，取回有文号的移送函。")
    told(team.handler.get(dossier))
    return number, letter(team.handler, dossier)


def discovered(team: "Team", now: datetime) -> int:
    """The building was found on an inspection, and it is another department's to deal with: the term begins."""
    found = {
        "case_title": FACTORY.title, "offender": dict(FACTORY.party.form), "place": FACTORY.place,
        "item": FACTORY.item, "source": "inspection",
        "found_at": moment(now - timedelta(minutes=30)), "concluded_at": moment(now - timedelta(minutes=10)),
    }  # fmt: skip
    return team.handler.open("case-transfer", "find", found)


def drafted(team: "Team", dossier: str, evidence: "Evidence") -> None:
    """The letter with all that must go along; to whom it goes, the catalogue of items says."""
    record, picture = team.handler.upload(evidence.record), team.handler.upload(evidence.photograph)
    listed = team.handler.get(f"catalogue?q={quote(KEYWORD)}")["items"]
    item = next((one for one in listed if one["key"] == FACTORY.item), None)
    if item is None:
        raise Stopped(f"事项目录里没有“{KEYWORD}”")
    filled = {
        "receiver": item["enforcing"]["key"], "facts": FACTORY.facts, "basis": FACTORY.basis,
        "why": "该事项的行政处罚权已划转，应由贵局依法查处。", "contact": "0579-87660201",
        "officers": [{"name": name, "certificate": number} for name, number in OFFICERS],
    }  # fmt: skip
    files = {
        "source": [record], "offender": [record], "investigation": [picture, record],
        "licences": {"not_applicable": FACTORY.unlicensed},
    }  # fmt: skip
    team.handler.act(dossier, "draft", filled, files)


def taken_over(team: "Team", dossier: str, now: datetime) -> None:
    """The other side signs, looks whether everything has come as it was sent, accepts the case and files it."""
    team.liaison.act(dossier, "receive", {"received_by": "李文静"})
    for file in team.liaison.get(f"{dossier}/files")["items"]:
        if file["href"] and digest(team.liaison.download(file["href"])) != file["digest"]:
            raise Stopped(f"收到的“{file['name']}”与送出的不一致")
    team.decider.act(dossier, "accept")
    team.decider.act(dossier, "file", {"case_no": f"武综执立〔{now.year}〕88号", "filed_on": now.date().isoformat()})


def decided(team: "Team", dossier: str, now: datetime) -> None:
    """The penalty, and the answer to the department that had found it."""
    decision = {
        "decision_no": f"武综执罚〔{now.year}〕88号", "decided_on": now.date().isoformat(), "penalty": "处罚",
        "outcome": "责令限期拆除违法建设的厂房；逾期不拆除的，依法申请强制执行。",
    }  # fmt: skip
    team.investigator.act(dossier, "decide", decision)
    team.decider.act(dossier, "feed_back")


def told(dossier: Any) -> None:
    """How it ended: what was owed, and whether it was done in time."""
    for owed in dossier["obligations"]:
        late = "逾期" if owed["overdue"] else "按期"
        say(f"    {owed['owed_by']['name']}　{owed['title']}：{late}（{owed['fate']}）")
    say(f"    {dossier['title']}：{dossier['state']['title']}，共 {dossier['revision']} 条记录。")


def letter(reader: "Program", dossier: str) -> bytes:
    """The PDF of the letter; the worker prints it a moment after it was issued."""
    for _ in range(PATIENCE):
        paper = next(paper for paper in reader.get(f"{dossier}/papers")["items"] if paper["name"] == "letter")
        if paper["pdf"]:
            say(f"    {paper['number']}　{paper['heading']}")
            return reader.download(paper["pdf"])
        time.sleep(1)
    raise Stopped("移送函还没有印出来；请看后台（xiezhi work）是否在运行")


# ── how a program speaks to the API ─────────────────────────────────────────────────────────────────


class Stopped(Exception):
    """It does not go on; the message says why."""


@dataclass(frozen=True)
class File:
    """A file to be uploaded."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Evidence:
    """What was found on the spot."""

    photograph: File
    record: File


@dataclass(frozen=True)
class Program:
    """Somebody's program: it shows their token, and does what they may do."""

    base: str
    token: str

    def get(self, path: str) -> Any:
        return json.loads(self.download(path))

    def download(self, path: str) -> bytes:
        return self._sent("GET", path)

    def open(self, procedure: str, act: str, filled: Mapping[str, Any]) -> int:
        """Open a dossier by its first act; its number."""
        done = self._post(f"procedures/{procedure}/{act}", {"filled": filled})
        say(f"    卷宗 {done['dossier']}")
        return int(done["dossier"])

    def act(
        self, dossier: str, name: str, filled: Mapping[str, Any] | None = None, files: Mapping[str, Any] | None = None
    ) -> None:
        """Do an act at the revision that one has just read: if somebody is first, nothing happens."""
        here = self.get(dossier)
        way = next((act for act in here["acts"] if act["key"] == name), None)
        if way is None:
            raise Stopped(f"现在是“{here['state']['title']}”，不能办理 {name}")
        self._post(way["href"], {"revision": here["revision"], "filled": filled or {}, "files": files or {}})
        say(f"    {way['title']}（{'、'.join(clause['text'] for clause in way['clauses'])}）")

    def upload(self, file: File) -> str:
        """Hand a file in; its digest, by which acts name it."""
        mark = uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        body = head.encode() + file.content + f"\r\n--{mark}--\r\n".encode()
        kept = json.loads(self._sent("POST", "files", body, f"multipart/form-data; boundary={mark}"))
        say(f"    {kept['name']}　{kept['size']} 字节　{kept['digest'][:19]}…")
        return str(kept["digest"])

    def _post(self, path: str, body: Mapping[str, Any]) -> Any:
        text = json.dumps(body, ensure_ascii=False).encode()
        return json.loads(self._sent("POST", path, text, "application/json", key=uuid4().hex))

    def _sent(self, method: str, path: str, body: bytes | None = None, kind: str = "", key: str = "") -> bytes:
        """Send it. A problem ends the program with its sentence."""
        named = {"Authorization": f"Bearer {self.token}", "Content-Type": kind, "Idempotency-Key": key}
        address = self.base + path if path.startswith("/") else f"{self.base}/api/v1/{path}"
        request = Request(address, body, {n: v for n, v in named.items() if v}, method=method)  # noqa: S310 - asked by main
        try:
            answer: HTTPResponse
            with urlopen(request, timeout=60) as answer:  # noqa: S310 - http alone, as main has made sure
                return answer.read()
        except HTTPError as refused:
            with refused:
                raise Stopped(_told(refused)) from None


def _told(refused: HTTPError) -> str:
    """The sentence of a problem; whatever else may answer, its status."""
    try:
        return str(json.load(refused)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"网站答 {refused.code} {refused.reason}"


@dataclass(frozen=True)
class Team:
    """The people who carry the case from one side to the other, in the order of PEOPLE."""

    handler: Program
    head: Program
    liaison: Program
    decider: Program
    investigator: Program


@dataclass(frozen=True)
class Site:
    """The site, and the tokens of its people."""

    base: str
    tokens: Mapping[str, str]

    def person(self, username: str) -> Program:
        return Program(self.base, self.tokens.get(username) or issued(username))


def issued(username: str) -> str:
    """A token for a day, from whoever runs the machine: this works where the demo itself runs."""
    command = [
        sys.executable,
        "-m",
        "xiezhi.config.cli",
        "token",
        username,
        "--days",
        "1",
        "--name",
        "接口演示",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"没有领到 {username} 的令牌：{done.stderr.strip()}")
    return str(json.loads(done.stdout)["token"])


def moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def digest(content: bytes) -> str:
    return "sha256:" + sha256(content).hexdigest()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


# ── where it begins ─────────────────────────────────────────────────────────────────────────────────


def gathered(asked: argparse.Namespace, now: datetime) -> Evidence:
    """The files that were named; what was not is drawn."""
    at = now - timedelta(minutes=30)
    organ = "武义县自然资源和规划局"
    visit = Visit(organ, OFFICERS, FACTORY.party.name, FACTORY.party.present, FACTORY.place, at, FACTORY.facts)
    return Evidence(
        photograph=_read(asked.photograph)
        or File("现场照片.jpg", photograph(FACTORY.scene or Scene(), (FACTORY.place, f"{organ} 取证"), at)),
        record=_read(asked.record) or File("现场检查记录.pdf", inspection(visit)),
    )


def _read(path: Path | None) -> File | None:
    try:
        return File(path.name, path.read_bytes()) if path else None
    except OSError as why:
        raise Stopped(f"读不到 {path}：{why.strerror}") from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the transfer. 0: done; 1: not done, with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m xiezhi.demo.by_api", description="用接口走完一件案件移送")
    parser.add_argument("address", help="网站地址，如 http://localhost:8000")
    parser.add_argument("--photograph", type=Path, help="现场照片；缺省为画出的")
    parser.add_argument("--record", type=Path, help="现场检查记录 PDF；缺省为画出的")
    parser.add_argument(
        "--token", action="append", default=[], metavar="用户名=xz_…", help="各人的令牌；缺省向本机领取"
    )
    parser.add_argument("--letter", type=Path, default=Path("letter.pdf"), help="移送函存为，缺省 letter.pdf")
    asked = parser.parse_args(arguments)
    now = datetime.fromtimestamp(time.time(), ZONE)
    try:
        if urlsplit(asked.address).scheme not in ("http", "https"):
            raise Stopped(f"网站地址应以 http:// 或 https:// 开头：{asked.address}")
        tokens = dict(given.split("=", 1) for given in asked.token if "=" in given)
        _, pdf = transfer(Site(asked.address.rstrip("/"), tokens), gathered(asked, now), now)
        asked.letter.write_bytes(pdf)
    except (Stopped, OSError) as why:
        sys.stderr.write(f"by_api: {why}\n")
        return 1
    say(f"移送函已存为 {asked.letter}（{len(pdf)} 字节）。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
