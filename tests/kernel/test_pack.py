from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from xiezhi.kernel.law import COUNTY, Law
from xiezhi.kernel.pack import Approver, NotOwed, Pack, Rule
from xiezhi.kernel.term import Term

from .small import PACK

PENALTY = Law("行政处罚法", as_of=date(2021, 7, 15))
RULE: Mapping[str, Any] = {"value": "5 working_days", "clause": "answer", "source": "document"}


def pack(**changed: Any) -> Pack:
    return Pack.model_validate({**PACK, **changed})


def rule(*cases: Mapping[str, Any]) -> Rule:
    return Rule.model_validate({**RULE, "cases": cases})


def faults(**changed: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(ValidationError) as wrong:
        pack(**changed)
    return [fault["loc"] for fault in wrong.value.errors()]


def test_the_first_case_that_matches_wins_and_changes_only_what_it_says() -> None:
    of = rule(
        {"when": {"kind": "a", "grade": "major"}, "value": "1 days"},
        {"when": {"kind": ["a", "b"]}, "value": "2 days", "clause": "ask"},
        {"when": {"kind": "b"}, "starts": "since"},
    ).of
    assert of({"kind": "a", "grade": "major"}).value == Term.parse("1 days")
    assert of({"kind": "a"}).value == of({"kind": "a", "grade": "ordinary"}).value == Term.parse("2 days")
    assert (of({"kind": "b"}).value, of({"kind": "b"}).clause) == (Term.parse("2 days"), "ask")
    assert of({"kind": "b"}).source == "document"
    assert of({"kind": "c"}).value == of({}).value == Term.parse("5 working_days")


def test_a_case_may_change_the_moment_alone() -> None:
    changed = rule({"when": {"kind": "a"}, "starts": "since"}).of({"kind": "a"})
    assert (changed.value, changed.starts) == (Term.parse("5 working_days"), "since")


def test_a_duty_may_not_be_owed_at_all_or_never_be_due() -> None:
    of = rule({"when": {"kind": "a"}, "value": "none"}, {"when": {"kind": "b"}, "value": "open"}).of
    assert isinstance(of({"kind": "a"}).value, NotOwed)
    assert of({"kind": "b"}).value == Term.parse("open")


def test_every_value_is_known_with_its_moment() -> None:
    given = rule({"when": {"kind": "a"}, "starts": "since"}, {"when": {"kind": "b"}, "value": "open"})
    assert [(str(value), starts) for value, starts in given.values] == [
        ("5 working_days", None), ("5 working_days", "since"), ("open", None),
    ]  # fmt: skip


def test_who_signs_may_hang_on_the_case() -> None:
    major = {"when": {"grade": "major"}, "roles": ["chief"]}
    signing = Approver.model_validate({"roles": ["head", "chief"], "clause": "ask", "cases": [major]})
    assert signing.of({"grade": "major"}) == ("chief",)
    assert signing.of({"grade": "ordinary"}) == signing.of({}) == ("head", "chief")


def test_neutral_keys_become_documents_and_articles_each_once() -> None:
    cited = pack().cite(COUNTY["ask", "answer", "ask"] + PENALTY["第五十四条"])
    assert [str(clause) for clause in cited] == [
        "小政发〔2021〕1号 ask", "小政发〔2021〕1号 answer", "行政处罚法 第五十四条",
    ]  # fmt: skip


def test_what_the_pack_quotes_is_a_key_or_a_law_and_says_no_law_twice() -> None:
    assert [str(clause) for clause in pack().quote("answer")] == ["小政发〔2021〕1号 answer"]
    both = pack().cite(PENALTY["第五十四条"], "行政处罚法 第五十四条", "answer")
    assert [str(clause) for clause in both] == ["行政处罚法 第五十四条", "小政发〔2021〕1号 answer"]
    assert both[0].as_of == PENALTY.as_of  # the declaration knows the day, the pack only its own


def test_a_document_without_a_number_is_cited_by_its_title() -> None:
    document = {"number": "", "title": "本县缺省规则", "in_force": date(2021, 1, 1)}
    assert str(*pack(documents={"doc": document}).quote("ask")) == "本县缺省规则 ask"


def test_numbers_follow_the_countys_pattern() -> None:
    of = pack(numbers={"letter": "{agency}移〔{year}〕{n}号", "slip": "移回〔{year}〕第{n:03}号"}).number
    assert of("letter", agency="武综执", year=2021, n=7) == "武综执移〔2021〕7号"
    assert of("slip", agency="武综执", year=2021, n=7) == "移回〔2021〕第007号"


@pytest.mark.parametrize(
    "pattern", ["{year}", "{n}", "{year}{n}{n}", "{year}{n}{x}", "{year}{n.real}", "{}{year}{n}", "plain"]
)
def test_a_pattern_without_year_and_number_or_with_anything_else_is_refused(pattern: str) -> None:
    assert faults(numbers={"letter": pattern}) == [("numbers", "letter")]


@pytest.mark.parametrize(
    ("section", "faulty", "where"),
    [
        ("terms", {"answer": {**RULE, "value": "soon"}}, ("terms", "answer", "value")),
        ("terms", {"answer": {**RULE, "source": "hearsay"}}, ("terms", "answer", "source")),
        ("terms", {"answer": {**RULE, "clause": ""}}, ("terms", "answer", "clause")),
        ("terms", {"answer": {**RULE, "surprise": 1}}, ("terms", "answer", "surprise")),
        ("terms", {"answer": {**RULE, "cases": [{"when": {}}]}}, ("terms", "answer", "cases", 0, "when")),
        ("approvers", {"sign": {"roles": [], "clause": "ask"}}, ("approvers", "sign", "roles")),
        ("approvers", {"sign": {"roles": ["king"], "clause": "ask"}}, ("approvers", "sign", "roles", 0)),
        ("surprise", {}, ("surprise",)),
        ("examples", [], ("examples",)),
    ],
)
def test_what_a_pack_may_not_hold_is_refused_where_it_stands(section: str, faulty: Any, where: tuple[Any, ...]) -> None:
    assert faults(**{section: faulty})[0] == where


def test_a_case_may_hang_only_on_what_cases_may_hang_on() -> None:
    (where,) = faults(terms={"answer": {**RULE, "cases": [{"when": {"weather": "fair"}}]}})
    assert where[:5] == ("terms", "answer", "cases", 0, "when")
