"""Lists: every page follows the last one, every filter holds, and nobody is told more than their desk sees."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.office.disputed import again, returned
from tests.office.told import MONDAY, Told, found
from xiezhi.office import lists
from xiezhi.office.lists import Wanted, dossiers, is_cursor, obligations
from xiezhi.office.models import Desk as Row
from xiezhi.office.models import Dossier, Obligation
from xiezhi.office.queries import PAGE, Desk, Line, Page, approving, signing

pytestmark = pytest.mark.usefixtures("county")

SENDER, RECEIVER, OTHER, OUTSIDER, OVERSEER = (Desk(0, key, ()) for key in ("zrzy", "zfj", "slj", "sthj", "office"))
LATER = MONDAY + timedelta(days=300)


def opened(case: str = "未取得建设工程规划许可证进行建设") -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, case_title=case))
    return told


def withdrawn(at: datetime = MONDAY) -> Told:
    told = opened()
    told.at = at
    told("zrzy.head", "withdraw", reasons="不移送了")
    return told


def number(told: Told) -> int:
    assert told.number
    return told.number


def sent_to_the_other() -> Told:
    """From one department to another: the leading group's office oversees it."""
    return again(opened(), receiver="slj")


def due(told: Sequence[Told], *moments: datetime | None) -> None:
    for one, moment in zip(told, moments, strict=True):
        Row.objects.filter(dossier=one.number).update(due=moment)
        Obligation.objects.filter(dossier=one.number).update(due=moment)


def listed(desk: Desk = SENDER, now: datetime = LATER, **wanted: Any) -> list[int]:
    return [line.id for line in dossiers(desk, Wanted(**wanted), now).lines]


def paged(turn: Callable[[str], Page]) -> list[int]:
    """All pages one after the other."""
    numbers, after = [], ""
    for _ in range(30):
        page = turn(after)
        assert len(page.lines) <= PAGE
        numbers += [line.id for line in page.lines]
        if not page.after:
            return numbers
        after = page.after
    raise AssertionError("there is always one more page")


