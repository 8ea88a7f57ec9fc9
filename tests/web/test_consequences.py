"""What follows from an act, said before it is done."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.office.told import MONDAY
from xiezhi.kernel import ZONE, Dossier, Entry, Obligation, day_of
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.rules import current
from xiezhi.web.consequences import Foresight
from xiezhi.web.present import Eyes

TRANSFER = PROCEDURES["case-transfer"]


@pytest.fixture
def ahead(county: None) -> Foresight:
    force = current(day_of(MONDAY))
    eyes = Eyes({}, MONDAY, force.rules.calendar)
    return Foresight(TRANSFER, TRANSFER.act("find"), Dossier(TRANSFER.key), force, eyes)


def test_both_moments_from_which_a_term_may_run_are_told(ahead: Foresight) -> None:
    said = ahead.terms({"concluded_at": "2021-03-01T09:00:00+08:00", "found_at": "2021-02-26T09:00:00+08:00"})
    assert [(one.title, one.until) for one in said] == [
        ("移送案件", "3月4日 周四 24:00"),
        ("移送案件，若自发现时间起算", "3月3日 周三 24:00"),
    ]
    assert (said[0].clause, said[0].local, said[1].badge) == ("武政发〔2021〕15号 五（三）3", False, None)


def test_nothing_is_told_before_there_is_a_start(ahead: Foresight) -> None:
    assert ahead.terms({"concluded_at": "明天"}) == []


def test_hours_run_from_a_moment_through_the_night(ahead: Foresight) -> None:
    urgent = replace(ahead, act=TRANSFER.act("find_urgent"))
    found = datetime(2021, 3, 1, 8, 30, tzinfo=ZONE).isoformat()
    said = {one.title: one.until for one in urgent.terms({"found_at": found, "urgent_at": found})}
    assert said["紧急移送案件"] == "明天 08:30"


def test_papers_terms_and_links_are_announced(ahead: Foresight) -> None:
    sending = list(replace(ahead, act=TRANSFER.act("send")).sentences())
    assert "“涉嫌违法案件移送函”编号签发，文字不能再改" in sending
    assert "签发“案件移送材料清单”" in sending
    assert "受移送单位的“签收移送案件”开始计时：2个工作日" in sending
    sent = replace(ahead.dossier, entries=(Entry("send", "zrzy", MONDAY),))
    recalling = list(replace(ahead, dossier=sent, act=TRANSFER.act("recall")).sentences())
    assert recalling == [
        "“涉嫌违法案件移送函”作废，编号保留", "“案件移送材料清单”作废", "这件事就此结束：已撤回",
    ]  # fmt: skip
    assert "“答复是否接收”中止计时" in list(replace(ahead, act=TRANSFER.act("ask_supplement")).sentences())
    assert any("关联事项" in one for one in replace(ahead, act=TRANSFER.act("dispute")).sentences())


def test_what_was_not_written_down_in_time_is_said_before_it_is_too_late(ahead: Foresight) -> None:
    stop = Obligation(duty="stop", owed_by="zrzy", owed_to=(), start=MONDAY, term=None)
    sending = replace(ahead, dossier=replace(ahead.dossier, obligations=(stop,)), act=TRANSFER.act("send"))
    assert "“责令当事人停止违法行为”还没有登记办理，此后记为未履行" in list(sending.sentences())
    assert not [one for one in replace(ahead, act=TRANSFER.act("send")).sentences() if "未履行" in one]
