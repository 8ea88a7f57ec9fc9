"""The rows of a dossier: who sits at it, who handles it, how it is called and found, and what is told to whom."""

from datetime import timedelta

import pytest

from tests.office.disputed import COORDINATOR, again, coordinated_by_a_department, returned, seat
from tests.office.tiny import CALL, asking
from tests.office.told import FIRM, LETTER, Told, found, person
from xiezhi.kernel import Refused
from xiezhi.office.grams import looked_for
from xiezhi.office.models import Desk, Dossier, Entry, Message, Obligation, Party, Receipt
from xiezhi.office.verify import faults

__all__ = ["asking"]

pytestmark = pytest.mark.usefixtures("county")


def desk(told: Told, department: str) -> Desk:
    return Desk.objects.get(dossier=told.number, department=department)


def departments(told: Told, *, oversees: bool) -> set[str]:
    rows = Desk.objects.filter(dossier=told.number, oversees=oversees)
    return set(rows.values_list("department_id", flat=True))


def begun() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def finds(told: Told, words: str) -> bool:
    found = Dossier.objects.extra(where=["words @@ %s::tsquery"], params=[looked_for(words)])
    return found.filter(pk=told.number).exists()


def asked() -> Told:
    told = Told(procedure="asking")
    told("zrzy.handler", "call", **CALL)
    return told


def test_a_dossier_is_called_by_its_caption_and_found_by_any_word_of_it() -> None:
    told = begun()
    assert told.row.title == f"{FIRM['name']}涉嫌未取得建设工程规划许可证进行建设案"
    assert finds(told, "锐拓五金")
    assert finds(told, "规划许可 锐")
    assert not finds(told, "恒砾建材")


def test_nobody_oversees_while_one_department_is_alone_with_it() -> None:
    told = begun()
    assert (departments(told, oversees=False), departments(told, oversees=True)) == ({"zrzy"}, set())
    again(told, "slj")
    assert (departments(told, oversees=False), departments(told, oversees=True)) == ({"zrzy", "slj"}, {COORDINATOR})


def test_who_has_a_part_in_it_does_not_oversee_it_as_well() -> None:
    coordinated_by_a_department()
    told = again(begun(), COORDINATOR)
    assert (departments(told, oversees=False), departments(told, oversees=True)) == ({"zrzy", COORDINATOR}, set())


def test_parties_are_kept_with_the_entry_that_admitted_them() -> None:
    told = again(returned(again(begun(), "slj"), "slj"), "zfj")
    rows = Party.objects.filter(dossier=told.number).order_by("side", "n").values_list("side", "department_id", "since")
    assert list(rows) == [("receiver", "slj", 4), ("receiver", "zfj", 9), ("sender", "zrzy", 1)]


def test_who_has_returned_a_case_keeps_what_it_saw_as_something_that_is_over() -> None:
    told = again(begun(), "slj").later(hours=1)
    seen = desk(told, "slj")
    returned(told, "slj")
    left = desk(told, "slj")
    assert (seen.until, seen.closed_at, seen.held) == (None, None, True)
    assert (left.until, left.due, left.closed_at, left.state, left.held) == (6, None, told.at, "returned", False)
    again(told.later(hours=1), "zfj")("zfj.liaison", "receive", received_by="甲")
    assert (desk(told, "slj").state, desk(told, "slj").closed_at) == ("returned", left.closed_at)
    assert desk(told, "zfj").state == "received"


def test_who_gets_a_case_once_more_sees_all_of_it_again() -> None:
    told = returned(again(begun(), "slj"), "slj").later(hours=1)
    assert desk(told, "slj").until == 6
    again(told, "slj")
    back = desk(told, "slj")
    assert (back.until, back.closed_at, back.held, back.state) == (None, None, True, "sent")


def test_a_desk_shows_the_nearest_due_moment_and_whether_it_is_over() -> None:
    told = Told().sent()
    nearest = Obligation.objects.get(dossier=told.number, fate=None).due
    assert {desk(told, d).due for d in ("zrzy", "zfj")} == {nearest}
    told("zrzy.head", "recall", reasons="撤")
    assert {(desk(told, d).due, desk(told, d).closed_at) for d in ("zrzy", "zfj")} == {(None, told.at)}
    assert (told.row.closed_at, told.row.holder) == (told.at, None)


