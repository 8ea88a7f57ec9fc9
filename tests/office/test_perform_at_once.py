"""perform() when several people act at one moment, or when the line to the database breaks."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from tests.conftest import AS_APPLICATION
from tests.office.disputed import TALK, claim, disputed, proposal
from tests.office.told import LETTER, Told, found
from xiezhi.kernel import WrongState
from xiezhi.office import outbox
from xiezhi.office.models import Counter, Dossier, Entry, Message, Paper, Receipt
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Absent, Done, KeyReused, OutOfDate
from xiezhi.office.verify import faults

AtOnce = Callable[..., list[Any]]


def ready() -> Told:
    """A case that waits to be sent."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    return told


def kinds(outcomes: list[Any]) -> list[type]:
    return sorted(map(type, outcomes), key=str)


def test_of_two_who_send_at_one_moment_exactly_one_does(at_once: AtOnce) -> None:
    told = ready()
    request = replace(told.request("zrzy.handler", "send"), revision=3)
    outcomes = at_once(lambda: perform(request), lambda: perform(request))
    assert kinds(outcomes) == sorted([Done, OutOfDate], key=str)
    assert Entry.objects.filter(dossier=told.number).count() == 4
    assert list(faults()) == []


def test_of_two_different_acts_at_one_moment_exactly_one_is_done(at_once: AtOnce) -> None:
    told = Told().sent()
    receive, recall = (
        told.request("zfj.liaison", "receive", received_by="甲"),
        told.request("zrzy.head", "recall", reasons="撤"),
    )
    outcomes = at_once(lambda: perform(receive), lambda: perform(recall))
    assert kinds(outcomes) == sorted([Done, WrongState], key=str)
    assert list(faults()) == []


def test_one_request_that_comes_several_times_at_one_moment_is_done_once(at_once: AtOnce) -> None:
    told = ready()
    keyed = replace(told.request("zrzy.handler", "send"), key="once")
    outcomes = at_once(*[lambda: perform(keyed)] * 4)
    assert outcomes == [Done(told.number or 0, 4)] * 4
    assert Paper.objects.filter(name="letter").count() == 1


def test_a_dossier_that_is_opened_several_times_at_one_moment_by_one_request_is_one(at_once: AtOnce) -> None:
    told = Told()
    keyed = replace(told.request("zrzy.handler", "find", **found(told.at)), key="once")
    outcomes = at_once(*[lambda: perform(keyed)] * 4)
    assert len(set(outcomes)) == 1
    assert (Dossier.objects.count(), Receipt.objects.count()) == (1, 1)


def test_two_requests_with_one_key_at_one_moment_are_not_both_done(at_once: AtOnce) -> None:
    told = Told()
    first = replace(told.request("zrzy.handler", "find", **found(told.at)), key="same")
    second = replace(told.request("zrzy.handler", "find", **found(told.at, place="泉溪镇")), key="same")
    assert kinds(at_once(lambda: perform(first), lambda: perform(second))) == sorted([Done, KeyReused], key=str)
    assert Dossier.objects.count() == 1


def test_letters_sent_at_one_moment_have_numbers_in_a_row(at_once: AtOnce) -> None:
    requests = [ready().request("zrzy.handler", "send") for _ in range(5)]
    at_once(*[lambda request=request: perform(request) for request in requests])
    numbers = Paper.objects.filter(name="letter").order_by("n").values_list("n", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5]
    assert list(faults()) == []


def test_parent_and_child_acted_on_at_one_moment_wait_for_each_other(at_once: AtOnce) -> None:
    told = disputed(Told())
    child = proposal(told)
    child("zrzy.handler", "raise", **claim(child))
    talk = child.request("zrzy.handler", "negotiate", met_at=child.at, **TALK)
    other = child.request("zfj.handler", "negotiate", met_at=child.at, **TALK)
    drop = told.request("zrzy.head", "drop_dispute", reasons="算了")
    for _ in range(3):
        outcomes = at_once(
            lambda: perform(talk), lambda: perform(other), lambda: perform(drop), lambda: tick(told.number or 0, told.at),
            lambda: tick(child.number or 0, child.at),
        )  # fmt: skip
        assert not [outcome for outcome in outcomes if isinstance(outcome, OperationalError)]
        assert [type(outcome) for outcome in outcomes[:2]] == [Done, Done]
    assert list(faults()) == []


def test_a_proposal_is_either_begun_or_dropped(at_once: AtOnce) -> None:
    told = disputed(Told())
    child = proposal(told)
    begin = child.request("zrzy.handler", "raise", **claim(child))
    drop = told.request("zrzy.head", "drop_dispute", reasons="算了")
    begun, dropped = at_once(lambda: perform(begin), lambda: perform(drop))
    assert isinstance(begun, Done) != isinstance(dropped, Done)
    assert isinstance(begun, Done | Absent)
    assert Dossier.objects.filter(pk=child.number).exists() == isinstance(begun, Done)
    assert list(faults()) == []


def test_what_is_at_work_on_one_matter_holds_up_no_other(at_once: AtOnce) -> None:
    one, other = ready(), ready()
    requests = [one.request("zrzy.head", "redraft", reasons="改"), other.request("zrzy.head", "redraft", reasons="改")]
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as holding:
        holding.execute("SELECT 1 FROM office_matter WHERE id = %s FOR UPDATE", [one.row.matter_id])
        assert perform(requests[1]).entry == 4
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            perform(requests[0])
    assert perform(requests[0]).entry == 4


def test_when_the_line_breaks_in_the_middle_of_an_act_none_of_it_is_done(
    living_county: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ready()
    before = told.row.seal

    def broken(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "put", broken)
        with pytest.raises(OperationalError):
            told("zrzy.handler", "send")
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(AS_APPLICATION)
    assert (told.row.seal, told.state) == (before, "approved")
    assert (Paper.objects.count(), Counter.objects.count(), Message.objects.count()) == (0, 0, 0)
    told("zrzy.handler", "send")
    assert told.papers[0].n == 1
    assert list(faults()) == []
