"""What was typed and could not be taken comes back, to whoever typed it, and is done by nobody but them."""

import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from tests.conftest import PASSWORD
from xiezhi.office.models import Dossier, Draft, Entry
from xiezhi.registry.models import User

from .site import words
from .test_acting import FIND, TYPED, began

HERE = {"Origin": "http://testserver"}
pytestmark = pytest.mark.usefixtures("handler")  # the county and its moment


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, name
    return unescape(found.group(1))


def opened(who: str, path: str = FIND, **strict: bool) -> tuple[Client, dict[str, str]]:
    """Somebody's browser, with what they have typed into the form of an act there."""
    client = Client(headers={"accept-language": "zh-hans"}, enforce_csrf_checks=strict.get("strict", False))
    client.force_login(User.objects.get(username=who))
    page = client.get(path)
    named = ("_person", "_department", "_revision", "_key", "csrfmiddlewaretoken")
    return client, {**TYPED, **{name: hidden(page, name) for name in named}}


def signs_in(client: Client, door: Any, who: str, password: str = PASSWORD) -> Any:
    given = {name: hidden(door, name) for name in ("next", "_typed", "csrfmiddlewaretoken")}
    return client.post("/signin/", {"username": who, "password": password, **given})


def opens_again(client: Client, offer: Any) -> Any:
    given = {name: hidden(offer, name) for name in ("_typed", "_department", "csrfmiddlewaretoken")}
    found = re.search(r'<form method="post" action="([^"]*)"', offer.content.decode())
    assert found
    return client.post(found.group(1), given)


def test_what_was_typed_in_a_session_that_has_ended_is_shown_in_its_form_after_signing_in() -> None:
    client, typed = opened("zrzy.handler", strict=True)
    client.post("/signout/", {"csrfmiddlewaretoken": typed["csrfmiddlewaretoken"]})
    door = client.post(FIND, typed)
    assert door.status_code == 401
    assert "您填的内容会还给您" in words(door)
    assert "no-store" in door["Cache-Control"]
    again = signs_in(client, door, "zrzy.handler", "wrong")
    assert "账号或密码不对" in words(again)
    offer = signs_in(client, again, "zrzy.handler")
    assert "已登录，您填的内容还在" in words(offer)
    page = opens_again(client, offer)
    assert page.status_code == 200
    assert "这是您刚才填的，还没有提交" in words(page)
    assert f'value="{TYPED["case_title"]}"' in page.content.decode()
    assert (Entry.objects.count(), Draft.objects.count()) == (0, 0), "nothing is done or kept by itself"
    given = {**TYPED, "_key": hidden(page, "_key"), "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    assert client.post(FIND, given).status_code == 302
    assert hidden(page, "_key") == typed["_key"], "what went through after all is not done twice"
    assert Dossier.objects.count() == 1


def test_in_a_dossier_that_has_gone_on_meanwhile_the_old_form_is_told_so() -> None:
    told = began()
    client, typed = opened("zrzy.handler", f"/dossiers/{told.number}/draft/")
    client.logout()
    door = client.post(f"/dossiers/{told.number}/draft/", {**typed, "facts": "占地240平方米"})
    told("zrzy.head", "withdraw", reasons="自行处理")
    page = opens_again(client, signs_in(client, door, "zrzy.handler"))
    assert "占地240平方米" in page.content.decode()
    assert hidden(page, "_revision") == "1"
    answer = client.post(f"/dossiers/{told.number}/draft/", {**typed, "facts": "占地240平方米"})
    assert answer.status_code == 409


def test_what_one_has_typed_is_not_for_whoever_signs_in_next() -> None:
    client, typed = opened("zrzy.handler")
    client.logout()
    door = client.post(FIND, typed)
    answer = signs_in(client, door, "zfj.handler")
    assert (answer.status_code, answer["Location"]) == (302, FIND)
    page = client.get("/")
    assert "另一位同事填的，没有带过来" in words(page)
    assert TYPED["case_title"] not in page.content.decode()


def test_a_part_of_a_page_is_not_replaced_by_the_door() -> None:
    client, typed = opened("zrzy.handler")
    client.logout()
    for answer in (
        client.post(f"{FIND}?preview=1", typed, headers={"HX-Request": "true"}),
        client.get("/dossiers/1/newer/", headers={"HX-Request": "true"}),
    ):
        assert (answer.status_code, answer.content) == (401, b"")


def test_what_is_no_form_of_an_act_is_sent_to_the_door_alone() -> None:
    client = Client()
    answer = client.post("/dossiers/3/handler/", {"handler": "zrzy.handler"})
    assert answer["Location"] == "/signin/?next=/dossiers/3/handler/"


def test_a_page_that_is_too_old_gives_back_what_was_typed() -> None:
    """Signed in anew in another tab: the mark of this one's form does not fit any more."""
    client, typed = opened("zrzy.handler", strict=True)
    answer = client.post(FIND, {**typed, "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert answer.status_code == 403
    assert "您填的内容还在" in words(answer)
    page = opens_again(client, answer)
    assert f'value="{TYPED["case_title"]}"' in page.content.decode()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_to_another_site_nothing_is_given_back(headers: dict[str, str]) -> None:
    client, typed = opened("zrzy.handler", strict=True)
    answer = client.post(FIND, {**typed, "csrfmiddlewaretoken": "x" * 64}, headers=headers)
    assert answer.status_code == 403
    assert TYPED["case_title"] not in answer.content.decode()
    assert "请退回上一页" in words(answer)


def test_a_page_of_somebody_else_is_not_given_to_who_has_signed_in_since() -> None:
    _, typed = opened("zrzy.handler")
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="zfj.handler"))
    answer = client.post(FIND, {**typed, "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert (answer.status_code, TYPED["case_title"] in answer.content.decode()) == (403, False)


def test_the_door_that_has_grown_old_still_carries_what_was_typed_and_never_a_password() -> None:
    client, typed = opened("zrzy.handler", strict=True)
    client.post("/signout/", {"csrfmiddlewaretoken": typed["csrfmiddlewaretoken"]})
    door = client.post(FIND, typed)
    given = {"username": "zrzy.handler", "password": PASSWORD, "_typed": hidden(door, "_typed"), "next": FIND}
    answer = client.post("/signin/", given, headers=HERE)
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
    assert dict(QueryDict(hidden(answer, "_typed"))) == dict(QueryDict(hidden(door, "_typed")))
    assert f'action="{FIND}"' in answer.content.decode()


def test_a_password_is_kept_in_no_page() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/signin/", {"username": "zrzy.handler", "password": PASSWORD, "_key": ""}, headers=HERE
    )
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