def test_the_first_handler_of_a_department_handles_it_until_somebody_says_otherwise() -> None:
    told = begun()
    assert desk(told, "zrzy").handler_id == person("zrzy.handler")
    told("zrzy.handler2", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler2", "send")
    told("zfj.liaison", "receive", received_by="甲")
    assert (desk(told, "zrzy").handler_id, desk(told, "zfj").handler_id) == (person("zrzy.handler"), None)
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no="1", filed_on=told.at.date())
    told("zfj.handler", "decide", decision_no="1", decided_on=told.at.date(), penalty="处罚", outcome="限期拆除")
    assert desk(told, "zfj").handler_id == person("zfj.handler")


def test_the_case_lies_with_exactly_one_department_as_long_as_it_is_open() -> None:
    told = begun()
    held = [told.row.holder_id]
    again(told)
    held.append(told.row.holder_id)
    returned(told)
    held.append(told.row.holder_id)
    assert held == ["zrzy", "zfj", "zrzy"]
    assert list(Desk.objects.filter(dossier=told.number, held=True).values_list("department_id", flat=True)) == ["zrzy"]


def test_the_others_are_told_and_nobody_of_what_is_internal_or_to_those_who_have_left() -> None:
    told = again(returned(again(begun(), "slj"), "slj"), "zfj")
    told("zfj.liaison", "receive", received_by="甲")
    rows = (
        Message.objects.filter(dossier=told.number)
        .order_by("entry", "department")
        .values_list("entry", "department_id")
    )
    assert list(rows) == [(4, "slj"), (5, "zrzy"), (6, "zrzy"), (9, "zfj"), (10, "zrzy")]


def test_without_a_key_no_receipt_is_kept() -> None:
    Told().sent()
    assert not Receipt.objects.exists()


def test_what_one_of_many_fills_in_stays_in_its_entry(asking: None) -> None:
    told = asked()
    told("slj.handler", "reply", view="同意")
    told("sfj.handler", "reply", view="不同意")
    filled = list(Entry.objects.filter(dossier=told.number).order_by("number").values_list("filled", flat=True))
    assert filled == [None, {"view": "同意"}, {"view": "不同意"}]
    assert "view" not in told.row.facts
    assert list(faults()) == []


def test_each_of_many_owes_its_own_and_all_are_seated(asking: None) -> None:
    told = asked()
    owing = Obligation.objects.filter(dossier=told.number, fate=None)
    assert set(owing.values_list("owed_by_id", "creditor_id")) == {("slj", "zrzy"), ("sfj", "zrzy")}
    told("slj.handler", "reply", view="同意")
    assert list(owing.values_list("owed_by_id", flat=True)) == ["sfj"]
    assert departments(told, oversees=False) == {"zrzy", "slj", "sfj", "fy"}
    assert told.refuses("zrzy.handler", "close") == {"settled:reply"}


def test_an_outside_partys_act_is_recorded_by_the_openers_handler_with_its_document(asking: None) -> None:
    told = asked()
    assert told.refuses("zrzy.handler2", "rule", ruled="准予") == {"proof"}
    told("zrzy.handler2", "rule", {"proof": told.materials("zrzy.handler2", "supplement")["supplement"]}, ruled="准予")
    row = Entry.objects.get(dossier=told.number, number=2)
    assert (row.department_id, row.person_id) == ("fy", person("zrzy.handler2"))
    assert '"recorded_by":"zrzy"' in row.body
    assert '"mandate":null' not in row.body
    assert desk(told, "fy").handler is None
    assert desk(told, "zrzy").handler_id == person("zrzy.handler")
    assert list(faults()) == []


def test_a_party_may_not_be_named_twice(asking: None) -> None:
    with pytest.raises(Refused):
        Told(procedure="asking")("slj.handler", "call", **CALL)
    assert not Dossier.objects.exists()


def test_a_person_of_two_of_the_many_says_for_which_one_they_answer(asking: None) -> None:
    told = asked()
    seat("both", ("slj", "handler"), ("sfj", "handler"), since=told.at - timedelta(days=1))
    assert told.refuses("both", "reply", view="同意") == {"department"}
