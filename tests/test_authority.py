"""Nothing leaks: every page and every person, each dossier and each paper; whoever may not see a thing does not learn of it.

Each of the stories holds words of its own, by which its traces are found wherever they should not be.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests.office.disputed import COORDINATOR, seat
from tests.office.told import MONDAY, Told, found
from tests.scene import BIRDS, BLIND, OVERSEER, RETURNED, SEES, Scene, letter, opened, tells
from tests.web.site import Visitor, words
from xiezhi.office.models import Dossier, Draft, File, Paper
from xiezhi.office.perform import perform
from xiezhi.office.requests import Absent
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.models import Mandate, User
from xiezhi.web.urls import urlpatterns

NOWHERE = 10**9  # no dossier, no paper and no file has this number
OF_NOBODY = {
    "workbench",
    "login",
    "logout",
    "set_language",
    "me",
    "list",
    "drafts",
    "open",
    "upload",
    "items",
    "found",
    "code",
    "rules",
}
OF_A_PROCEDURE = {"begin"}
OF_A_DOSSIER = {"dossier", "revision", "assign", "act"}
OF_A_PAPER, OF_A_FILE = {"paper", "pdf", "pdf-as-issued"}, {"file"}
ACTS = (
    "draft",
    "approve",
    "return_case",
    "raise",
    "no-such-act",
)  # one page serves all: with a form, without, of either side
PRESSED = ({"draft": "1"}, {"_add": "officers"}, {"_remove": "officers"}, {"_search": "item", "item.q": "规划"})


@pytest.fixture
def people(county: None) -> None:
    """Those of the cast whom the county has not."""
    seat("auditing", ("zrzy", "auditor"), since=MONDAY)
    seat("running", ("zrzy", "administrator"), since=MONDAY)
    seat("left", ("zrzy", "handler"), since=MONDAY - timedelta(days=9), until=MONDAY)
    seat("coming", ("zrzy", "handler"), since=MONDAY + timedelta(days=9))


@pytest.fixture
def scene(people: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr("xiezhi.web.desk.timezone", SimpleNamespace(now=lambda: MONDAY))
    return Scene()


def named() -> dict[str, URLPattern]:
    return {str(pattern.name): pattern for pattern in urlpatterns}


def addresses(dossier: int, papers: list[int], files: list[int]) -> Iterator[str]:
    """Every page about this dossier, its papers and its files."""
    for name in sorted(OF_A_DOSSIER - {"act"}):
        yield reverse(name, args=[dossier])
    for act in ACTS:
        yield reverse("act", args=[dossier, act])
    for names, numbers in ((OF_A_PAPER, papers), (OF_A_FILE, files)):
        yield from (reverse(name, args=[number]) for name in sorted(names) for number in numbers)


def of(told: Told) -> Iterator[str]:
    papers = Paper.objects.filter(dossier=told.number).order_by("pk").values_list("pk", flat=True)
    files = File.objects.filter(dossier=told.number).order_by("pk").values_list("pk", flat=True)
    return addresses(told.number or 0, list(papers)[-2:], list(files)[-1:])


@dataclass(frozen=True)
class Answer:
    """What came back: all of it, what a page says in its main part, and whereto one was sent."""

    how: str
    status: int
    text: str
    main: str
    location: str

    @property
    def birds(self) -> set[str]:
        return {bird for bird in BIRDS if bird in self.text}


def read(how: str, answer: Any) -> Answer:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    main = "" if answer.streaming else words(answer)
    return Answer(how, answer.status_code, text, main, answer.headers.get("Location", ""))


def asked(client: Client, address: str) -> Iterator[Answer]:
    """Every way of asking at an address: looking, as a fragment, sending, and for an act whatever its form can send."""
    htmx = {"HX-Request": "true"}
    yield read("get", client.get(address))
    yield read("fragment", client.get(address, {"preview": "1", "seen": "0"}, headers=htmx))
    yield read("post", client.post(address, {}))
    if address.rstrip("/").rpartition("/")[2] in ACTS:
        for sent in PRESSED:
            yield read(f"post {sent}", client.post(address, sent))
        yield read("preview", client.post(f"{address}?preview=1", {}, headers=htmx))


def status(client: Client, name: str, number: int) -> int:
    return read("get", client.get(reverse(name, args=[number]))).status


def test_every_page_is_known_to_be_about_something_or_about_nothing() -> None:
    classes = (OF_NOBODY, OF_A_PROCEDURE, OF_A_DOSSIER, OF_A_PAPER, OF_A_FILE)
    assert set(named()) == set().union(*classes)
    takes = {name for name, pattern in named().items() if "int" in str(pattern.pattern)}
    assert takes == OF_A_DOSSIER | OF_A_PAPER | OF_A_FILE


@pytest.mark.parametrize("who", SEES)
def test_what_one_may_not_see_is_answered_as_what_is_not_there(scene: Scene, who: str) -> None:
    client = Visitor(who).client
    nowhere = next(asked(client, reverse("dossier", args=[NOWHERE])))
    assert nowhere.status == 404
    leaks = []
    for name in set(scene.stories) - SEES[who]:
        for address in of(scene.stories[name]):
            for answer in asked(client, address):
                alike = (answer.status, answer.main) == (404, nowhere.main) or answer.status == 405
                if not alike or answer.birds:
                    leaks.append((name, address, answer.how, answer.status))
    assert leaks == []


@pytest.mark.parametrize("who", ["zrzy.handler", "slj.handler", OVERSEER])
def test_what_one_may_see_is_there(scene: Scene, who: str) -> None:
    client = Visitor(who).client
    for name in SEES[who]:
        number = scene.stories[name].number or 0
        assert status(client, "dossier", number) == 200
        papers = Paper.objects.filter(dossier=number, entry__lte=4)
        assert {status(client, "pdf", paper.pk) for paper in papers} <= {200}
        files = File.objects.filter(dossier=number, entry__lte=4)
        assert {status(client, "file", file.pk) for file in files} <= {200}


def test_who_is_not_signed_in_is_sent_to_the_door_whatever_they_ask_for(scene: Scene) -> None:
    client = Client()
    open_to_all = {"login", "logout", "set_language"}
    pages = [reverse(name) for name in OF_NOBODY - open_to_all]
    for address in (*pages, *(address for told in scene.stories.values() for address in of(told))):
        for answer in asked(client, address):
            sent_away = answer.status == 302 and answer.location.startswith(reverse("login"))
            nothing = (answer.status, answer.text) == (401, "")  # in the place of a part of a page
            assert sent_away or nothing or answer.status == 405, (address, answer)
            assert not answer.birds, (address, answer)


@pytest.mark.parametrize("who", SEES)
def test_pages_about_nothing_in_particular_tell_of_no_foreign_case(scene: Scene, who: str) -> None:
    visitor = Visitor(who)
    own = {"shared": {"杜鹃"}, "drafted": {"云雀"}, "moved": {"画眉", "黄莺"}, "proposed": {"百灵"}, "child": {"百灵"}}
    known = set().union(*(own[name] for name in SEES[who]))
    for name in sorted(OF_NOBODY - {"logout"}):
        for answer in asked(visitor.client, reverse(name)):
            assert answer.birds <= known, (name, answer.how)


@pytest.mark.parametrize("view", ["", "held", "approve", "sign", "late", "closed"])
@pytest.mark.parametrize("who", SEES)
def test_a_search_finds_nothing_that_one_may_not_see(scene: Scene, who: str, view: str) -> None:
    visitor = Visitor(who)
    own = {"杜鹃": {"shared"}, "云雀": {"drafted"}, "画眉": {"moved"}, "百灵": {"proposed", "child"}}
    for bird, stories in own.items():
        page = read("get", visitor.get(reverse("list"), q=bird, view=view)).text
        hrefs = {
            name for name, told in scene.stories.items() if f'href="{reverse("dossier", args=[told.number])}"' in page
        }
        assert hrefs <= stories & SEES[who]
        if view == "" and who == "zrzy.handler":
            assert hrefs == stories


@pytest.mark.parametrize("who", BLIND)
def test_a_workbench_counts_nothing_of_others(people: None, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setattr("xiezhi.web.desk.timezone", SimpleNamespace(now=lambda: MONDAY))
    visitor = Visitor(who)
    pages = [reverse(name) for name in ("workbench", "list", "drafts")]
    before = [visitor.reads(page) for page in pages]
    Scene()
    assert [visitor.reads(page) for page in pages] == before


def test_who_has_left_reads_nothing_that_came_later(scene: Scene) -> None:
    visitor, told = Visitor("slj.handler"), scene.moved
    for paper in Paper.objects.filter(dossier=told.number):
        seen = 200 if paper.entry <= RETURNED else 404
        assert [status(visitor.client, name, paper.pk) for name in ("paper", "pdf")] == [seen, seen]
    for file in File.objects.filter(dossier=told.number):
        assert status(visitor.client, "file", file.pk) == (200 if file.entry <= RETURNED else 404)
    for address in of(told):
        for answer in asked(visitor.client, address):
            assert "黄莺" not in answer.text, (address, answer.how)
    assert "生态环境" not in visitor.reads(reverse("dossier", args=[told.number]))
    for view in ("", "closed"):
        assert "生态环境" not in visitor.reads(reverse("list"), view=view, q="画眉")
    assert visitor.get(reverse("revision", args=[told.number]), seen=RETURNED).status_code == 204


def test_who_has_left_is_not_told_where_it_stands_now(scene: Scene) -> None:
    visitor, told = Visitor("slj.handler"), scene.moved
    pages = [reverse("dossier", args=[told.number]), reverse("list") + "?view=closed", reverse("workbench")]
    before = [visitor.reads(page) for page in pages]
    told("sthj.head", "accept")
    told("sthj.head", "file", case_no="黄莺案号", filed_on=told.at.date())
    assert [visitor.reads(page) for page in pages] == before


@pytest.mark.parametrize("who", ["slj.handler", "slj.head", "slj.liaison", OVERSEER])
def test_what_is_internal_to_one_side_is_read_by_nobody_of_another(scene: Scene, who: str) -> None:
    told = scene.shared
    told("slj.head", "return_case", reasons="杜鹃退回理由", suggested="scjg")
    told("zrzy.handler", "draft", **letter("黄莺", "sthj"))
    told("zrzy.head", "redraft", reasons="黄莺批示")
    told("zrzy.handler", "draft", **letter("黄莺", "sthj"))
    visitor = Visitor(who)
    leaks = [(address, a.how) for address in of(told) for a in asked(visitor.client, address) if "黄莺" in a.text]
    assert leaks == []
    assert visitor.get(reverse("revision", args=[told.number]), seen=RETURNED).status_code == 204


def test_words_of_one_side_are_not_proposed_to_the_other(scene: Scene) -> None:
    told = opened("云雀")
    told("zrzy.handler", "draft", **letter("云雀", "slj"))
    told("zrzy.head", "redraft", reasons="黄莺批示")
    tells(told, "云雀", "slj")
    told("slj.liaison", "receive", received_by="甲")
    for who in ("slj.head", "slj.handler"):
        for act in PROCEDURES["case-transfer"].acts:
            form = read("get", Visitor(who).get(reverse("act", args=[told.number, act.name])))
            assert "黄莺" not in form.text, (who, act.name)


def test_unfinished_forms_are_read_by_no_other_department_and_by_its_handlers_alone(scene: Scene) -> None:
    drafter = Visitor("zrzy.handler")
    begin = reverse("begin", args=["case-transfer", "find"])
    drafter.post(begin, draft="1", case_title="黄莺草稿")
    drafter.post(reverse("act", args=[scene.shared.number, "correct"]), draft="1", mistake="黄莺错字")
    chosen = [f"{begin}?draft={draft.pk}" for draft in Draft.objects.all()]
    for who in set(SEES) - {"zrzy.handler"}:
        visitor = Visitor(who)
        for address in (reverse("drafts"), reverse("workbench"), begin, *chosen, *of(scene.shared)):
            assert "黄莺" not in read("get", visitor.get(address)).text, (who, address)
    assert "黄莺草稿" in drafter.reads(reverse("drafts"))


def test_a_file_is_not_taken_or_named_by_whoever_only_knows_its_digest(scene: Scene) -> None:
    secret = File.objects.filter(dossier=scene.shared.number)[0]
    assert "杜鹃" in secret.name
    told = Told()
    told("slj.handler", "find", **found(told.at, place="另一处"))
    visitor, address = Visitor("slj.handler"), reverse("act", args=[told.number, "draft"])
    given = {f"materials.{key}": secret.digest for key in ("source", "offender", "licences", "investigation")}
    for more in ({}, {"_add": "officers"}, {"draft": "1"}):
        answer = read("post", visitor.client.post(address, {**given, **more}, follow=True))
        assert not answer.birds
    assert not read("get", visitor.get(address)).birds
    assert not File.objects.filter(dossier=told.number).exists()


def test_nobody_sits_down_at_a_desk_of_others(scene: Scene) -> None:
    visitor = Visitor("scjg.handler")
    visitor.post(reverse("me"), department="zrzy")
    session = visitor.client.session
    session["department"] = "zrzy"
    session.save()
    assert visitor.get(reverse("dossier", args=[scene.shared.number])).status_code == 404
    assert not read("get", visitor.get(reverse("workbench"))).birds


def test_who_sits_at_two_desks_sees_at_each_what_belongs_there(scene: Scene) -> None:
    seat("both", ("scjg", "handler"), ("zrzy", "handler"), since=MONDAY)
    visitor, address = Visitor("both"), reverse("dossier", args=[scene.drafted.number])
    assert visitor.get(address).status_code == 404
    assert not read("get", visitor.get(reverse("list"))).birds
    visitor.post(reverse("me"), department="zrzy")
    assert visitor.get(address).status_code == 200


def test_a_mandate_that_ends_takes_everything_away_with_the_next_page(scene: Scene) -> None:
    visitor, address = Visitor("zrzy.handler"), reverse("dossier", args=[scene.shared.number])
    assert visitor.get(address).status_code == 200
    Mandate.objects.filter(user__username="zrzy.handler").update(until=MONDAY)
    assert visitor.get(address).status_code == 404
    assert not read("get", visitor.get(reverse("workbench"))).birds
    with pytest.raises(Absent):
        perform(replace(scene.shared.request("zrzy.handler", "correct", mistake="错", correction="对"), at=MONDAY))


def test_an_account_that_is_closed_is_at_the_door_with_its_next_page(scene: Scene) -> None:
    visitor = Visitor("zrzy.handler")
    assert status(visitor.client, "dossier", scene.shared.number or 0) == 200
    User.objects.filter(username="zrzy.handler").update(is_active=False)
    for address in (reverse("workbench"), *of(scene.shared)):
        answers = list(asked(visitor.client, address))
        assert {answer.status for answer in answers} <= {302, 401, 405}, address
        assert not any(answer.birds for answer in answers)


def test_stories_and_cast_are_what_they_are_taken_for(scene: Scene) -> None:
    desks = {
        name: set(Dossier.objects.get(pk=told.number).desks.values_list("department_id", flat=True))
        for name, told in scene.stories.items()
    }
    assert desks == {
        "shared": {"zrzy", "slj", COORDINATOR}, "drafted": {"zrzy"}, "moved": {"zrzy", "slj", "sthj", COORDINATOR},
        "proposed": {"zrzy", "slj", COORDINATOR}, "child": {"zrzy", "slj"},
    }  # fmt: skip
