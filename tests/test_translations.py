"""The English is complete, current and whole: nothing lacks it, and nothing in it is lost or invented."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from tests.conftest import PASSWORD
from xiezhi.config import collecting
from xiezhi.config.describing import PO, forms, lacking, read, text_of, updated, written
from xiezhi.config.translating import compile_translations

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
EXAMPLES = {"违建", "油烟", "占道"}  # words to search the catalogue with, which is in Chinese

MESSAGES = [message for message in read(PO) if message.id]


def test_the_list_of_messages_is_current() -> None:
    """If it is not: `xiezhi describe`."""
    assert PO.read_text(encoding="utf-8") == written(updated(read(PO), collecting.messages()))


def test_every_message_has_its_english() -> None:
    assert lacking(read(PO)) == []


def differing(pattern: re.Pattern[str]) -> list[str]:
    """The messages in whose English something is lost or invented."""
    return [
        text_of(message.id)
        for message in MESSAGES
        for english in forms(message.string)
        if Counter(pattern.findall(english)) != Counter(pattern.findall(text_of(message.id)))
    ]


def test_the_english_names_what_the_chinese_names() -> None:
    assert differing(re.compile(r"%\(\w+\)s|\{\w*\}")) == []


def test_the_markup_is_the_same() -> None:
    assert differing(re.compile(r"</?\w+>")) == []


def test_no_chinese_is_left_in_the_english() -> None:
    left = {text_of(m.id): set(CHINESE.findall("".join(forms(m.string)))) - EXAMPLES for m in MESSAGES}
    assert {text: words for text, words in left.items() if words} == {}


def test_one_and_several_are_said_apart() -> None:
    compile_translations()
    with override("en"):
        assert ngettext("{n}个工作日", "{n}个工作日", 1) == "{n} working day"
        assert ngettext("{n}个工作日", "{n}个工作日", 3) == "{n} working days"
        assert gettext("国庆节") == "National Day"
    with override("zh-hans"):
        assert ngettext("{n}个工作日", "{n}个工作日", 3) == "{n}个工作日"


@pytest.mark.django_db
def test_a_page_is_in_english_for_whoever_wants_it(client: Client, county: None) -> None:
    compile_translations()
    assert client.login(username="zrzy.handler", password=PASSWORD)
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "Owed by my department" in page
    assert "本单位应办" not in page
