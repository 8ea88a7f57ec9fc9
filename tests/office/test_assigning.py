"""Who handles a dossier inside a department: when a mandate ends, and when somebody is given the case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.office.told import LETTER, MONDAY, Told, found, person
from xiezhi.kernel import NotEntitled, Refused
from xiezhi.office import assigning, lists, queries
from xiezhi.office.assigning import Change, Seat, assign, changes, end_mandate, left_behind, seat, take_back, unassign
from xiezhi.office.models import Desk as DeskRow
from xiezhi.office.queries import Desk
from xiezhi.office.requests import Absent
from xiezhi.registry import journal
from xiezhi.registry.models import JournalEntry, Mandate, User

LATER = MONDAY + timedelta(days=1)


def desk(username: str, *roles: str) -> Desk:
    return Desk(person(username), username.partition(".")[0], roles or (username.partition(".")[2],))


def mandate(username: str) -> Mandate:
    return Mandate.objects.get(user__username=username)


def user(username: str) -> User:
    return User.objects.get(username=username)


def ended(username: str, at: datetime = LATER) -> tuple[Mandate, ...]:
    return end_mandate(mandate(username), at=at, by=user("admin"), reason="调离执法岗位")


def begun() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def handler(dossier: int | None, department: str = "zrzy") -> str | None:
    row = DeskRow.objects.select_related("handler").get(dossier=dossier, department=department)
    return row.handler.username if row.handler else None


@pytest.fixture
def told(county: None) -> Told:
    return begun()


def test_when_the_mandate_ends_the_dossier_is_unassigned_everywhere(told: Told) -> None:
    zrzy = desk("zrzy.head")
    assert queries.owed_by(zrzy)[0].handler == user("zrzy.handler").name
    ended("zrzy.handler")
    assert queries.owed_by(zrzy)[0].handler == ""
    (line,) = lists.dossiers(zrzy, lists.Wanted(), LATER).lines
    assert (line.handler, line.ours) == ("", True)
    assert seat(told.number, "zrzy", LATER) == Seat("", "", open=True)


def test_what_others_handle_and_what_the_person_handles_elsewhere_stays(told: Told) -> None:
    other = begun()
    DeskRow.objects.filter(dossier=other.number).update(handler=user("zrzy.handler2"))
    sent = Told().sent()
    sent("zfj.handler", "receive", received_by="甲")
    Mandate.objects.create(
        user=user("zfj.handler"),
        department_id="zrzy",
        role="handler",
        since=MONDAY,
        reason="挂职",
        given_by=user("admin"),
    )
    end_mandate(
        Mandate.objects.get(user=user("zfj.handler"), department="zrzy"), at=LATER, by=user("admin"), reason="期满"
    )
    assert (handler(other.number), handler(sent.number, "zfj")) == ("zrzy.handler2", "zfj.handler")


def test_a_mandate_that_runs_out_by_its_own_date_leaves_nothing_behind(told: Told) -> None:
    Mandate.objects.filter(user=user("zrzy.handler")).update(until=LATER)
    assert unassign(LATER - timedelta(seconds=1)) == []
    assert seat(told.number or 0, "zrzy", LATER) == Seat("", "", open=True), (
        "shown at once, before anybody has cleared it"
    )
    assert unassign(LATER) == [told.number]
    assert (unassign(LATER), handler(told.number)) == ([], None)


def test_what_is_given_to_another_in_the_meantime_is_not_taken_from_them(told: Told) -> None:
    Mandate.objects.filter(user=user("zrzy.handler")).update(until=LATER)
    assert left_behind(LATER) == [told.number]
    assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", LATER)
    assert not take_back(told.number or 0, LATER)
    assert handler(told.number) == "zrzy.handler2"


def test_so_does_an_account_that_is_closed(told: Told) -> None:
    User.objects.filter(username="zrzy.handler").update(is_active=False)
    assert unassign(MONDAY) == [told.number]


def test_who_is_still_handler_by_another_mandate_keeps_the_dossier(told: Told) -> None:
    Mandate.objects.filter(user=user("zrzy.handler")).update(until=LATER)
    Mandate.objects.create(
        user=user("zrzy.handler"),
        department_id="zrzy",
        role="handler",
        since=LATER,
        reason="连任",
        given_by=user("admin"),
    )
    assert unassign(LATER) == []


def test_a_closed_dossier_keeps_the_name_of_who_handled_it(told: Told) -> None:
    told("zrzy.head", "withdraw", reasons="当事人已改正")
    ended("zrzy.handler")
    assert handler(told.number) == "zrzy.handler"
    assert seat(told.number or 0, "zrzy", LATER) == Seat("zrzy.handler", user("zrzy.handler").name, open=False)


def test_the_next_handler_who_acts_takes_over_what_is_unassigned(told: Told) -> None:
    ended("zrzy.handler")
    told.at = LATER
    told("zrzy.handler2", "draft", **LETTER)
    assert handler(told.number) == "zrzy.handler2"


@pytest.mark.parametrize("giver", ["zrzy.head", "zrzy.liaison", "zrzy.chief"])
def test_head_liaison_and_chief_give_it_to_a_handler_in_force(told: Told, giver: str) -> None:
    ended("zrzy.handler")
    assign(desk(giver), told.number or 0, "zrzy.handler2", LATER, seen="")
    assert handler(told.number) == "zrzy.handler2"


def test_the_journal_tells_of_each_change_and_the_dossiers_own_log_of_none(told: Told) -> None:
    ended("zrzy.handler")
    assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", LATER)
    assert changes(told.number or 0, "zrzy") == [
        Change("", "", LATER),
        Change(user("zrzy.handler2").name, user("zrzy.head").name, LATER),
    ]
    assert changes(told.number or 0, "zfj") == []
    given = JournalEntry.objects.get(about=f"dossier/{told.number}", what="dossier-assigned")
    assert given.by == user("zrzy.head")
    assert journal.told_of(f"dossier/{told.number}")[-1].facts == {
        "department": "zrzy", "handler": "zrzy.handler2", "before": "",
    }  # fmt: skip
    assert (journal.broken_at(), told.row.revision) == (None, 1)


def test_whoever_has_it_already_is_not_given_it_again(told: Told) -> None:
    assign(desk("zrzy.head"), told.number or 0, "zrzy.handler", MONDAY)
    assert changes(told.number or 0, "zrzy") == []


@pytest.mark.parametrize("username", ["zrzy.head", "zfj.handler", "nobody", ""])
def test_it_is_given_to_no_one_but_a_handler_of_the_department(told: Told, username: str) -> None:
    with pytest.raises(Refused, match="现任的承办人"):
        assign(desk("zrzy.head"), told.number or 0, username, MONDAY)
    assert handler(told.number) == "zrzy.handler"


def test_nor_to_one_whose_mandate_has_ended(told: Told) -> None:
    ended("zrzy.handler2")
    with pytest.raises(Refused, match="现任的承办人"):
        assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", LATER)


def test_a_handler_gives_out_nothing_and_neither_does_a_head_that_was(told: Told) -> None:
    for giver in (desk("zrzy.handler"), desk("zrzy.handler", "head")):
        assert assigning.may_assign(giver) == ("head" in giver.roles)
        with pytest.raises(NotEntitled, match="负责人或者联络员"):
            assign(giver, told.number or 0, "zrzy.handler2", MONDAY)
    Mandate.objects.filter(user=user("zrzy.head")).update(until=LATER)
    with pytest.raises(NotEntitled):
        assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", LATER)


def test_for_a_department_without_a_desk_there_is_no_dossier(told: Told) -> None:
    with pytest.raises(Absent):
        assign(desk("slj.head"), told.number or 0, "slj.handler", MONDAY)
    with pytest.raises(Absent):
        assign(desk("zrzy.head"), 999_999, "zrzy.handler", MONDAY)


def test_what_lies_with_the_department_no_more_is_not_given_out(told: Told) -> None:
    told("zrzy.head", "withdraw", reasons="当事人已改正")
    with pytest.raises(Refused, match="已不在本单位办理"):
        assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", LATER)


def test_who_only_oversees_gives_out_nothing(county: None) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    DeskRow.objects.filter(dossier=told.number, department="zfj").update(oversees=True)
    with pytest.raises(Refused, match="已不在本单位办理"):
        assign(desk("zfj.head"), told.number or 0, "zfj.handler", MONDAY)
    (line,) = lists.dossiers(desk("zfj.head"), lists.Wanted(), MONDAY).lines
    assert not line.ours


def test_what_was_seen_must_still_be_so(told: Told) -> None:
    assign(desk("zrzy.head"), told.number or 0, "zrzy.handler2", MONDAY, seen="zrzy.handler")
    with pytest.raises(Refused, match="别人刚刚分派过"):
        assign(desk("zrzy.chief"), told.number or 0, "zrzy.handler", MONDAY, seen="zrzy.handler")
    assert handler(told.number) == "zrzy.handler2"


def test_of_two_who_give_it_out_at_one_moment_one_wins(at_once: Callable[..., list[Any]]) -> None:
    number = begun().number or 0
    unassigned = DeskRow.objects.filter(dossier=number, department="zrzy")
    unassigned.update(handler=None)
    head, chief = desk("zrzy.head"), desk("zrzy.chief")
    answers = at_once(
        lambda: assign(head, number, "zrzy.handler", MONDAY, seen=""),
        lambda: assign(chief, number, "zrzy.handler2", MONDAY, seen=""),
    )
    assert sorted(map(type, answers), key=str) == [type(None), Refused]
    assert [handler(number)] == [one.facts["handler"] for one in journal.told_of(f"dossier/{number}")]


def test_a_mandate_that_ends_while_its_holder_is_given_a_dossier_leaves_nothing_behind(
    at_once: Callable[..., list[Any]],
) -> None:
    numbers = [begun().number or 0 for _ in range(4)]
    head, leaving = desk("zrzy.head"), mandate("zrzy.handler2")
    answers = at_once(
        lambda: end_mandate(leaving, at=LATER, by=user("admin"), reason="调离"),
        *(lambda n=n: assign(head, n, "zrzy.handler2", LATER) for n in numbers),
    )
    assert [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    assert {handler(n) for n in numbers} <= {"zrzy.handler", None}
    assert journal.broken_at() is None
    for number, answer in zip(numbers, answers[1:], strict=True):
        told = [one.what for one in journal.told_of(f"dossier/{number}")]
        assert told == ([] if isinstance(answer, Refused) else ["dossier-assigned", "dossier-unassigned"])


@pytest.mark.usefixtures("county")
def test_what_else_the_journal_tells_of_the_dossier_is_no_change_of_hands() -> None:
    told = Told().sent()
    journal.write("read-paper", f"dossier/{told.number}", by=None, at=told.at, department="zfj", paper=1)
    assert changes(told.number, "zfj") == []
