"""A further procedure is one file: its pages, endpoints and checks are there with it, and nothing else was touched.

What it needs besides are terms in the rule pack, as any county's document would give them, and what is generated.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.test import Client
from django.urls import clear_url_caches, include, path
from django.utils import timezone

from tests.api.asking import ROOT, of
from tests.conftest import PASSWORD
from xiezhi import procedures
from xiezhi.api.build import build
from xiezhi.kernel import Calendar, Faulty, Procedure, load
from xiezhi.office.models import Dossier, Entry, Obligation, Paper
from xiezhi.office.verify import faults
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.registry.installing import put_pack

FILE = '''"""资料查询：一个单位向另一个单位查询资料，对方在期限内提供。"""

from pydantic import Field

from xiezhi.kernel import COUNTY, NEW, Act, Department, Duty, Form, Paper, Procedure, Side, State, Text, Words

ASKER = Side("asker", "查询单位")
KEEPER = Side("keeper", "提供单位")


class Wish(Form):
    subject_matter: Words = Field(title="查询什么")
    keeper: Department = Field(title="提供单位")
    purpose: Text = Field(title="用途")


class Copy(Form):
    provided: Text = Field(title="提供的资料")


WAITING = State("waiting", "待提供", KEEPER)
PROVIDED = State("provided", "已提供")
PROVIDE = Duty(
    name="provide", title="提供资料", owed_by=KEEPER, to=ASKER, term="records_query", clause=COUNTY["records-query"],
)
LETTER = Paper(
    name="query", title="资料查询函", to=KEEPER, number="records_query", heading="关于查询{subject_matter}的函",
    text="为{purpose}，请提供{subject_matter}。",
)

procedure = Procedure(
    key="records-query", version=1, title="资料查询", clause=COUNTY["records-query"], caption="查询{subject_matter}",
    usual=[WAITING, PROVIDED],
    acts=[
        Act("wish", "提出查询", by=ASKER.handler, at=[NEW], to=WAITING, form=Wish, admits=[KEEPER], starts=[PROVIDE],
            issues=[LETTER], clause=COUNTY["records-query"]),
        Act("accept", "提供资料", by=KEEPER.handler, at=[WAITING], to=PROVIDED, form=Copy, ends=[PROVIDE],
            clause=COUNTY["records-query"]),
    ],
)
'''
TERMS = {
    "clauses": 'records-query = { document = "mechanism", article = "三" }',
    "terms": 'records_query = { value = "5 working_days", clause = "records-query", source = "local default" }',
    "numbers": 'records_query = "{agency}查〔{year}〕{n}号"',
}
WISH = {"subject_matter": "某厂房的不动产登记", "keeper": "zrzy", "purpose": "核实当事人权属"}
SHIPPED = Path(settings.PACKS_DIR) / "wuyi-2021.toml"


def pack_text() -> str:
    """The shipped pack with the terms of the new procedure, as its next revision."""
    text = SHIPPED.read_text(encoding="utf-8")
    for section, line in TERMS.items():
        text = re.sub(rf"(?m)^(\[{section}\].*)$", rf"\1\n{line}", text)
    return re.sub(r"(?m)^(jurisdiction = .*)$", r"\1\nrevision = 9", text)


@dataclass(frozen=True)
class Folder:
    """The folder of procedures with one file more."""

    path: Path
    found: dict[str, Procedure]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    (tmp_path / "records_query.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(procedures, "__path__", [*procedures.__path__, str(tmp_path)])
    yield Folder(tmp_path, procedures._found())
    sys.modules.pop("xiezhi.procedures.records_query", None)


@pytest.fixture
def installed(county: None, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Procedure]:
    """An installation that was started with that folder and that pack."""
    declared = folder.found["records-query"]
    monkeypatch.setitem(PROCEDURES, declared.key, declared)
    put_pack(pack_text(), Calendar(seed_years()), at=timezone.now())
    module = ModuleType("started_with_it")
    module.urlpatterns = [  # type: ignore[attr-defined]  # as config/urls.py has it
        path("api/v1/", build(PROCEDURES).urls),
        path("", include("xiezhi.web.urls")),
    ]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(settings, "ROOT_URLCONF", module.__name__)
    clear_url_caches()
    yield declared
    clear_url_caches()


def browser(username: str) -> Client:
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def test_it_is_found_by_looking(folder: Folder) -> None:
    assert {"records-query", "case-transfer"} <= set(folder.found)


def test_it_has_its_pages(installed: Procedure) -> None:
    asker = browser("zfj.handler")
    assert "资料查询" in asker.get("/open/").content.decode()
    page = asker.get("/open/records-query/wish/").content.decode()
    assert all(title in page for title in ("查询什么", "提供单位", "用途"))
    answer = asker.post("/open/records-query/wish/", {**WISH, "_key": "a"})
    assert answer.status_code == 302
    told = asker.get(answer["Location"]).content.decode()
    assert all(words in told for words in ("查询某厂房的不动产登记", "待提供", "资料查询函", "武综执查〔"))
    assert "某厂房的不动产登记" in browser("zrzy.handler").get("/").content.decode()
    assert "资料查询" in asker.get("/dossiers/?procedure=records-query").content.decode()


def test_it_has_its_endpoints(installed: Procedure) -> None:
    asker, keeper = of("zfj.handler"), of("zrzy.handler")
    paths = asker.get("openapi.json").said["paths"]
    assert {place for place in paths if "records-query" in place} == {
        f"{ROOT}/procedures/records-query/wish", f"{ROOT}/dossiers/{{number}}/records-query/accept",
    }  # fmt: skip
    number = asker.post("procedures/records-query/wish", {"filled": WISH}).said["dossier"]
    here = keeper.get(f"dossiers/{number}").said
    assert [act["key"] for act in here["acts"]] == ["accept"]
    done = keeper.post(here["acts"][0]["href"], {"revision": here["revision"], "filled": {"provided": "登记簿一页"}})
    assert done.status == 200
    assert Dossier.objects.get(pk=number).state == "provided"
    assert Obligation.objects.get(dossier=number).fate == "done"
    assert Paper.objects.get(dossier=number).number.startswith("武综执查〔")


def test_it_is_under_the_same_rules_as_any_other(installed: Procedure) -> None:
    asker, keeper, outsider = of("zfj.handler"), of("zrzy.handler"), of("slj.handler")
    number = asker.post("procedures/records-query/wish", {"filled": WISH}).said["dossier"]
    provide = f"dossiers/{number}/records-query/accept"
    body = {"revision": 1, "filled": {"provided": "登记簿一页"}}
    assert (outsider.post(provide, body).status, asker.post(provide, body).status) == (404, 403)
    assert keeper.post(provide, {**body, "revision": 0}).status == 409
    assert keeper.post(provide, {**body, "filled": {}}).code == "invalid"
    assert keeper.post(f"dossiers/{number}/case-transfer/accept", body).status == 404  # of that name, elsewhere
    assert Entry.objects.filter(dossier=number).count() == 1
    assert list(faults()) == []


@pytest.mark.parametrize("section", TERMS)
def test_a_pack_that_lacks_what_it_asks_for_is_refused(folder: Folder, section: str) -> None:
    lacking = pack_text().replace(TERMS[section], "")
    with pytest.raises(Faulty, match=r"records[-_]query"):
        load(lacking, Calendar(seed_years()), folder.found.values())


def test_a_pack_may_not_say_what_nobody_reads() -> None:
    with pytest.raises(Faulty, match="nobody reads"):
        load(pack_text(), Calendar(seed_years()), PROCEDURES.values())


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("ends=[PROVIDE],", ""),
        ("starts=[PROVIDE],", ""),
        ("{purpose}", "{nothing}"),
        ('at=[WAITING], to=PROVIDED', 'at=[PROVIDED], to=WAITING'),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_right_is_refused_when_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was: str, becomes: str
) -> None:
    assert was in FILE
    (tmp_path / "faulty_query.py").write_text(FILE.replace(was, becomes), encoding="utf-8")
    monkeypatch.setattr(procedures, "__path__", [str(tmp_path)])
    with pytest.raises(Faulty):
        procedures._found()
    assert "xiezhi.procedures.faulty_query" not in sys.modules
