"""What follows an act outside of it is written with it, or not at all."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.test_jobs import waiting
from tests.office.told import Told, found
from xiezhi.office import outbox
from xiezhi.office.db import Writing
from xiezhi.office.models import Message

pytestmark = pytest.mark.usefixtures("county")


def messages(told: Told) -> list[Any]:
    return list(Message.objects.filter(dossier=told.number).values_list("department_id", "entry"))


def test_the_other_parties_are_told() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    assert messages(told) == [("zfj", 4), ("zrzy", 5)]


def test_nobody_is_told_of_what_is_internal() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert messages(told) == []


def test_an_act_gives_one_job_for_all_its_papers_and_none_without() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert waiting() == []
    told = Told().sent()
    assert waiting() == [("print", {"dossier": told.number, "entry": 4})]


def test_each_is_one_statement() -> None:
    told = Told().sent()
    number = told.number or 0
    with CaptureQueriesContext(connection) as asked:
        outbox.have_printed(number, 4)
    assert len(asked) == 1
    writing = Writing()
    outbox.put(writing, number, 4, ["zfj", "slj"], told.at)
    with CaptureQueriesContext(connection) as asked:
        writing.send()
    assert len(asked) == 1


def test_to_tell_nobody_asks_the_database_nothing() -> None:
    writing = Writing()
    outbox.put(writing, 1, 1, [], Told().at)
    assert not writing.parts
