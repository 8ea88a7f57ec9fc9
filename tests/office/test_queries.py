"""What may be read: what is owed, what waits, what is new, and a dossier as each desk may see it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.office.disputed import again, claim, disputed, proposal, returned
from tests.office.told import LETTER, MONDAY, Told, found, person
from xiezhi.kernel import Act
from xiezhi.office import drafts, queries
from xiezhi.office.models import Obligation
from xiezhi.office.queries import Desk, Piles, approving, news, owed_by, owed_to, piles, revision, saw, signing, unread
from xiezhi.registry.models import User

pytestmark = pytest.mark.usefixtures("county")

MANY = """
WITH matter AS (INSERT INTO office_matter (opened_at) SELECT now() FROM generate_series(1, 120) RETURNING id),
dossier AS (
  INSERT INTO office_dossier (matter_id, procedure, version, pack_id, state, revision, seal, title, facts, urgent,
                              opened_at, touched_at, holder_id, seated)
  SELECT id, 'case-transfer', 1, (SELECT max(id) FROM registry_packversion), 'sent', 1, '', '', '{}', false, now(),
         now(), 'zfj', '{zfj}' FROM matter RETURNING id)
INSERT INTO office_desk (dossier_id, department_id, oversees, procedure, state, held, urgent)
SELECT id, 'zfj', false, 'case-transfer', 'sent', true, false FROM dossier
"""
NEWS = "INSERT INTO office_message (dossier_id, entry, department_id, at) SELECT %s, 4, 'zfj', %s FROM generate_series(1, %s)"


def desk(username: str, at: datetime = MONDAY) -> Desk:
    department, _, role = username.partition(".")
    return Desk(person(username), department, (role,))


def opened() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def to_the_other() -> Told:
    """Sent by zrzy to slj: zfj, which coordinates, oversees it."""
    return again(opened(), receiver="slj")


def names(acts: tuple[Act, ...]) -> set[str]:
    return {act.name for act in acts}


def test_what_is_owed_comes_by_due_moment_and_what_has_none_comes_last() -> None:
    told = [opened() for _ in range(3)]
    for one, days in zip(told, (None, 2, 1), strict=True):
        due = MONDAY + timedelta(days=days) if days else None
        Obligation.objects.filter(dossier=one.number).update(due=due)
    assert [one.dossier for one in owed_by(desk("zrzy.head"))] == [told[n].number for n in (2, 1, 0)]
    assert [one.dossier for one in owed_by(desk("zrzy.head"), 1)] == [told[2].number]


def test_each_side_sees_the_same_obligation_from_its_own_end() -> None:
    told = Told().sent()
    handler = User.objects.get(username="zrzy.handler").name
    (mine,), (theirs,) = owed_by(desk("zfj.head")), owed_to(desk("zrzy.head"))
    assert (mine.dossier, mine.obligation.duty, mine.other, mine.handler) == (told.number, "receipt", "zrzy", "")
    assert (theirs.other, theirs.handler, theirs.state) == (
        "zfj",
        handler,
        "sent",
    )
    assert (mine.id, mine.obligation) == (theirs.id, theirs.obligation)
    assert owed_by(desk("zrzy.head")) == owed_to(desk("zfj.head")) == owed_by(desk("slj.head")) == []


def test_what_has_ended_is_no_longer_owed() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    assert [one.obligation.duty for one in owed_by(desk("zfj.head"))] == ["answer"]


def test_a_department_that_has_left_is_owed_nothing_any_more() -> None:
    told = returned(to_the_other(), receiver="slj")
    again(told, receiver="scjg")
    assert owed_by(desk("slj.head")) == owed_to(desk("slj.head")) == []


def test_only_what_now_lies_with_the_department_waits_for_it() -> None:
    Told().sent()
    drafted = opened()
    drafted("zrzy.handler", "draft", **LETTER)
    assert piles(desk("zfj.liaison"), MONDAY) == Piles(approve=0, sign=1, drafts=0, unread=1)
    assert piles(desk("zrzy.head"), MONDAY) == Piles(approve=1, sign=0, drafts=0, unread=0)
    assert piles(desk("slj.liaison"), MONDAY) == Piles(approve=0, sign=0, drafts=0, unread=0)


def test_as_many_drafts_are_counted_as_may_be_read() -> None:
    for who in ("zrzy.handler", "zrzy.handler2", "zrzy.head", "slj.handler"):
        drafts.keep(desk(who), drafts.Begun("case-transfer", None, "find"), {}, MONDAY)
    for who, count in (("zrzy.handler", 3), ("zrzy.head", 1), ("zrzy.liaison", 0)):
        assert piles(desk(who), MONDAY).drafts == count == len(drafts.read_by(desk(who)))


def test_counting_stops_at_a_hundred() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY)
    assert piles(desk("zfj.liaison"), MONDAY).sign == 100


def test_the_places_where_somebody_must_approve_or_sign() -> None:
    places = {state for procedure, state in approving() if procedure == "case-transfer"}
    assert places == {"drafted", "received", "accepted", "decided"}
    assert [state for procedure, state in signing() if procedure == "case-transfer"] == ["sent"]
    approving().clear()
    signing().clear()
    assert approving()
    assert signing()


def test_news_are_what_others_have_done_newest_first() -> None:
    told = to_the_other().later(hours=1)
    told("slj.liaison", "receive", received_by="甲")
    told.later(hours=1)
    told("slj.head", "accept")
    assert [(one.act, one.department, one.entry) for one in news(desk("zrzy.head"))] == [
        ("accept", "slj", 6),
        ("receive", "slj", 5),
    ]
    (sent,) = news(desk("slj.head"))
    assert (sent.act, sent.case, sent.procedure, sent.read) == ("send", told.row.title, "case-transfer", False)
    assert [one.act for one in news(desk("zrzy.head"), 1)] == ["accept"]
    assert news(desk("zfj.head")) == news(desk("sthj.head")) == []


def test_what_somebody_has_seen_is_read_for_them_alone() -> None:
    told = Told().sent()
    head, liaison = desk("zfj.head"), desk("zfj.liaison")
    assert (unread(head, told.at), unread(liaison, told.at)) == (1, 1)
    assert piles(head, told.at).unread == 1
    saw(head, told.number or 0, 4)
    assert (unread(head, told.at), unread(liaison, told.at)) == (0, 1)
    assert [one.read for one in news(head) + news(liaison)] == [True, False]
    saw(head, told.number or 0, 2)
    assert unread(head, told.at) == 0, "what was seen stays seen"
    told("zrzy.head", "recall", reasons="已改正")
    assert unread(head, told.at) == 1


def test_only_the_last_hundred_news_of_the_last_thirty_days_are_counted() -> None:
    told = Told().sent()
    head = desk("zfj.head")
    assert unread(head, told.at + timedelta(days=30, seconds=-1)) == 1
    assert unread(head, told.at + timedelta(days=30)) == 0
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [told.number, told.at, 150])
    assert unread(head, told.at) == 100
    saw(head, told.number or 0, 4)
    assert unread(head, told.at) == 0


def test_for_an_outsider_there_is_no_dossier() -> None:
    told = Told().sent()
    for one in (desk("slj.handler"), Desk(person("slj.handler"), "", ()), desk("sthj.head")):
        assert queries.dossier(one, told.number or 0, told.at) is None
        assert revision(one, told.number or 0) is None
    assert queries.dossier(desk("zfj.head"), 2**40, told.at) is None
    assert revision(desk("zfj.head"), 2**40) is None


def test_a_dossier_opens_with_the_acts_of_this_desk_alone() -> None:
    told = to_the_other()
    opened = queries.dossier(desk("slj.liaison"), told.number or 0, told.at)
    assert opened
    assert (names(opened.acts), opened.oversees, opened.until) == ({"receive"}, False, None)
    sender = queries.dossier(desk("zrzy.head"), told.number or 0, told.at)
    assert sender
    assert names(sender.acts) == {"recall", "correct"}
    overseer = queries.dossier(desk("office.head"), told.number or 0, told.at)
    assert overseer
    assert (overseer.acts, overseer.oversees) == ((), True)


def test_who_has_left_finds_the_dossier_as_it_then_was_and_nothing_to_do() -> None:
    told = returned(to_the_other(), receiver="slj")
    again(told, receiver="scjg")
    told("scjg.liaison", "receive", received_by="乙")
    opened = queries.dossier(desk("slj.head"), told.number or 0, told.at)
    assert opened
    assert (opened.until, opened.acts, opened.kept.revision) == (6, (), 6)
    assert (opened.kept.dossier.state, opened.kept.dossier.parties["receiver"]) == ("returned", ("slj",))


def test_the_revision_is_the_newest_entry_that_this_desk_may_see() -> None:
    told = returned(to_the_other(), receiver="slj")
    assert [revision(desk(who), told.number or 0) for who in ("zrzy.head", "slj.head", "office.head")] == [6, 6, 6]
    told("zrzy.handler", "draft", **{**LETTER, "receiver": "scjg", "receiver_reason": "经协商"})
    assert [revision(desk(who), told.number or 0) for who in ("zrzy.head", "slj.head", "office.head")] == [7, 6, 6]
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    assert [revision(desk(who), told.number or 0) for who in ("zrzy.head", "slj.head", "scjg.head")] == [9, 6, 9]


def test_a_proposal_has_no_revision_yet() -> None:
    child = proposal(disputed(Told()))
    assert revision(desk("zrzy.head"), child.number or 0) == 0
    child("zrzy.handler", "raise", **claim(child))
    assert revision(desk("zrzy.head"), child.number or 0) == 1


def test_an_office_is_empty_until_something_is_opened() -> None:
    assert queries.empty()
    opened()
    assert not queries.empty()
