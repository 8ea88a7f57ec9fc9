"""Signing in."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from tests.office.told import MONDAY
from xiezhi.registry.models import JournalEntry
from xiezhi.registry.sign_ins import BY_NAME

from .site import words

pytestmark = pytest.mark.usefixtures("county")


def test_the_page_says_whose_platform_it_is_and_what_must_not_be_entered() -> None:
    page = Client().get("/signin/").content.decode()
    assert "武义县" in page
    assert "严禁录入、传输国家秘密" in page


def test_the_journal_knows_who_came() -> None:
    client = Client()
    assert client.post("/signin/", {"username": "zfj.handler", "password": PASSWORD}).status_code == 302
    assert JournalEntry.objects.latest("number").what == "signed-in"
    assert client.get("/signin/").status_code == 302


def test_a_wrong_password_is_told_in_a_sentence_and_the_name_stays() -> None:
    answer = Client().post("/signin/", {"username": "zfj.handler", "password": "wrong"})
    assert "账号或密码不对，请核对后再登录" in words(answer)
    assert 'value="zfj.handler"' in answer.content.decode()


def test_whoever_is_not_signed_in_is_sent_to_the_door_and_back() -> None:
    assert Client().get("/dossiers/3/")["Location"] == "/signin/?next=/dossiers/3/"


def tries(password: str, username: str = "zfj.handler") -> Any:
    return Client().post("/signin/", {"username": username, "password": password})


@pytest.mark.parametrize("username", ["zfj.handler", "nobody"])
def test_whoever_guesses_must_wait_and_the_right_password_counts_again_after_a_minute(
    username: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = SimpleNamespace(at=MONDAY)
    monkeypatch.setattr("xiezhi.web.signing_in.timezone", SimpleNamespace(now=lambda: moment.at))
    pages = [words(tries("wrong", username)) for _ in range(BY_NAME)]
    assert len(set(pages)) == 1
    assert "账号或密码不对" in pages[0]
    refused = tries(PASSWORD, username)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "多次没有登录成功，请一分钟后再试" in words(refused)
    assert f'value="{username}"' in refused.content.decode()
    moment.at += timedelta(seconds=60)
    assert tries(PASSWORD, username).status_code == (302 if username == "zfj.handler" else 200)


def test_others_are_let_in_meanwhile_from_the_same_address() -> None:
    for _ in range(BY_NAME + 1):
        tries("wrong")
    assert tries(PASSWORD, "zrzy.handler").status_code == 302


def test_what_is_left_empty_is_no_try() -> None:
    for _ in range(BY_NAME + 1):
        assert tries("").status_code == 200
    assert tries(PASSWORD).status_code == 302


def test_the_journal_knows_who_tried_in_vain_and_never_what_they_typed() -> None:
    for _ in range(BY_NAME + 3):
        tries("Hu-Shan-2021!")
    told = JournalEntry.objects.filter(what="sign-in-failed")
    assert told.count() == BY_NAME
    assert "Hu-Shan" not in "".join(told.values_list("body", flat=True))


def test_the_answer_tells_nobody_whether_a_user_name_exists() -> None:
    known, unknown = tries("wrong"), tries("wrong", "zfj.nobody")
    assert known.status_code == unknown.status_code
    assert words(known) == words(unknown)
