import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from xiezhi.kernel import START, seal
from xiezhi.registry import journal
from xiezhi.registry.models import JournalEntry, User

from .conftest import NOW

pytestmark = pytest.mark.django_db


@contextmanager
def the_trigger_away() -> Iterator[None]:
    """What only the owner of the table can do, and what the seals are there to show."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registry_journalentry DISABLE TRIGGER insert_only")
        yield
        cursor.execute("ALTER TABLE registry_journalentry ENABLE TRIGGER insert_only")


@pytest.fixture
def three() -> None:
    for n in range(3):
        journal.write("sign-in", by=None, at=NOW + timedelta(minutes=n), address="127.0.0.1")


def test_each_entry_is_sealed_to_the_one_before_and_the_chain_is_whole(three: None) -> None:
    assert [entry.number for entry in JournalEntry.objects.all()] == [1, 2, 3]
    assert len({entry.seal for entry in JournalEntry.objects.all()}) == 3
    assert journal.broken_at() is None


def test_an_empty_journal_is_whole() -> None:
    assert journal.broken_at() is None


def test_the_sealed_text_says_what_when_who_and_the_facts() -> None:
    entry = journal.write("sign-in", "device/5", by=None, at=NOW, address="127.0.0.1")
    assert json.loads(entry.body) == {
        "number": 1,
        "what": "sign-in",
        "about": "device/5",
        "by": None,
        "at": "2021-09-01T09:00:00+08:00",
        "facts": {"address": "127.0.0.1"},
    }


def test_what_is_told_of_one_thing_is_found_by_it_in_the_order_of_the_telling(admin: User) -> None:
    for n, about in enumerate(("dossier/1", "dossier/11", "", "dossier/1")):
        journal.write("dossier-assigned", about, by=admin if n else None, at=NOW + timedelta(minutes=n), n=n)
    first, second = journal.told_of("dossier/1")
    assert (first.by, first.facts) == ("", {"n": 0})
    assert (second.by, second.what, second.at) == ("管理员", "dossier-assigned", NOW + timedelta(minutes=3))
    assert journal.told_of("dossier/2") == []
    journal.write("read-paper", "dossier/1", by=None, at=NOW, paper=7)
    assert [told.what for told in journal.told_of("dossier/1", "read-paper", "read-file")] == ["read-paper"]
    assert len(journal.told_of("dossier/1")) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"body": "{}"},
        {"body": "no json"},
        {"what": "other"},
        {"about": "dossier/7"},
        {"at": NOW + timedelta(days=1)},
        {"number": 7},
    ],
)
def test_a_changed_entry_is_found(three: None, change: dict[str, object]) -> None:
    with the_trigger_away():
        JournalEntry.objects.filter(number=2).update(**change)
    assert journal.broken_at() == 2


def test_a_text_that_is_changed_with_its_own_seal_breaks_the_next(three: None) -> None:
    first = JournalEntry.objects.get(number=1)
    with the_trigger_away():
        body = first.body.replace("127.0.0.1", "127.0.0.2")
        JournalEntry.objects.filter(number=1).update(body=body, seal=seal(START, body))
    assert journal.broken_at() == 2


def test_a_removed_entry_is_found(three: None) -> None:
    with the_trigger_away():
        JournalEntry.objects.filter(number=2).delete()
    assert journal.broken_at() == 2


STATEMENTS = ["UPDATE registry_journalentry SET what = ''", "DELETE FROM registry_journalentry"]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_may_not_change_or_remove_an_entry(three: None, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_not_even_the_owner_changes_or_removes_one_by_mistake(three: None, statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        cursor.execute(statement)


def test_the_application_may_add_to_the_journal(three: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.DATABASE_APP_ROLE}")
    assert journal.write("sign-in", by=None, at=NOW).number == 4
    assert journal.broken_at() is None


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_one_moment_make_one_chain() -> None:
    def write(n: int) -> None:
        try:
            for _ in range(10):
                journal.write("sign-in", by=None, at=NOW, n=n)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert list(JournalEntry.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert journal.broken_at() is None
