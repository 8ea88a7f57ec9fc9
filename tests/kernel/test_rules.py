from datetime import date, time
from typing import Annotated, Literal

import pytest
from pydantic import Field

from xiezhi.kernel.clock import Reckoning
from xiezhi.kernel.errors import Faulty
from xiezhi.kernel.form import Day, Form, Words, choice
from xiezhi.kernel.law import COUNTY
from xiezhi.kernel.procedure import Procedure
from xiezhi.kernel.rules import load
from xiezhi.kernel.term import Pause, Term
from xiezhi.kernel.words import NEW, Duty

from .small import ASK, ASKER, ASKING, CALENDAR, DONE, NOW, OPEN, Since, act, days, procedure, rules

TEXT = """\
[pack]
key = "small"
title = "小县规则"
jurisdiction = "330723"
in_force_from = 2021-01-01

[documents]
doc = { number = "小政发〔2021〕1号", title = "意见", in_force = 2021-01-01 }

[clauses]
ask = { document = "doc", article = "一" }
answer = { document = "doc", article = "二" }

[terms]
answer = { value = "5 working_days", clause = "answer", source = "document" }

[appointments]

[[examples]]
term = "answer"
start = 2021-03-01
due_date = 2021-03-08
"""


def faults(text: str, *procedures: Procedure) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        load(text, CALENDAR, procedures, file="small.toml")
    return str(faulty.value).splitlines()


def fault(old: str, new: str, *procedures: Procedure) -> str:
    """The only fault of the pack once a piece of it is replaced."""
    assert old in TEXT
    (only,) = faults(TEXT.replace(old, new), *procedures)
    return only


def test_a_whole_pack_is_in_force_for_the_procedures_that_it_serves() -> None:
    assert load(TEXT, CALENDAR, [ASKING]).pack.pack.key == "small"
    assert load(TEXT, CALENDAR).calendar is CALENDAR


def test_a_rule_ends_at_the_close_of_business_where_the_pack_says_so() -> None:
    closing = rules(pack={"day_ends": time(17, 30)})
    assert str(closing.rule("answer", {}).value) == "5 working_days by 17:30"
    due = closing.reckon("answer", NOW, {}).due
    assert due is not None
    assert due.timetz() == time(17, 30, tzinfo=due.tzinfo)
    until = closing.until(date(2021, 3, 5), NOW)
    assert until.due is not None
    assert (until.due.time(), until.due_date) == (time(17, 30), date(2021, 3, 5))
    assert str(rules().rule("answer", {}).value) == "5 working_days"


def test_what_is_not_owed_is_never_due() -> None:
    waived = rules(terms={"answer": {"value": "none", "clause": "answer", "source": "document"}})
    assert waived.reckon("answer", NOW, {}) == Reckoning()


def test_a_rule_is_reckoned_with_its_suspensions() -> None:
    pauses = [Pause("a", NOW + days(1), NOW + days(2))]
    assert rules().reckon("answer", NOW, {}, pauses).due_date == date(2021, 3, 9)
    assert rules().reckoned(Term.parse("1 days"), NOW).due_date == date(2021, 3, 2)


def test_rules_cite_as_their_pack_does() -> None:
    assert [str(clause) for clause in rules().cite(COUNTY["ask"], "answer")] == [
        "小政发〔2021〕1号 ask", "小政发〔2021〕1号 answer",
    ]  # fmt: skip


def test_a_fault_names_file_line_and_key() -> None:
    assert fault("5 working_days", "soon").startswith("small.toml:15: terms.answer.value: ")
    assert fault('"330723"', '"33"').startswith("small.toml:4: pack.jurisdiction: ")
    assert fault('article = "二"', 'article = ""').startswith("small.toml:12: clauses.answer.article: ")


def test_what_is_no_toml_is_refused_with_its_place() -> None:
    assert fault('key = "small"', 'key = "small').startswith("small.toml: ")
    assert "line 2" in fault('key = "small"', 'key = "small')


def test_all_faults_are_told_at_once() -> None:
    text = TEXT.replace("5 working_days", "soon").replace('"330723"', '"33"')
    assert [line.split(" ")[0] for line in faults(text)] == ["small.toml:4:", "small.toml:15:"]


def test_examples_that_do_not_come_true_are_refused() -> None:
    said = fault("due_date = 2021-03-08", "due_date = 2021-03-09")
    assert said == "small.toml:22: examples.0.due_date: answer from 2021-03-01 is 2021-03-08, not 2021-03-09"
    assert fault('term = "answer"', 'term = "other"') == "small.toml:20: examples.0.term: no such term other"


@pytest.mark.parametrize(
    ("lines", "due_date"),
    [
        ("paused = [[2021-03-02T09:00:00+08:00, 2021-03-04T09:00:00+08:00]]\n", "2021-03-10"),
        ("extended_to = [2021-03-02T09:00:00+08:00, 2021-03-12]\n", "2021-03-12"),
        ('when = { kind = "b" }\n', "2021-03-03"),
    ],
)
def test_examples_may_be_suspended_extended_and_of_a_case(lines: str, due_date: str) -> None:
    case = 'source = "document", cases = [{ when = { kind = "b" }, value = "2 working_days" }] }'
    text = TEXT.replace('source = "document" }', case).replace("due_date = 2021-03-08", f"{lines}due_date = {due_date}")
    load(text, CALENDAR)
    assert "due_date" in faults(text.replace(f"due_date = {due_date}", "due_date = 2021-03-09"))[0]


