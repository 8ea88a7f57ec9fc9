from datetime import date

import pytest

from xiezhi.kernel.errors import (
    DepartmentKey,
    NoSuchAct,
    NotDone,
    NotEntitled,
    Refusal,
    Refused,
    Sentence,
    WrongState,
    say,
)
from xiezhi.kernel.law import Clause

CLAUSE = Clause("武政发〔2021〕15号", "五（三）3", date(2021, 2, 22))


def test_a_sentence_keeps_its_template_and_what_fills_it_apart() -> None:
    sentence = say("{bodies}尚未了结：{duties}", bodies=(DepartmentKey("zfj"), DepartmentKey("slj")), duties=["答复"])
    assert sentence == Sentence(
        "{bodies}尚未了结：{duties}", {"bodies": (DepartmentKey("zfj"), DepartmentKey("slj")), "duties": ["答复"]}
    )
    assert str(sentence) == "zfj、slj尚未了结：答复"


def test_a_refusal_says_its_clauses_after_its_sentence() -> None:
    assert str(Refusal("late", say("期限已满"), (CLAUSE,))) == "期限已满（武政发〔2021〕15号 五（三）3）"
    assert str(Refusal("late", say("期限已满"))) == "期限已满"


def test_what_is_not_done_says_all_reasons_at_once() -> None:
    refused = Refused(Refusal("a", say("缺材料")), Refusal("b", say("缺理由")))
    assert str(refused) == "缺材料；缺理由"
    assert [refusal.name for refusal in refused.refusals] == ["a", "b"]


@pytest.mark.parametrize("kind", [Refused, NoSuchAct, WrongState, NotEntitled])
def test_every_kind_has_a_code_of_its_own(kind: type[NotDone]) -> None:
    others = {NotDone, Refused, NoSuchAct, WrongState, NotEntitled} - {kind}
    assert kind.code not in {other.code for other in others}
