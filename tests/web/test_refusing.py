"""Where a refusal is shown."""

from xiezhi.kernel import Refusal, Refused, say
from xiezhi.procedures import PROCEDURES
from xiezhi.web.refusing import wrongs

from .test_present import EYES

TRANSFER = PROCEDURES["case-transfer"]


def places(act: str, *names: str) -> list[str]:
    refused = Refused(*(Refusal(name, say("不行")) for name in names))
    return list(wrongs(refused, TRANSFER.act(act), EYES))


def test_it_stands_at_the_field_whose_answer_would_change_it() -> None:
    assert places("draft", "receiver_has_the_power", "in_the_departments_name") == ["receiver_reason", "unit"]
    assert places("draft", "different:receiver") == ["receiver"]
    assert places("find", "happened:found_at,concluded_at") == ["found_at"]


def test_a_material_has_its_row_and_what_belongs_nowhere_keeps_its_name() -> None:
    assert places("draft", "material:licences", "nothing-owed") == ["material:licences", "nothing-owed"]
