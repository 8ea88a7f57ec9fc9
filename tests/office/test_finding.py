"""By what a dossier is found: by each department by what it may read, and by nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from pydantic import Field

from tests.office.disputed import COORDINATOR, again, agreed, claim, disputed, proposal, returned
from tests.office.tiny import ASKING, CALL, CALLED, CLAUSE, CLOSED, COURT, HOST, REPLY, asking
from tests.office.told import FIRM, LETTER, Told, found
from xiezhi.kernel import Act, Department, Form, Paper, Side, State, Words
from xiezhi.lexicon.forms import Subject
from xiezhi.office import queries, record
from xiezhi.office.finding import FIELDS
from xiezhi.office.grams import ALL, grams, own
from xiezhi.office.lists import Wanted, dossiers
from xiezhi.office.models import Desk as Row
from xiezhi.office.models import Dossier
from xiezhi.office.queries import Desk
from xiezhi.procedures import PROCEDURES

__all__ = ["asking"]

PLACE, CASE, DECISION = "鸡鸣山路77号", "武综执立〔2021〕0012号", "武综执罚决字〔2021〕第000345号"


def to_the_end(told: Told) -> Told:
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no=CASE, filed_on=told.at.date())
    told("zfj.handler", "decide", decision_no=DECISION, decided_on=told.at.date(), penalty="处罚", outcome="限期拆除")
    told("zfj.head", "feed_back")
    return told


def begun() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, place=PLACE))
    return told


def finds(told: Told, department: str, *asked: str) -> list[str]:
    """Which of these find it."""
    desk, after = Desk(0, department, ()), told.at + timedelta(days=1)
    views = [Wanted(search=text, closed=closed) for text in asked for closed in (False, True)]
    return [w.search for w in views if any(line.id == told.number for line in dossiers(desk, w, after).lines)]


def no(paper: str, told: Told) -> str:
    return next(p.number for p in reversed(told.papers) if p.name == paper)


@pytest.mark.usefixtures("county")
def test_a_case_is_found_by_its_title_party_place_and_every_number() -> None:
    told = to_the_end(again(begun()))
    asked = (
        "规划许可证",
        "锐拓五金",
        PLACE,
        CASE,
        "2021 12",
        DECISION,
        "345",
        no("letter", told),
        no("slip", told),
        no("result", told),
    )
    for department in ("zrzy", "zfj"):
        assert finds(told, department, *asked) == list(asked)
    assert finds(told, "slj", *asked) == []


@pytest.mark.usefixtures("county")
def test_no_number_of_a_person_and_no_telephone_finds_anything() -> None:
    told = to_the_end(again(begun()))
    hidden = (FIRM["code"], FIRM["phone"], "87660001", "0579", "0579-87601203")
    assert finds(told, "zrzy", *hidden) == []
    assert not any(
        gram.endswith(number) for gram in words(told) for number in ("87660001", "0579", "87601203", "91330723", "723")
    )


@pytest.mark.usefixtures("county")
def test_what_is_only_drafted_is_nobody_elses_and_found_by_nobody_else() -> None:
    told = begun()
    told("zrzy.handler", "draft", **{**LETTER, "facts": "厂房在卧龙坡。"})
    assert finds(told, "zrzy", PLACE) == [PLACE]
    assert finds(told, "zfj", PLACE, "锐拓") == finds(told, COORDINATOR, PLACE, "锐拓") == []
    assert finds(told, "zrzy", "卧龙坡") == []


@pytest.mark.usefixtures("county")
def test_who_has_left_finds_by_what_it_saw_and_by_nothing_later() -> None:
    Told().sent(), Told().sent()
    told = returned(again(begun(), "slj"), "slj")
    first, back = no("letter", told), no("return", told)
    to_the_end(again(told))
    then = no("letter", told)
    assert finds(told, "slj", "锐拓", PLACE, first, back) == ["锐拓", PLACE, first, back]
    assert finds(told, "slj", then, "2021 4", CASE, DECISION) == []
    assert finds(told, "zfj", then, CASE, DECISION, PLACE) == [then, CASE, DECISION, PLACE]
    assert finds(told, "zfj", first, back) == [], "they went to another"
    assert finds(told, COORDINATOR, first, back, then, CASE) == [first, back, then, CASE]


@pytest.mark.usefixtures("asking")
def test_a_title_is_enough_where_nothing_else_is_asked() -> None:
    told = Told(procedure="asking")
    told("zrzy.handler", "call", **CALL)
    told("slj.handler", "reply", view="鸡鸣山")
    assert finds(told, "sfj", "油烟") == ["油烟"]
    assert finds(told, "sfj", "鸡鸣山") == []


class Note(Form):
    place: Words = Field(title="地点")


class Invitation(Form):
    later: Department = Field(title="后来的单位")


LATER = Side("later", "后来的单位")
NOTED = State("noted", "已记录", HOST)
LETTER_TO_ONE = Paper(name="letter", title="函", to=COURT, number="transfer", text="{place}")
NOTING = replace(
    ASKING, key="noting", version=1,
    acts=[
        *(act for act in ASKING.acts if act.name in ("call", "reply")),
        Act("note", "记录", by=HOST.handler, at=[CALLED], to=NOTED, form=Note, internal=True, clause=CLAUSE),
        Act("write", "致函", by=HOST.handler, at=[NOTED], issues=[LETTER_TO_ONE], clause=CLAUSE),
        Act("invite", "邀请", by=HOST.handler, at=[NOTED], form=Invitation, admits=[LATER], clause=CLAUSE),
        Act("close", "结束", by=HOST.handler, at=[NOTED, CALLED], to=CLOSED, lapses=[REPLY], clause=CLAUSE),
    ],
)  # fmt: skip


@pytest.mark.usefixtures("asking")
def test_what_only_some_of_those_at_the_table_may_read_is_found_by_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROCEDURES, NOTING.key, NOTING)
    told = Told(procedure="noting")
    told("zrzy.handler", "call", **CALL)
    told("zrzy.handler", "note", place=PLACE)
    assert [d for d in ("zrzy", "slj", "sfj", "fy") if finds(told, d, PLACE)] == ["zrzy"]
    told("zrzy.handler", "write")
    for asked in (PLACE, no("letter", told)):
        assert [d for d in ("zrzy", "slj", "sfj", "fy") if finds(told, d, asked)] == ["zrzy", "fy"]
    told("zrzy.handler", "invite", later="sthj")
    for asked in (PLACE, no("letter", told)):
        assert [d for d in ("zrzy", "slj", "sfj", "fy", "sthj") if finds(told, d, asked)] == ["zrzy", "fy"]
    assert finds(told, "sthj", "油烟") == ["油烟"]


def recalled() -> Told:
    told = again(begun())
    told("zrzy.head", "recall", reasons="撤")
    return told


def in_dispute() -> Told:
    child = proposal(disputed(Told()))
    child("zfj.handler", "raise", **claim(child, respondent="zrzy", place="白洋渡"))
    return child


STORIES: dict[str, Callable[[], Told]] = {
    "begun": begun,
    "ended": lambda: to_the_end(again(begun())),
    "returned": lambda: returned(again(begun(), "slj"), "slj"),
    "sent on": lambda: to_the_end(again(returned(again(begun(), "slj"), "slj"))),
    "sent once more": lambda: again(returned(again(begun(), "slj"), "slj"), "slj"),
    "recalled": recalled,
    "proposed": lambda: proposal(disputed(Told())),
    "agreed": lambda: agreed(proposal(disputed(Told()))),
    "in dispute": in_dispute,
}


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize("story", STORIES)
def test_every_department_finds_by_exactly_what_its_page_shows(story: str) -> None:
    told = STORIES[story]()
    assert desks(told)
    for department in desks(told):
        known, readable = found_by(told, department), shown_to(told, department)
        before = grams(told.row.parent.title) if told.row.parent else set()  # as a dispute was called at first
        assert known <= readable | before, department
        if told.row.revision:  # what nobody has begun is found by its title alone
            assert readable <= known, department


@pytest.mark.usefixtures("county")
def test_the_words_of_every_dossier_can_be_made_anew() -> None:
    told = [story() for story in STORIES.values()]
    before = [{department: found_by(one, department) for department in desks(one)} for one in told]
    Dossier.objects.update(words=None)
    with connection.schema_editor() as editor:
        import_module("xiezhi.office.migrations.0003_found_by_numbers").fill(None, editor)
    for one, known in zip(told, before, strict=True):
        for department, grams_before in known.items():
            lost = grams_before - found_by(one, department)
            assert found_by(one, department) <= grams_before
            assert lost <= (grams(one.row.parent.title) if one.row.parent else set())


@pytest.mark.usefixtures("county")
def test_what_all_may_read_is_kept_once() -> None:
    told = to_the_end(again(begun()))
    first_only = {gram for gram in words(told) if ":" in gram}
    assert first_only == {own("zrzy") + gram for gram in grams(PLACE)}, "before it was sent there was nobody else"


def desks(told: Told) -> dict[str, bool]:
    """Who has a desk, and whether it has left."""
    return {row.department_id: row.until is not None for row in Row.objects.filter(dossier=told.number)}


def words(told: Told) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(tsvector_to_array(words)) FROM office_dossier WHERE id = %s", [told.number])
        return {gram for (gram,) in cursor.fetchall()}


def found_by(told: Told, department: str) -> set[str]:
    """By what a department finds it."""
    marks = [own(department)] if desks(told)[department] else [own(department), ALL]
    marked = {gram.removeprefix(mark) for gram in words(told) for mark in marks if gram.startswith(mark)}
    return marked | {gram for gram in words(told) if ":" not in gram and not gram.startswith(ALL)}


def shown_to(told: Told, department: str) -> set[str]:
    """What its list and page show of what it may be found by."""
    opened = queries.dossier(Desk(0, department, ()), told.number, told.at)
    assert opened
    shown = record.read(opened)
    facts = [str(v) for n, v in shown.known.items() if n in FIELDS or isinstance(v, Subject)]
    texts = [*facts, *(paper.number for paper in shown.papers)]
    return {*grams(told.row.title), *(gram for text in texts if text not in told.row.title for gram in grams(text))}
