"""Pages are in Chinese until somebody chooses otherwise; programs read what they ask for."""

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import PASSWORD
from xiezhi.registry.models import User

from .site import Visitor

pytestmark = pytest.mark.usefixtures("county")


def test_a_page_is_in_chinese_whatever_the_browser_prefers() -> None:
    assert "工作台" in Visitor("zfj.head").client.get("/", headers={"Accept-Language": "en-GB,en"}).content.decode()


def test_who_has_chosen_english_stays_with_it() -> None:
    visitor = Visitor("zfj.head")
    visitor.post("/language/", language="en", next="/")
    assert "Workbench" in visitor.get("/").content.decode()


def test_a_language_that_there_is_not_is_chinese() -> None:
    visitor = Visitor("zfj.head")
    visitor.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert "工作台" in visitor.get("/").content.decode()


def test_a_program_is_answered_in_the_language_that_it_asks_for() -> None:
    said = [
        Client().get("/api/v1/procedures", headers={"Accept-Language": each}).json()["title"] for each in ("en", "zh")
    ]
    assert len(set(said)) == 2


@pytest.mark.parametrize(("language", "said"), [("en", "Workbench"), ("zh-hans", "工作台")])
def test_an_account_begins_in_the_language_that_it_was_opened_with(language: str, said: str) -> None:
    User.objects.filter(username="zfj.head").update(language=language)
    client = Client()
    client.post("/signin/", {"username": "zfj.head", "password": PASSWORD})
    assert said in client.get("/").content.decode()


def test_signing_in_changes_no_choice_that_was_made_before() -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/signin/", {"username": "zfj.head", "password": PASSWORD})
    assert "Workbench" in client.get("/").content.decode()
