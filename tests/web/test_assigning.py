"""The panel that says who handles a dossier, and giving it to somebody."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.office.told import Told, found
from xiezhi.office.assigning import end_mandate
from xiezhi.office.models import Desk
from xiezhi.registry.models import Mandate, User

pytestmark = pytest.mark.usefixtures("county")


def user(username: str) -> User:
    return User.objects.get(username=username)


def at_desk_of(username: str) -> Client:
    client = Client()
    client.force_login(user(username))
    return client


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def dossier(now: datetime) -> int:
    told = Told(now - timedelta(minutes=10))
    told("zrzy.handler", "find", **found(told.at))
    return told.number or 0


def page(client: Client, number: int) -> str:
    return client.get(reverse("dossier", args=[number])).content.decode()


def panel(html: str) -> str:
    found = re.search(r'<section class="panel" aria-labelledby="h-assign">.*?</section>', html, re.DOTALL)
    assert found is not None
    return found.group()


def give(client: Client, number: int, username: str, seen: str = "") -> str:
    answer = client.post(reverse("assign", args=[number]), {"handler": username, "seen": seen}, follow=True)
    return str(answer.content.decode())


def left(now: datetime) -> None:
    mandate = Mandate.objects.get(user__username="zrzy.handler")
    end_mandate(mandate, at=now, by=user("admin"), reason="调离执法岗位")


def test_a_handler_sees_who_handles_it_and_gives_it_to_nobody(dossier: int) -> None:
    shown = panel(page(at_desk_of("zrzy.handler"), dossier))
    assert f"承办 <b>{user('zrzy.handler').name}</b>" in shown
    assert "<form" not in shown


def test_a_head_is_offered_the_others_who_handle_cases_now(dossier: int) -> None:
    shown = panel(page(at_desk_of("zrzy.head"), dossier))
    assert re.findall(r'<option value="([^"]+)">', shown) == ["zrzy.handler2"]
    assert "分派承办人" in shown


def test_when_the_mandate_has_ended_every_page_says_so(dossier: int, now: datetime) -> None:
    left(now)
    client = at_desk_of("zrzy.liaison")
    assert "未分派" in panel(page(client, dossier))
    for name in ("workbench", "list"):
        html = client.get(reverse(name)).content.decode()
        assert "未分派" in html
        assert user("zrzy.handler").name not in html
    hint = panel(page(at_desk_of("zrzy.handler2"), dossier))
    assert "谁先办理，就由谁承办" in hint


def test_a_list_says_whose_handler_it_is_where_another_department_has_the_case(now: datetime) -> None:
    Told(now - timedelta(days=1)).sent()
    html = at_desk_of("zrzy.liaison").get(reverse("list")).content.decode()
    assert f"本单位承办 {user('zrzy.handler').name}" in html
    assert "本单位未分派" not in html
    left(now)
    assert "本单位未分派" in at_desk_of("zrzy.liaison").get(reverse("list")).content.decode()


def test_it_is_given_to_another_and_the_page_tells_who_gave_it_when(dossier: int, now: datetime) -> None:
    left(now)
    html = give(at_desk_of("zrzy.head"), dossier, "zrzy.handler2")
    assert "已分派" in html
    shown = panel(html)
    giver, taker = user("zrzy.head").name, user("zrzy.handler2").name
    assert f"承办 <b>{taker}</b>" in shown
    assert shown.index(f"{giver}分派给{taker}") < shown.index("原承办人任职终止，改为未分派")
    assert "未分派" not in at_desk_of("zrzy.head").get(reverse("list")).content.decode()


@pytest.mark.parametrize(
    ("username", "seen", "said"),
    [("zfj.handler", "zrzy.handler", "只能分派给本单位现任的承办人"), ("zrzy.handler2", "", "别人刚刚分派过")],
)
def test_what_stands_against_it_is_said_on_the_page(dossier: int, username: str, seen: str, said: str) -> None:
    html = give(at_desk_of("zrzy.head"), dossier, username, seen)
    assert said in html
    assert 'role="alert"' in html
    assert Desk.objects.filter(dossier=dossier, handler__username="zrzy.handler").count() == 1


def test_a_handler_who_posts_all_the_same_is_refused(dossier: int) -> None:
    assert "由本单位的负责人或者联络员办理" in give(at_desk_of("zrzy.handler2"), dossier, "zrzy.handler2")


def test_for_others_there_is_no_such_dossier_and_nobody_gives_by_a_link(dossier: int) -> None:
    address = reverse("assign", args=[dossier])
    assert at_desk_of("slj.head").post(address, {"handler": "slj.handler"}).status_code == 404
    assert at_desk_of("zrzy.head").get(address).status_code == 405
    answer = Client().post(address, {"handler": "zrzy.handler2"})
    assert answer.status_code == 302
    assert reverse("login") in answer["Location"]


def test_who_oversees_sees_no_panel(now: datetime) -> None:
    told = Told(now - timedelta(days=1)).sent()
    Desk.objects.filter(dossier=told.number, department="zfj").update(oversees=True)
    assert "h-assign" not in page(at_desk_of("zfj.head"), told.number or 0)


def test_names_are_never_markup(dossier: int) -> None:
    User.objects.filter(username="zrzy.handler2").update(name="<i>李</i>")
    assert "&lt;i&gt;李" in panel(page(at_desk_of("zrzy.head"), dossier))
