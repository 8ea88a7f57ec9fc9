"""How many statements a page takes: at most twelve, and no more when there is twice as much to show."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.disputed import disputed, proposal
from tests.office.told import LETTER, PDF, Told, found, person
from xiezhi.office import drafts, queries
from xiezhi.office.queries import Desk
from xiezhi.office.uploads import stage

from .site import Visitor

pytestmark = pytest.mark.usefixtures("county", "clock")

MOST = 12
Page = Callable[[], str]


def asked(visitor: Visitor, path: str, **given: str) -> list[str]:
    """The statements of a page that is there."""
    with CaptureQueriesContext(connection) as said:
        assert visitor.get(path, **given).status_code == 200, path
    return [query["sql"] for query in said]


def stays_small(visitor: Visitor, path: str, double: Callable[[], object], most: int = MOST, **given: str) -> None:
    """So many, now and with twice as much; the first time in a process the rules are read besides."""
    asked(visitor, path, **given)
    once = asked(visitor, path, **given)
    assert len(once) <= most, "\n".join(once)
    double()
    assert len(asked(visitor, path, **given)) == len(once), "more to show takes more statements"


def found_case() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def drafted() -> Told:
    told = found_case()
    told("zrzy.handler", "draft", **LETTER)
    return told


def received() -> Told:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    return told


def busy() -> None:
    """Something of everything that a desk may have."""
    found_case(), drafted(), Told().sent(), received()
    handler = Desk(person("zrzy.handler"), "zrzy", ("handler",))
    told = found_case()
    drafts.keep(handler, drafts.Begun("case-transfer", told.number, "draft"), LETTER, told.at)


@pytest.mark.parametrize("who", ["zrzy.handler", "zrzy.head", "zfj.liaison", "sthj.head"])
def test_the_workbench(who: str) -> None:
    busy()
    stays_small(Visitor(who), "/", busy)


LISTS: tuple[dict[str, str], ...] = (
    {}, {"view": "held"}, {"view": "approve"}, {"view": "sign"}, {"view": "late"}, {"view": "closed"}, {"q": "锐拓"},
    {"procedure": "case-transfer", "state": "sent"}, {"urgent": "1"},
)  # fmt: skip


@pytest.mark.parametrize("given", LISTS, ids=str)
def test_the_list(given: dict[str, Any]) -> None:
    busy()
    stays_small(Visitor("zfj.liaison"), "/dossiers/", busy, **given)


@pytest.mark.parametrize(
    ("who", "most"),
    [("zrzy.handler", MOST), ("zfj.handler", MOST), ("zrzy.head", MOST + 1), ("zfj.head", MOST + 1)],
)
def test_a_dossier_and_who_may_assign_it_is_shown_to_whom(who: str, most: int, clock: SimpleNamespace) -> None:
    told = received()

    def longer() -> None:
        told("zfj.head", "ask_supplement", gaps="过磅单")
        told("zrzy.handler", "supplement")
        told("zrzy.head", "correct", mistake="甲", correction="乙")

    stays_small(Visitor(who), f"/dossiers/{told.number}/", longer, most)


def test_a_dossier_with_links() -> None:
    told = disputed(Told())
    proposal(told)
    assert len(asked(Visitor("zrzy.handler"), f"/dossiers/{told.number}/")) <= MOST


@pytest.mark.parametrize(
    ("who", "act"), [("zrzy.handler", "draft"), ("zrzy.head", "approve"), ("zfj.head", "ask_supplement")]
)
def test_the_form_of_an_act(who: str, act: str) -> None:
    told = {"draft": found_case, "approve": drafted, "ask_supplement": received}[act]()

    def more() -> None:
        stage([PDF], "又一份.pdf", person=person(who), at=told.at)
        busy()

    stays_small(Visitor(who), f"/dossiers/{told.number}/{act}/", more)


@pytest.mark.parametrize("path", ["/open/", "/open/case-transfer/find/", "/drafts/", "/items/", "/rules/", "/me/"])
def test_pages_without_a_dossier(path: str) -> None:
    stays_small(Visitor("zrzy.handler"), path, busy)


def test_asking_whether_somebody_has_acted() -> None:
    told = received()
    visitor = Visitor("zrzy.handler")
    with CaptureQueriesContext(connection) as said:
        assert visitor.get(f"/dossiers/{told.number}/newer/", seen="99").status_code == 204
    assert len(said) <= 6
    assert queries.revision(Desk(0, "zrzy", ()), told.number or 0) == 5