SHAPES: tuple[dict[str, Any], ...] = ({}, {"procedure": "case-transfer"}, {"search": "建设"})


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("wanted", SHAPES, ids=str)
@pytest.mark.parametrize("near", [1, 1000])
def test_open_pages_follow_each_other_by_due_moment_without_gap_or_repeat(
    monkeypatch: pytest.MonkeyPatch, size: int, wanted: dict[str, Any], near: int
) -> None:
    told = [opened() for _ in range(8)]
    first, second = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    due(told, None, second, first, second, None, first, second, None)
    monkeypatch.setattr(lists, "PAGE", size)
    monkeypatch.setattr(lists, "NEAR", near)
    expected = [told[n].number for n in (2, 5, 1, 3, 6, 0, 4, 7)]
    assert paged(lambda after: dossiers(SENDER, Wanted(**wanted, after=after), LATER)) == expected


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("wanted", SHAPES, ids=str)
@pytest.mark.parametrize("near", [1, 1000])
def test_closed_pages_follow_each_other_newest_first_without_gap_or_repeat(
    monkeypatch: pytest.MonkeyPatch, size: int, wanted: dict[str, Any], near: int
) -> None:
    days = (3, 1, 3, 2, 1)
    told = [withdrawn(MONDAY + timedelta(days=day)) for day in days]
    monkeypatch.setattr(lists, "PAGE", size)
    monkeypatch.setattr(lists, "NEAR", near)
    expected = [told[n].number for n in (2, 0, 3, 4, 1)]
    assert paged(lambda after: dossiers(SENDER, Wanted(**wanted, closed=True, after=after), LATER)) == expected


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_obligations_follow_each_other_without_gap_or_repeat(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    told = [opened() for _ in range(5)]
    first, second = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    due(told, None, second, first, second, None)
    monkeypatch.setattr(lists, "PAGE", size)
    owed = paged(lambda after: obligations(SENDER, "by", after))
    cases = [Obligation.objects.get(pk=pk).dossier_id for pk in owed]
    assert cases == [told[n].number for n in (2, 1, 3, 0, 4)]
    assert obligations(SENDER, "to").lines == []


def test_what_is_owed_to_the_department_is_a_list_of_its_own() -> None:
    told = Told().sent()
    (line,) = obligations(SENDER, "to").lines
    assert (line.dossier, line.obligation.duty, line.other) == (told.number, "receipt", "zfj")
    (line,) = obligations(RECEIVER, "by").lines
    assert (line.dossier, line.obligation.duty, line.other) == (told.number, "receipt", "zrzy")


def test_open_and_closed_are_two_lists() -> None:
    here, gone = opened(), withdrawn()
    assert listed() == [here.number]
    assert listed(closed=True) == [gone.number]
    assert listed(closed=True, held=True) == []


def test_filters_narrow_by_where_a_dossier_stands() -> None:
    here, sent = opened(), Told().sent()
    both = {here.number, sent.number}
    assert set(listed()) == set(listed(procedure="case-transfer")) == both
    assert listed(procedure="jurisdiction-dispute") == listed(procedure="nothing") == []
    assert listed(state="sent") == listed(procedure="case-transfer", state="sent") == [sent.number]
    assert listed(state="nowhere") == listed(state="filed") == []
    assert listed(held=True) == [here.number]
    assert listed(RECEIVER, held=True) == [sent.number]
    assert listed(places=(("case-transfer", "found"), ("case-transfer", "filed"))) == [here.number]


def test_approvers_and_those_who_sign_find_what_waits_for_them() -> None:
    drafted, sent = opened(), Told().sent()
    drafted("zrzy.handler", "draft", **letter())
    assert listed(held=True, places=tuple(approving())) == [drafted.number]
    assert listed(RECEIVER, held=True, places=tuple(signing())) == [sent.number]
    assert listed(held=True, places=tuple(signing())) == []


def letter() -> dict[str, Any]:
    return {
        "receiver": "zfj", "facts": "浇筑厂房一处。", "why": "由你单位查处。", "basis": "第六十四条", "contact": "0579",
        "officers": [{"name": "金晨", "certificate": "浙G1"}, {"name": "徐晓峰", "certificate": "浙G2"}],
    }  # fmt: skip


def test_the_urgent_are_found_from_their_first_act_on() -> None:
    told = opened()
    assert listed(urgent=True) == []
    told("zrzy.handler", "mark_urgent", urgency="building", urgency_reason="正在浇筑", urgent_at=told.at)
    assert listed(urgent=True) == listed(urgent=True, state="found", held=True) == [told.number]
    assert told.row.urgent


def test_late_is_what_is_due_by_now() -> None:
    told = opened(), opened(), opened()
    due(told, MONDAY, MONDAY + timedelta(seconds=1), None)
    assert listed(late=True, now=MONDAY) == [told[0].number]
    assert listed(late=True, now=MONDAY, state="found", search="建设") == [told[0].number]
    assert listed(late=True, now=MONDAY - timedelta(seconds=1)) == []


@pytest.mark.parametrize("near", [1, 1000])
def test_a_search_finds_any_part_of_the_title_of_one_character_or_more(
    monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    monkeypatch.setattr(lists, "NEAR", near)
    others, river = [opened() for _ in range(3)], opened("在河道管理范围内建设妨碍行洪的建筑物")
    every = [number(told) for told in (*others, river)]
    for word in ("河", "河道", "河道管理范围", "妨碍 行洪", "锐拓五金制品有限公司涉嫌在河道"):
        assert listed(search=word) == [river.number], word
    assert listed(search="锐拓") == listed(search="建") == every
    assert listed(search="油烟") == listed(search="河堤") == listed(search="河 烟") == []


@pytest.mark.parametrize("near", [1, 1000])
def test_a_search_keeps_to_the_filters(monkeypatch: pytest.MonkeyPatch, near: int) -> None:
    monkeypatch.setattr(lists, "NEAR", near)
    told = [opened() for _ in range(3)]
    told[1]("zrzy.handler", "draft", **letter())
    assert listed(search="锐拓", state="drafted") == [told[1].number]
    assert listed(search="锐拓", state="found") == [told[0].number, told[2].number]
    assert listed(search="锐拓", closed=True) == []


@pytest.mark.parametrize("near", [1, 1000])
def test_nobody_finds_what_they_have_no_desk_in(monkeypatch: pytest.MonkeyPatch, near: int) -> None:
    monkeypatch.setattr(lists, "NEAR", near)
    told = opened(), sent_to_the_other()
    for wanted in SHAPES:
        assert listed(OUTSIDER, **wanted) == []
        assert listed(OTHER, **wanted) == listed(OVERSEER, **wanted) == [told[1].number]


def test_a_line_says_who_holds_handles_and_has_opened() -> None:
    told = Told().sent()
    (line,) = dossiers(RECEIVER, Wanted(), LATER).lines
    assert isinstance(line, Line)
    assert (line.id, line.procedure, line.state) == (told.number, "case-transfer", "sent")
    assert (line.holder, line.opened_by, line.handler, line.ours) == ("zfj", "zrzy", "", True)
    assert (line.title, line.due, line.closed_at) == (told.row.title, Obligation.objects.get(fate=None).due, None)


def test_who_oversees_sees_the_line_and_has_no_part_in_it() -> None:
    told = sent_to_the_other()
    (line,) = dossiers(OVERSEER, Wanted(), LATER).lines
    assert (line.id, line.holder, line.state, line.ours) == (told.number, "slj", "sent", False)
    assert listed(OVERSEER, held=True) == []


def test_of_what_a_department_has_left_it_is_told_no_more_than_it_saw() -> None:
    told = returned(sent_to_the_other(), receiver="slj")
    left = told.at
    told.later(hours=1)
    again(told, receiver="scjg")
    told.later(hours=2)
    told("scjg.liaison", "receive", received_by="甲")
    assert listed(OTHER) == []
    (line,) = dossiers(OTHER, Wanted(closed=True), LATER).lines
    assert (line.state, line.holder, line.due, line.ours) == ("returned", "", None, False)
    assert (line.touched_at, line.closed_at) == (left, left)
    assert listed(OTHER, closed=True, state="returned") == [told.number]
    assert listed(OTHER, closed=True, search="锐拓") == [told.number]


def test_what_a_desk_repeats_of_its_dossier_is_true_after_every_act() -> None:
    told = Told()
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("zrzy.handler", "find", found(told.at)), ("zrzy.handler", "draft", letter()), ("zrzy.head", "approve", {}),
        ("zrzy.handler", "send", {}), ("zfj.liaison", "receive", {"received_by": "甲"}), ("zfj.head", "accept", {}),
        ("zfj.head", "decline_filing", {"reasons": "情节轻微"}),
    ]  # fmt: skip
    for who, act, filled in acts:
        told(who, act, **filled)
        dossier = Dossier.objects.get(pk=told.number)
        desks = list(Row.objects.filter(dossier=told.number).order_by("department"))
        assert dossier.seated == [desk.department_id for desk in desks]
        for desk in desks:
            assert (desk.procedure, desk.state, desk.urgent) == (dossier.procedure, dossier.state, dossier.urgent)
            assert desk.held == (dossier.holder_id == desk.department_id)
            assert desk.closed_at == dossier.closed_at


def test_a_cursor_that_was_tampered_with_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [number(opened()) for _ in range(3)]
    monkeypatch.setattr(lists, "PAGE", 2)
    after = dossiers(SENDER, Wanted(), LATER).after
    assert listed(after=after) == told[2:]
    for odd in (after[:-1], after + "x", "x", "'; --", after.replace(after[3], "?")):
        assert listed(after=odd) == told[:2]
        assert not is_cursor(odd)
    assert is_cursor(after)


PLANNED: tuple[dict[str, Any], ...] = (
    {}, {"late": True}, {"held": True}, {"urgent": True}, {"procedure": "case-transfer"}, {"state": "filed"},
    {"held": True, "places": (("case-transfer", "sent"),)}, {"closed": True}, {"closed": True, "state": "closed"},
    {"search": "建设"}, {"search": "建设", "state": "filed"}, {"search": "建设", "closed": True},
)  # fmt: skip


@pytest.mark.parametrize("wanted", PLANNED, ids=str)
def test_every_list_begins_in_an_index_where_the_last_page_ended(
    monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any]
) -> None:
    """Else it would read all that a department ever had: conditions belong to the index, none is tried row by row."""
    narrowed = set(wanted) - {"late", "search", "closed"}
    plans: list[str] = []

    def explained(sql: str, given: Any) -> list[dict[str, Any]]:
        others = ("desk_open", "desk_closed") if narrowed else ("desk_open_strips", "desk_closed_strips")
        with connection.cursor() as cursor:  # with so few rows the planner would take any index, and sort
            cursor.execute(f"RESET ROLE; DROP INDEX {', '.join(others)}")
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute("EXPLAIN " + sql, given)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return []

    monkeypatch.setattr(lists, "planned", explained)
    monkeypatch.setattr(lists, "fetch", explained)
    dossiers(SENDER, Wanted(**wanted, after=lists._marked(MONDAY, 7)), LATER)
    assert "using desk_" in plans[0], plans[0]
    walk = plans[0].split("using desk_")[1].split("->")[0]
    assert "ROW(" in walk.split("Index Cond: ")[1].splitlines()[0]
    assert "Filter" not in walk.replace("Filter: (held = strip.held)", "")  # a closed case is held by nobody
