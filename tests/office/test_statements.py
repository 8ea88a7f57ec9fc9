"""How many statements an act takes: at most fourteen, whatever it does and however long the case has run."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.disputed import again, agreed, disputed, proposal, returned
from tests.office.told import LETTER, Told, found
from xiezhi.office import perform
from xiezhi.office.models import Entry
from xiezhi.procedures import PROCEDURES

pytestmark = pytest.mark.usefixtures("county")

MOST = 14
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
URGENCY = {"urgency": "building", "urgency_reason": "正在浇筑"}
Counts = dict[str, int]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """The most statements that each act of the stories has taken. What follows in one transaction takes its share."""
    most: Counts = {}

    def counted(run: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*given: Any) -> Any:
            last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with CaptureQueriesContext(connection) as said:
                done = run(*given)
            acts = list(Entry.objects.filter(pk__gt=last).values_list("act", flat=True))
            taken = sum(not query["sql"].startswith(TRANSACTION) for query in said)
            most.update({act: max(most.get(act, 0), -(-taken // len(acts))) for act in acts})
            return done

        return counting

    act = counted(perform.perform)
    monkeypatch.setattr("tests.office.told.perform", lambda request: act(replace(request, key=uuid4().hex)))
    monkeypatch.setattr("tests.office.told.tick", counted(perform.tick))
    return most


def found_and(*acts: str) -> Told:
    """Found, and then these acts that ask for nothing but a reason."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    for act in acts:
        told("zrzy.head", act, reasons="另行处理")
    return told


def to_the_end() -> None:
    told = Told().sent()
    told("zrzy.head", "correct", mistake="二百平方米", correction="二百四十平方米")
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "ask_supplement", gaps="行驶证复印件")
    told("zrzy.handler", "supplement")
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no="武综执立〔2021〕1号", filed_on=told.at.date())
    told("zfj.head", "correct_answer", corrected="立案告知书", mistake="1号", correction="2号")
    told("zrzy.handler", "attach_sealed")
    told("zfj.handler", "decide", decision_no="罚1", decided_on=told.at.date(), penalty="处罚", outcome="限期拆除")
    told("zfj.head", "feed_back")


def urgent() -> None:
    told = Told()
    told("zrzy.handler", "find_urgent", **found(told.at), **URGENCY)
    told("zrzy.handler", "order_stop", stopped_at=told.at, stop_kind="责令停止", stop_basis="第六十四条")
    told("zrzy.handler", "inform", informed_at=told.at, informed="zfj", informed_person="周海涛")
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "redraft", reasons="事实不清")
    found_and()("zrzy.handler", "mark_urgent", **URGENCY, urgent_at=told.at)
    found_and("withdraw")
    approved = found_and()
    approved("zrzy.handler", "draft", **LETTER)
    approved("zrzy.head", "approve")
    approved("zrzy.handler", "turn_urgent", **URGENCY, urgent_at=approved.at)


def on_paper() -> None:
    told = Told().sent()
    told("zrzy.liaison", "serve", served_at=told.at, served_how="邮寄", received_by="李文静")


def silence() -> None:
    told = Told().sent().later(days=7)
    told("zfj.head", "ask_supplement", gaps="行驶证复印件")
    told.later(days=30)
    told("zfj.head", "accept")
    told("zfj.head", "decline_filing", reasons="情节轻微")


def back_and_forth() -> None:
    Told().sent()("zrzy.head", "recall", reasons="已改正")
    returned(Told().sent())("zrzy.head", "keep", reasons="自行处理")
    told = returned(Told().sent())
    told("zrzy.head", "dispute")
    told("zrzy.head", "drop_dispute", reasons="已商定")
    again(told)
    agreed(proposal(disputed(Told())))


def test_no_act_takes_more_than_fourteen(counts: Counts) -> None:
    for story in (to_the_end, urgent, on_paper, silence, back_and_forth):
        story()
    declared = {act.name for act in PROCEDURES["case-transfer"].acts}
    assert declared - counts.keys() == set(), "acts that no story does"
    assert {act: count for act, count in counts.items() if count > MOST} == {}


def test_a_long_case_takes_no_more_than_a_short_one(counts: Counts) -> None:
    told = Told().sent()
    told("zrzy.head", "correct", mistake="甲", correction="乙")
    short = counts["correct"]
    for _ in range(5):
        told("zrzy.head", "correct", mistake="甲", correction="乙")
    assert counts["correct"] == short
