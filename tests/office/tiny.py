"""A tiny collaboration for the office's tests, with what the real ones do not have yet: many parties, one outside."""

from collections.abc import Iterator

import pytest
from pydantic import Field

from xiezhi.kernel import (
    COUNTY,
    NEW,
    Act,
    Department,
    Departments,
    Duty,
    Form,
    Opens,
    Procedure,
    Side,
    State,
    Text,
    Words,
    settled,
)  # fmt: skip
from xiezhi.office import facts
from xiezhi.procedures import PROCEDURES

HOST = Side("host", "召集单位")
GUESTS = Side("guests", "参加单位", many=True)
COURT = Side("court", "法院", outside=True)
JUDGE = Side("judge", "决定机关", appointed="jurisdiction_departments")


class Call(Form):
    subject_matter: Words = Field(title="议题")
    guests: Departments = Field(title="参加单位")
    court: Department = Field(title="法院")


class Reply(Form):
    view: Text = Field(title="意见")


class Ruling(Form):
    ruled: Text = Field(title="裁定")


CALLED = State("called", "征求意见", HOST)
CLOSED = State("closed", "结束")
JUDGING = State("judging", "决定中", JUDGE)
CLAUSE = COUNTY["transfer-mutual"]
REPLY = Duty(name="reply", title="答复", owed_by=GUESTS, to=HOST, term="receipt", clause=CLAUSE)

ASKING = Procedure(
    key="asking", version=1, title="征求意见", clause=CLAUSE, caption="{subject_matter}",
    acts=[
        Act("call", "召集", by=HOST.handler, at=[NEW], to=CALLED, form=Call, admits=[GUESTS, COURT], starts=[REPLY], clause=CLAUSE),
        Act("reply", "答复", by=GUESTS.handler, at=[CALLED], form=Reply, ends=[REPLY], clause=CLAUSE),
        Act("rule", "裁定", by=COURT.handler, at=[CALLED], form=Ruling, clause=CLAUSE),
        Act("refer", "提请决定", by=HOST.handler, at=[CALLED], opens=Opens("judging", ("subject_matter",)), clause=CLAUSE),
        Act("close", "结束", by=HOST.handler, at=[CALLED], to=CLOSED, guards=[settled(REPLY)], discards="judging", clause=CLAUSE),
    ],
)  # fmt: skip


class Begin(Form):
    subject_matter: Words = Field(title="议题")


JUDGEMENT = Procedure(
    key="judging", version=1, title="决定", clause=CLAUSE, offered=False,
    acts=[
        Act("begin", "受理", by=JUDGE.handler, at=[NEW], to=JUDGING, form=Begin, clause=CLAUSE),
        Act("end", "办结", by=JUDGE.handler, at=[JUDGING], to=CLOSED, clause=CLAUSE),
    ],
)  # fmt: skip

CALL = {"subject_matter": "油烟扰民", "guests": ["slj", "sfj"], "court": "fy"}


@pytest.fixture
def asking(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The two procedures, as if their files lay with the others."""
    for procedure in (ASKING, JUDGEMENT):
        monkeypatch.setitem(PROCEDURES, procedure.key, procedure)
    yield
    facts._adapter.cache_clear()
