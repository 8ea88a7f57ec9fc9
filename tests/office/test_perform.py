"""perform(): what one act changes, and what it never does."""

import ast
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from tests.office.told import LETTER, Told, found, person
from xiezhi.kernel import ZONE, NotEntitled, WrongState
from xiezhi.office import perform as module
from xiezhi.office.models import Desk, Dossier, Entry, Message, Obligation, Paper, Void
from xiezhi.office.perform import perform
from xiezhi.office.requests import Absent, Done, KeyReused, OutOfDate, UnknownFile
from xiezhi.office.verify import faults
from xiezhi.procedures import PROCEDURES

pytestmark = pytest.mark.usefixtures("county")


def test_a_case_goes_all_the_way_and_everything_is_recorded() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no="武综执立〔2021〕1号", filed_on=told.at.date())
    told("zfj.handler", "decide", decision_no="罚1", decided_on=told.at.date(), penalty="处罚", outcome="限期拆除")
    told("zfj.head", "feed_back")
    assert (told.state, told.owed, told.row.holder_id) == ("closed", set(), None)
    assert [p.name for p in told.papers] == ["letter", "materials", "slip", "acceptance", "filing-notice", "result"]
    assert Entry.objects.filter(dossier=told.number).count() == 9
    assert list(faults()) == []


def test_an_outsider_is_told_that_there_is_no_such_dossier() -> None:
    told = Told().sent()
    with pytest.raises(Absent):
        told("slj.handler", "receive", received_by="甲")


def test_the_receiver_knows_nothing_before_it_is_sent() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert set(Desk.objects.filter(dossier=told.number).values_list("department_id", flat=True)) == {"zrzy"}
    with pytest.raises(Absent):
        told("zfj.liaison", "receive", received_by="甲")


def test_the_wrong_role_and_the_wrong_state_are_told_in_words() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    with pytest.raises(NotEntitled, match="应由移送单位负责人办理"):
        told("zrzy.handler", "withdraw", reasons="不移送了")
    with pytest.raises(WrongState, match="待拟稿"):
        told("zrzy.head", "approve")


def test_a_stale_revision_is_refused_and_nothing_changes() -> None:
    told = Told().sent()
    request = told.request("zfj.liaison", "receive", received_by="甲")
    with pytest.raises(OutOfDate) as stale:
        perform(type(request)(**{**request.__dict__, "revision": 3}))
    assert (stale.value.revision, told.state) == (4, "sent")


def test_whoever_has_left_by_an_act_gets_its_receipt_again() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    back = replace(told.request("zfj.head", "return_case", reasons="不属于职权", suggested="scjg"), key="twice")
    assert perform(back) == perform(back) == Done(told.row.pk, 6)
    with pytest.raises(Absent):
        perform(replace(back, key="another"))


def test_the_same_key_gives_the_same_receipt_and_one_letter() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    request = told.request("zrzy.handler", "send")
    keyed = type(request)(**{**request.__dict__, "key": "abc"})
    assert perform(keyed) == perform(keyed)
    assert Paper.objects.filter(dossier=told.number, name="letter").count() == 1
    with pytest.raises(KeyReused):
        perform(type(request)(**{**keyed.__dict__, "filled": {"other": "1"}}))


@pytest.mark.parametrize("key", ["\0", "\ud800", "键", "k" * 10_000])
def test_a_key_may_be_any_text(key: str) -> None:
    told = Told()
    request = replace(told.request("zrzy.handler", "find", **found(told.at)), key=key)
    assert perform(request) == perform(replace(request, at=told.at + timedelta(hours=1)))
    assert Dossier.objects.count() == 1


def test_a_key_is_the_persons_own() -> None:
    told = Told()
    for who in ("zrzy.handler", "zrzy.handler2"):
        perform(replace(told.request(who, "find", **found(told.at)), key="the same"))
    assert Dossier.objects.count() == 2


