"""What the document says of operations."""

import pytest

from xiezhi.api.words import OPERATIONS, described, described_act
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.shipped import cited, shipped

TRANSFER = PROCEDURES["case-transfer"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_has_a_title_and_a_sentence(name: str) -> None:
    said = described(name, 404)
    assert said["operation_id"] == name
    assert said["summary"]
    assert said["description"].endswith("。")
    assert 404 in said["openapi_extra"]["responses"]


def test_an_act_tells_by_whom_by_which_clause_and_what_it_issues() -> None:
    act = TRANSFER.act("send")
    said = described_act(TRANSFER, act, "办理", cited(act.clause, shipped()), 409)
    assert said["summary"] == "案件移送：用印并移送"
    assert "移送单位承办人" in said["description"]
    assert "依据：武政发〔2021〕15号 五（三）1" in said["description"]
    assert "签发：涉嫌违法案件移送函" in said["description"]


def test_an_act_with_materials_tells_where_they_are_listed() -> None:
    said = described_act(TRANSFER, TRANSFER.act("draft"), "办理", ())
    assert "GET /procedures/case-transfer" in said["description"]
    assert "材料" not in described_act(TRANSFER, TRANSFER.act("approve"), "办理", ())["description"]


def test_two_operations_never_share_what_they_say() -> None:
    first, second = described("dossiers"), described("dossier")
    first["openapi_extra"]["parameters"].append("x")
    assert second["openapi_extra"]["parameters"] != first["openapi_extra"]["parameters"]
