"""Names for keys, words for terms, sentences for refusals."""

from datetime import date

import pytest

from tests.office.told import MONDAY
from xiezhi.kernel import Calendar, Clause, DepartmentKey, Refusal, Term, Year, say
from xiezhi.registry.directory import Body
from xiezhi.web.present import Eyes, cite, term_words

BODIES = {"zfj": Body("zfj", "武义县综合行政执法局", "综合行政执法局", "department")}
EYES = Eyes(BODIES, MONDAY, Calendar([Year(2021, {}, {}, published=True)]))
CLAUSE = Clause("武政发〔2021〕15号", "五（三）3", date(2021, 2, 22))


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("3 working_days", "3个工作日"), ("24 hours", "24小时"), ("6 months then 3 months", "6个月，再加3个月"),
        ("5 days before", "提前5日"), ("open", "不定期"),
    ],
)  # fmt: skip
def test_terms_are_said_as_the_law_says_them(term: str, said: str) -> None:
    assert term_words(Term.parse(term)) == said


def test_what_a_form_bounds_has_no_term() -> None:
    assert term_words(None) == "表单所定日期"


def test_departments_are_called_by_name_and_strangers_by_key() -> None:
    assert (EYES.short("zfj"), EYES.name("zfj"), EYES.short("gone"), EYES.short(None)) == (
        "综合行政执法局", "武义县综合行政执法局", "gone", "",
    )  # fmt: skip


def test_a_refusal_names_names_dates_in_words_and_its_clauses() -> None:
    refusal = Refusal(
        "x", say("{body}应于{day}前办理{acts}", body=DepartmentKey("zfj"), day=MONDAY, acts=("签收", "答复")), (CLAUSE,)
    )
    assert EYES.refusal(refusal) == "综合行政执法局应于今天 09:00前办理签收、答复（武政发〔2021〕15号 五（三）3）"


def test_clauses_are_cited_once_each() -> None:
    assert cite((CLAUSE, CLAUSE)) == "武政发〔2021〕15号 五（三）3"
