"""Signing in."""

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from xiezhi.registry.models import JournalEntry

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
