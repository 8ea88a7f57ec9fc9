"""The computation sheet of an obligation in words."""

from datetime import timedelta

import pytest

from tests.office.told import MONDAY, Told, found
from xiezhi.office import queries, record
from xiezhi.office.queries import Desk, Open
from xiezhi.web.present import Eyes
from xiezhi.web.sheets import Sheet, entered_later, sheet_of


def opened(told: Told, department: str) -> Open:
    found = queries.dossier(Desk(0, department, ()), told.number, told.at)
    assert found is not None
    return found


def sheet(told: Told, department: str, duty: str) -> Sheet:
    here = opened(told, department)
    owing = next(o for o in record.read(here).obligations if o.obligation.duty == duty)
    made = sheet_of(owing, here.force, Eyes({}, MONDAY, here.force.rules.calendar))
    assert made is not None
    return made


def test_it_says_from_when_how_long_until_when_and_by_which_clause(county: None) -> None:
    made = sheet(Told().sent(), "zrzy", "transfer")
    assert (made.start, made.term, made.last) == ("今天 09:00", "3个工作日", "3月4日 周四 24:00")
    assert made.ends == "最后一日"
    assert made.basis == "武政发〔2021〕15号 五（三）3"
    assert [(day.date.day, day.n) for day in made.days] == [(1, None), (2, 1), (3, 2), (4, 3)]
    assert made.sum == "共经过 3 个自然日：计入 3 日，不计 0 日。"
    assert made.over == "3月5日 00:00 起为超期。"
    assert "2021 年放假安排" in made.source
    assert "wuyi-2021" in made.source


def test_a_local_default_says_that_it_is_one(county: None) -> None:
    assert "（期限为本县缺省）" in sheet(Told().sent(), "zrzy", "receipt").basis


def test_hours_are_told_in_a_sentence(county: None) -> None:
    told = Told()
    told("zrzy.handler", "find_urgent", **found(told.at), urgency="safety", urgency_reason="塌方")
    made = sheet(told, "zrzy", "transfer-urgent")
    assert made.days == []
    assert made.ends == "截止时间"
    assert made.last == "明天 08:00"
    assert "连续计时" in made.sum


@pytest.mark.parametrize(("late", "said"), [(87, "登记于 今天 11:27"), (1, "")])
def test_what_was_entered_later_than_it_was_done_says_when(county: None, late: int, said: str) -> None:
    told = Told()
    told("zrzy.handler", "find_urgent", **found(told.at), urgency="safety", urgency_reason="塌方")
    told.later(hours=1, minutes=late)
    done = {"stopped_at": told.at - timedelta(minutes=late), "stop_kind": "责令停止", "stop_basis": "第六十四条"}
    told("zrzy.handler", "order_stop", **done)
    read = record.read(opened(told, "zrzy"))
    owing = next(o for o in read.obligations if o.obligation.duty == "stop")
    eyes = Eyes({}, MONDAY, opened(told, "zrzy").force.rules.calendar)
    assert entered_later(owing, read, eyes) == said.replace("11:27", f"{told.at:%H:%M}")