def test_opening_twice_with_one_key_opens_once() -> None:
    told = Told()
    request = told.request("zrzy.handler", "find", **found(told.at))
    keyed = type(request)(**{**request.__dict__, "key": "open"})
    assert perform(keyed).dossier == perform(keyed).dossier


def test_a_file_that_nobody_uploaded_is_refused() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    strange = {key: ["sha256:" + "0" * 64] for key in ("source", "offender", "licences", "investigation")}
    with pytest.raises(UnknownFile):
        told("zrzy.handler", "draft", strange, **LETTER)


def test_numbers_run_per_department_series_and_year() -> None:
    first, second = Told().sent(), Told().sent()
    assert [t.papers[0].number for t in (first, second)] == ["武自然资规移〔2021〕1号", "武自然资规移〔2021〕2号"]
    assert first.papers[1].number == ""


def test_a_recalled_letter_keeps_its_number_as_void() -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="当事人已改正")
    assert told.state == "withdrawn"
    assert set(Void.objects.filter(paper__dossier=told.number).values_list("paper__name", flat=True)) == {
        "letter",
        "materials",
    }
    assert Told().sent().papers[0].number == "武自然资规移〔2021〕2号"


def test_what_is_sealed_holds_no_number_of_a_person() -> None:
    told = Told().sent()
    kept = "".join(Entry.objects.filter(dossier=told.number).values_list("body", flat=True))
    kept += "".join(paper.text for paper in told.papers)
    assert "91330723MA0YD3K8T7" not in kept
    assert "87660001" not in kept


def test_silence_is_receipt_but_not_acceptance() -> None:
    told = Told().sent().later(days=1)
    assert told.state == "sent"
    told.later(days=2)
    assert (told.state, told.owed) == ("received", {"answer"})
    assert Obligation.objects.get(dossier=told.number, duty="receipt").fate == "lapsed"


def test_late_is_possible_and_marked_for_good() -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told.later(days=10)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    assert Obligation.objects.get(dossier=told.number, duty="transfer").late


def test_the_other_side_is_told_and_nobody_of_what_is_internal() -> None:
    told = Told().sent()
    assert list(Message.objects.filter(dossier=told.number).values_list("department_id", "entry")) == [("zfj", 4)]


def test_a_system_act_follows_in_the_same_transaction() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "return_case", reasons="仍不属于职权", suggested="slj")
    assert told.state == "disputed"
    child = told.row.matter.dossiers.exclude(pk=told.number).get()
    assert (child.procedure, child.state, child.revision) == ("jurisdiction-dispute", "new", 0)
    assert child.facts["case_title"] == "未取得建设工程规划许可证进行建设"


def test_the_entry_says_what_the_columns_say() -> None:
    told = Told().sent()
    body = json.loads(Entry.objects.get(dossier=told.number, number=3).body)
    assert (body["act"], body["by"]["person"], body["state"]) == ("approve", person("zrzy.head"), "approved")


@pytest.mark.parametrize("table", ["office_entry", "office_paper", "office_file", "office_void", "office_absent"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_application_may_not_change_what_is_kept(table: str, sql: str) -> None:
    Told().sent()
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def statements(function: ast.FunctionDef) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


def test_perform_stays_small_and_asks_for_no_name() -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    sizes = {node.name: statements(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert sizes["perform"] + sizes["_perform"] <= 25
    named = {p.key for p in PROCEDURES.values()} | {act.name for p in PROCEDURES.values() for act in p.acts}
    named |= {state for p in PROCEDURES.values() for state in p.states}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert texts & named == set()


def test_what_time_alone_does_holds_from_when_the_term_ran_out_however_late_it_is_carried_out() -> None:
    told = Told().sent().later(days=9)  # nobody has looked for a week
    assert Obligation.objects.get(dossier=told.number, duty="receipt").ended_at == datetime(2021, 3, 4, tzinfo=ZONE)
    assert Obligation.objects.get(dossier=told.number, duty="answer").due_date == date(2021, 3, 9)
    assert list(faults()) == []
