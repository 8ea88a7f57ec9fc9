"""Names beside keys, sentences in words, and nothing of a person that pages would not show."""

from datetime import UTC, date, datetime, timedelta

import pytest

from xiezhi.api.telling import Teller, act, clauses, facts, sentence, state
from xiezhi.kernel import COUNTY, ZONE, Calendar, Clause, DepartmentKey, Fate, Obligation, Reckoning, Term, say
from xiezhi.lexicon.forms import Officer, Subject
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.calendar_seed import seed_years
from xiezhi.registry.directory import Body
from xiezhi.registry.models import Department
from xiezhi.registry.subjects import Shown

NOW = datetime(2021, 3, 1, 9, tzinfo=ZONE)
FIRM = Subject.model_validate({"kind": "firm", "name": "某厂", "code": "*", "phone": "*"})
SHOWN = Shown(7, "firm", "某厂", "91330723MA0YD3K8T7", "057******0001", "", "")
TELLER = Teller({"zfj": Body("zfj", "武义县综合行政执法局", "综合执法局", "department")}, NOW, Calendar(seed_years()))


def owing(**more: object) -> Obligation:
    given = {"duty": "receipt", "owed_by": "zfj", "owed_to": ("x",), "start": NOW, "term": Term.parse("24 hours")}
    return Obligation(**{**given, **more})  # type: ignore[arg-type]  # put together for the test


def test_a_department_goes_by_its_name_and_an_unknown_one_by_its_key() -> None:
    assert [body.name for body in TELLER.bodies(["zfj", "x"])] == ["武义县综合行政执法局", "x"]
    assert TELLER.maybe("") is None


@pytest.mark.usefixtures("county")
def test_a_sentence_names_departments_and_writes_dates_out() -> None:
    said = say("{bodies}应于{day}前", bodies=(DepartmentKey("zfj"), DepartmentKey("nowhere")), day=date(2021, 3, 4))
    short = Department.objects.get(key="zfj").short_name
    assert sentence(said) == f"{short}、nowhere应于2021年3月4日前"


def test_a_sentence_without_departments_asks_no_database() -> None:
    assert sentence(say("最多{n}次，{what}", n=2, what="")) == "最多2次，"


def test_what_is_not_declared_goes_by_its_key() -> None:
    assert act(PROCEDURES["case-transfer"], "receive").title == "签收"
    assert act(PROCEDURES["case-transfer"], "gone").title == "gone"
    assert state(PROCEDURES["case-transfer"], "sent").title == "待签收"
    assert state(PROCEDURES["case-transfer"], "gone").title == "gone"


def test_an_article_is_cited_once_and_a_bare_key_never() -> None:
    one = Clause("行政处罚法", "第五十四条", date(2021, 7, 15))
    assert [c.text for c in clauses((one, one, *COUNTY["transfer-term"]))] == ["行政处罚法 第五十四条"]


def test_facts_are_plain_and_of_a_person_only_what_pages_show() -> None:
    known = {
        "offender": FIRM, "at": datetime(2021, 3, 1, 1, tzinfo=UTC), "on": date(2021, 3, 1), "n": 3, "none": None,
        "officers": (Officer(name="甲", certificate="1"),),
    }  # fmt: skip
    told = facts(known, SHOWN)
    assert told["offender"] == {
        "kind": "firm", "name": "某厂", "code": SHOWN.code, "phone": SHOWN.phone, "representative": "", "address": "",
    }  # fmt: skip
    assert (told["at"], told["on"], told["n"], told["none"]) == ("2021-03-01T09:00:00+08:00", "2021-03-01", 3, None)
    assert told["officers"] == [{"name": "甲", "certificate": "1"}]
    assert facts(known, None)["offender"] == {"name": "某厂"}


def test_an_obligation_is_overdue_from_its_due_moment_on() -> None:
    running = owing(reckoned=Reckoning(NOW, NOW.date()))
    assert TELLER.obligation(1, 2, running).overdue
    assert not TELLER.obligation(1, 2, owing(reckoned=Reckoning(NOW + timedelta(seconds=1)))).overdue
    assert not TELLER.obligation(1, 2, owing(reckoned=Reckoning(NOW), scored=False)).overdue
    assert not TELLER.obligation(1, 2, running.end(Fate.DONE, NOW - timedelta(seconds=1))).overdue


def test_an_obligation_without_a_term_has_nothing_to_be_paused() -> None:
    told = TELLER.obligation(1, 2, owing(term=None))
    assert (told.term, told.paused, told.due) == (None, None, None)