def test_an_example_of_what_is_not_owed_can_have_no_due_date() -> None:
    assert "is None, not 2021-03-08" in fault("5 working_days", "none")


def test_documents_and_clauses_that_are_not_there_are_refused() -> None:
    text = TEXT.replace("doc = { number", "other = { number")
    assert faults(text) == [
        "small.toml:11: clauses.ask.document: no such document doc",
        "small.toml:12: clauses.answer.document: no such document doc",
    ]
    quoted = fault('clause = "answer"', 'clause = "hearsay"')
    assert quoted == "small.toml:15: terms.answer.clause: no such clause hearsay"
    load(TEXT.replace('clause = "answer"', 'clause = "行政处罚法 第五十四条"'), CALENDAR)


def test_what_a_procedure_asks_for_and_the_pack_has_not_is_named_with_who_asks() -> None:
    renamed = TEXT.replace("answer = { value", "reply = { value").replace('term = "answer"', 'term = "reply"')
    assert faults(renamed, ASKING) == [
        "small.toml:14: terms.answer: small asks for this, and it is not there",
        "small.toml:15: terms.reply: nobody reads this",
    ]


SINCE = Duty(name="since", title="自起算", owed_by=ASKER, term="answer", starts_from=("since",), clause=ASK)


class OnDay(Form):
    on: Day = Field(title="日期")


ON_DAY = Duty(name="on", title="自某日", owed_by=ASKER, term="answer", starts_from=("on",), clause=COUNTY["answer"])


def starting(duty: Duty, form: type[Form]) -> Procedure:
    return procedure(act("open", at=[NEW], to=OPEN, form=form, starts=[duty]), act("close", to=DONE, ends=[duty]))


HOURS = TEXT.replace("5 working_days", "24 hours").replace("start = 2021-03-01", "start = 2021-03-07T09:00:00+08:00")


def test_a_term_in_hours_never_starts_from_a_mere_day() -> None:
    assert faults(HOURS, starting(ON_DAY, OnDay)) == [
        "small.toml:15: terms.answer.value: small starts it from a day, not a moment: no hours"
    ]
    load(HOURS, CALENDAR, [starting(SINCE, Since)])


@pytest.mark.parametrize("start", ["2021-03-07", "2021-03-07T09:00:00", "1999-03-07T09:00:00+08:00"])
def test_an_example_that_cannot_be_reckoned_is_a_fault_and_not_an_accident(start: str) -> None:
    term = "24 hours" if len(start) == 10 else "5 working_days"
    text = HOURS.replace("24 hours", term).replace("2021-03-07T09:00:00+08:00", start)
    assert faults(text)[0].startswith("small.toml:21: examples.0.start: ")


def test_the_pack_chooses_a_moment_that_the_duty_knows() -> None:
    said = fault('source = "document" }', 'source = "document", starts = "never" }', starting(ON_DAY, OnDay))
    assert said == "small.toml:15: terms.answer.starts: small has no moment never"


def test_keys_that_nobody_reads_are_refused() -> None:
    unread = TEXT.replace(
        "[appointments]", 'idle = { value = "1 days", clause = "ask", source = "law" }\n\n[appointments]\nx = []'
    )
    assert faults(unread, ASKING) == [
        "small.toml:17: terms.idle: nobody reads this", "small.toml:20: appointments.x: nobody reads this",
    ]  # fmt: skip
    load(unread, CALENDAR)  # held against no procedure, it may be read by any


class Chosen(Form):
    kind: Literal["a", "b"] = Field(title="种类")
    urgency: Annotated[Words, choice("urgency")] = Field(title="紧急")
    field: Words = Field(title="领域")


def case(when: str) -> list[str]:
    """What is wrong with a pack whose term has a case for this, beside a list of two kinds of urgency."""
    text = TEXT.replace('source = "document" }', f'source = "document", cases = [{{ when = {{ {when} }} }}] }}')
    listed = '[choices.urgency]\nsafety = "危险"\nfire = "失火"\n\n[appointments]'
    try:
        load(text.replace("[appointments]", listed), CALENDAR, [starting(ON_DAY, OnDay), deciding()], file="small.toml")
    except Faulty as faulty:
        return str(faulty).splitlines()
    return []


def deciding() -> Procedure:
    answer = Duty(name="answer", title="答复", owed_by=ASKER, term="answer", clause=COUNTY["answer"])
    acts = act("open", at=[NEW], to=OPEN, form=Chosen, starts=[answer]), act("close", to=DONE, ends=[answer])
    return procedure(*acts, key="deciding")


@pytest.mark.parametrize(
    "when", ['kind = "a"', 'urgency = ["safety", "fire"]', 'field = "anything"', 'department = "zfj"']
)
def test_a_case_hangs_on_what_somebody_may_fill_in(when: str) -> None:
    assert case(when) == []


@pytest.mark.parametrize(
    ("when", "where"),
    [
        ('kind = "c"', "kind: nobody can say c here"),
        ('urgency = ["safety", "flood"]', "urgency: nobody can say flood here"),
        ('grade = "major"', "grade: nobody can say major here"),
    ],
)
def test_a_case_that_can_never_match_is_refused(when: str, where: str) -> None:
    assert case(when) == [f"small.toml:15: terms.answer.cases.0.when.{where}"]
