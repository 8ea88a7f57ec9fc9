import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from xiezhi.registry import journal
from xiezhi.registry.models import JournalEntry, Knock, User
from xiezhi.registry.sign_ins import BY_ADDRESS, BY_NAME, Attempt

from .conftest import NOW

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


def in_vain(username: str, address: str = HERE, at: datetime = NOW) -> bool:
    attempt = Attempt(username, address, at)
    begun = attempt.begin()
    if begun:
        attempt.fail()
    return begun


@pytest.mark.parametrize("username", ["admin", "nobody"])
def test_a_user_name_is_shut_after_some_tries_from_wherever_they_come(admin: User, username: str) -> None:
    tries = [in_vain(username, f"192.0.2.{n}") for n in range(BY_NAME + 3)]
    assert tries == [True] * BY_NAME + [False] * 3
    assert not Attempt(username, ELSEWHERE, NOW).begin()
    assert Attempt(username, HERE, NOW + timedelta(minutes=1)).begin()


def test_an_address_is_shut_after_some_tries_whatever_names_they_are_for(admin: User) -> None:
    tries = [in_vain(f"nobody{n}") for n in range(BY_ADDRESS + 2)]
    assert tries == [True] * BY_ADDRESS + [False] * 2
    assert not Attempt("admin", HERE, NOW).begin()
    assert Attempt("admin", ELSEWHERE, NOW).begin()


def test_knocking_at_one_shut_name_does_not_shut_the_address_for_others(admin: User) -> None:
    for _ in range(BY_ADDRESS + 5):
        in_vain("nobody")
    assert Attempt("admin", HERE, NOW).begin()


def test_who_comes_in_is_not_counted(admin: User) -> None:
    for _ in range(BY_ADDRESS + 1):
        attempt = Attempt("admin", HERE, NOW)
        assert attempt.begin()
        attempt.succeed()


def test_the_journal_tells_each_failure_that_was_let_to_try_and_no_more(admin: User) -> None:
    before = JournalEntry.objects.count()
    for _ in range(BY_NAME + 5):
        in_vain("admin")
    told = [entry for entry in JournalEntry.objects.all() if entry.what == "sign-in-failed"]
    assert len(told) == BY_NAME == JournalEntry.objects.count() - before
    assert json.loads(told[0].body)["facts"] == {"person": "admin", "address": HERE}
    assert journal.broken_at() is None


def test_a_password_typed_as_a_name_is_kept_nowhere(admin: User) -> None:
    in_vain("Hu-Shan-2021!")
    entry = JournalEntry.objects.latest("number")
    assert json.loads(entry.body)["facts"] == {"person": None, "address": HERE}
    assert "Hu-Shan" not in str(list(JournalEntry.objects.values())) + str(list(Knock.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_many_at_one_moment_are_let_to_try_no_more_often(at_once: Callable[..., list[Any]]) -> None:
    assert sum(at_once(*[lambda: in_vain("nobody")] * 12)) == BY_NAME
