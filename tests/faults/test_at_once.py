"""Several people at one moment: exactly one of them wins, and no number is lost or given twice."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from tests.faults.clerks import whole
from tests.office.told import LETTER, Told, found
from xiezhi.kernel import NotDone
from xiezhi.office import outbox
from xiezhi.office.models import Counter, Dossier, Entry, Obligation, Paper
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Done, OutOfDate, Request

AtOnce = Callable[..., list[Any]]


def approved() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    return told


def seen(told: Told, who: str, act: str, /, **filled: Any) -> Request:
    """What is asked by somebody who looks at the dossier as it now stands."""
    asked = told.request(who, act, {}, **filled)
    return Request(**{**asked.__dict__, "revision": told.row.revision})


def doing(asked: Request) -> Callable[[], Done]:
    return lambda: perform(asked)


def winners(results: list[Any]) -> list[Done]:
    return [result for result in results if isinstance(result, Done)]


def test_of_two_who_decide_at_one_moment_one_wins_and_the_other_is_told(at_once: AtOnce) -> None:
    for _ in range(5):
        told = Told()
        told("zrzy.handler", "find", **found(told.at))
        told("zrzy.handler", "draft", **LETTER)
        both = (seen(told, "zrzy.head", "approve"), seen(told, "zrzy.chief", "redraft", reasons="请改"))
        results = at_once(*map(doing, both))
        (loser,) = (result for result in results if not isinstance(result, Done))
        assert len(winners(results)) == 1
        assert isinstance(loser, OutOfDate)
        assert "别人刚刚办过这件事，您的办理没有生效" in str(loser)
        assert loser.revision == told.row.revision == 3
    assert whole()


def test_of_two_who_look_at_no_revision_the_second_finds_another_state(at_once: AtOnce) -> None:
    told = approved()
    results = at_once(*[doing(told.request("zrzy.handler", "send"))] * 3)
    assert len(winners(results)) == 1
    assert {str(result) for result in results if isinstance(result, NotDone)} == {
        "现在是“待签收”，不能办理“用印并移送”"
    }
    assert Paper.objects.filter(name="letter").count() == 1


def test_one_key_at_one_moment_gets_one_receipt(at_once: AtOnce) -> None:
    told = approved()
    asked = Request(**{**seen(told, "zrzy.handler", "send").__dict__, "key": "double-click"})
    assert at_once(*[doing(asked)] * 4) == [Done(told.number or 0, 4)] * 4
    assert Paper.objects.filter(name="letter").count() == 1
    assert whole()


def test_one_key_at_one_moment_opens_one_dossier(at_once: AtOnce) -> None:
    told = Told()
    asked = Request(**{**told.request("zrzy.handler", "find", {}, **found(told.at)).__dict__, "key": "double-click"})
    assert len(set(at_once(*[doing(asked)] * 4))) == 1
    assert Dossier.objects.count() == 1
    assert whole()


def test_receipt_and_the_end_of_its_term_come_at_one_moment(at_once: AtOnce) -> None:
    """Signed for at the very moment when silence would count as receipt: one of the two, and one clock to answer."""
    for _ in range(5):
        told = Told().sent()
        told.at += timedelta(days=3)
        at_once(doing(told.request("zfj.liaison", "receive", received_by="甲")), lambda t=told: tick(t.number, t.at))
        acts = Entry.objects.filter(dossier=told.number).values_list("act", flat=True)
        assert sum(act in ("receive", "deem_received") for act in acts) == 1
        assert told.state == "received"
        assert Obligation.objects.filter(dossier=told.number, duty="answer").count() == 1
        assert Obligation.objects.get(dossier=told.number, duty="receipt").fate in ("done", "lapsed")
    assert whole()


def test_recall_and_receipt_at_one_moment(at_once: AtOnce) -> None:
    """The case lies with exactly one of the two afterwards."""
    for _ in range(5):
        told = Told().sent()
        recall, receive = (
            told.request("zrzy.head", "recall", reasons="x"),
            told.request("zfj.liaison", "receive", received_by="甲"),
        )
        assert len(winners(at_once(doing(recall), doing(receive)))) == 1
        assert (told.state, told.row.holder_id) in (("withdrawn", None), ("received", "zfj"))
    assert whole()


def test_forty_letters_sent_by_eight_at_once_are_numbered_without_gap_or_repeat(at_once: AtOnce) -> None:
    cases = [approved() for _ in range(40)]
    asked = [told.request("zrzy.handler", "send") for told in cases]

    def sending(mine: list[Request]) -> Callable[[], list[Done]]:
        return lambda: [perform(one) for one in mine]

    at_once(*(sending(asked[n::8]) for n in range(8)))
    letters = Paper.objects.filter(name="letter").order_by("n")
    assert [letter.n for letter in letters] == list(range(1, 41))
    assert len({letter.number for letter in letters}) == 40
    assert Counter.objects.get(series="transfer").last == 40
    assert whole()


def test_a_number_whose_act_failed_is_given_to_the_next(at_once: AtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every third act fails after its letter was numbered: nothing of it stays, and no number is lost."""
    cases, turn, put = [approved() for _ in range(24)], count(), outbox.put

    def failing(*given: Any) -> None:
        put(*given)
        if next(turn) % 3 == 0:
            raise ConnectionError

    monkeypatch.setattr(outbox, "put", failing)

    def insisting(mine: list[Told]) -> Callable[[], int]:
        def run() -> int:
            failed = 0
            for told in mine:
                while told.row.state != "sent":
                    try:
                        perform(told.request("zrzy.handler", "send"))
                    except ConnectionError:
                        failed += 1
            return failed

        return run

    assert sum(at_once(*(insisting(cases[n::8]) for n in range(8)))) >= 8
    given = Paper.objects.filter(name="letter").order_by("n").values_list("n", flat=True)
    assert list(given) == list(range(1, 25))
    assert whole()


def test_each_department_and_year_has_a_series_of_its_own_under_load(at_once: AtOnce) -> None:
    late = Told().at + timedelta(days=400)
    cases = [approved() for _ in range(8)]
    for told in cases[::2]:
        told.at = late
    at_once(*(doing(told.request("zrzy.handler", "send")) for told in cases))
    given = Paper.objects.filter(name="letter").order_by("year", "n").values_list("year", "n")
    assert list(given) == [(2021, n) for n in (1, 2, 3, 4)] + [(2022, n) for n in (1, 2, 3, 4)]
    assert whole()
