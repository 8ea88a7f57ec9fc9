"""Where a refusal is shown."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.office.told import MONDAY
from xiezhi.kernel import Refusal, say
from xiezhi.procedures import PROCEDURES
from xiezhi.web.refusing import wrongs

from .test_present import EYES

TRANSFER = PROCEDURES["case-transfer"]
LATER = MONDAY + timedelta(hours=1)


def told(act: str, typed: Mapping[str, Any], *refusals: Refusal) -> dict[str, str]:
    return wrongs(refusals, TRANSFER.act(act), typed, EYES)


def places(act: str, *names: str) -> list[str]:
    return list(told(act, {}, *(Refusal(name, say("不行")) for name in names)))


def test_it_stands_at_the_field_whose_answer_would_change_it() -> None:
    assert places("draft", "receiver_has_the_power", "in_the_departments_name") == ["receiver_reason", "unit"]
    assert places("draft", "different:receiver") == ["receiver"]
    assert places("order_stop", "happened:stopped_at") == ["stopped_at"]


def test_a_material_has_its_row_and_what_belongs_nowhere_keeps_its_name() -> None:
    assert places("draft", "material:licences", "nothing-owed") == ["material:licences", "nothing-owed"]


def test_of_several_moments_it_stands_at_the_one_that_it_tells_of_and_terms_that_begin_then_say_no_more() -> None:
    typed = {"found_at": MONDAY, "concluded_at": LATER}
    name = next(guard.name for guard in TRANSFER.act("find").guards if guard.name.startswith("happened:"))
    refusals = [Refusal(name, say("{at}太晚", at=LATER)), Refusal("future:transfer", say("{at}未到", at=LATER))]
    assert told("find", typed, *refusals) == {"concluded_at": "今天 10:00太晚"}


def test_two_reasons_at_one_field_are_both_told() -> None:
    both = Refusal("sent_as_ruled", say("甲")), Refusal("two-places:receiver", say("乙"))
    assert told("draft", {}, *both) == {"receiver": "甲 乙"}
