"""The procedures as the API tells them: all that a client needs to fill in a form and know who may send it."""

import jsonschema_rs
import pytest

from tests.office.told import LETTER
from xiezhi.procedures import PROCEDURES

from .asking import of

pytestmark = pytest.mark.usefixtures("county")


def test_only_what_is_offered_is_listed() -> None:
    items = of("zrzy.handler").get("procedures").said["items"]
    assert [one["key"] for one in items] == [p.key for p in PROCEDURES.values() if p.offered]
    assert [one["law"] for one in items[0]["clauses"]] == ["武政发〔2021〕15号"]


@pytest.mark.parametrize("key", ["jurisdiction-dispute", "nothing", "%00", "x" * 300])
def test_what_is_not_offered_is_not_told(key: str) -> None:
    answer = of("zrzy.handler").get(f"procedures/{key}")
    assert (answer.status, answer.code) == (404, "no-such-act")


def test_an_act_tells_who_where_what_and_why() -> None:
    said = of("zrzy.handler").get("procedures/case-transfer").said
    acts = {act["key"]: act for act in said["acts"]}
    draft, approve = acts["draft"], acts["approve"]
    assert (draft["by"], draft["to"]) == (
        [{"side": "sender", "roles": ["handler"], "title": "移送单位承办人"}], "drafted",
    )  # fmt: skip
    assert approve["by"][0]["roles"] == ["head", "chief"]
    assert {m["key"]: m["required"] for m in draft["materials"]}["investigation"] is True
    assert draft["clauses"][0]["article"].startswith("五（三）")
    assert acts["find"]["at"] == ["new"]
    assert {"key": "inspection", "title": "现场检查"} in acts["find"]["choices"]["source"]
    assert acts["send"]["issues"][0] == "涉嫌违法案件移送函"
    assert "deem_received" not in acts


def test_a_form_can_be_checked_by_its_schema_alone() -> None:
    said = of("zrzy.handler").get("procedures/case-transfer").said
    schema = next(act["form"] for act in said["acts"] if act["key"] == "draft")
    assert jsonschema_rs.is_valid(schema, LETTER)
    assert not jsonschema_rs.is_valid(schema, {**LETTER, "officers": LETTER["officers"][:1]})


def test_states_and_duties_are_told() -> None:
    said = of("zrzy.handler").get("procedures/case-transfer").said
    states = {one["key"]: (one["held_by"], one["final"]) for one in said["states"]}
    assert (states["sent"], states["closed"]) == (("receiver", False), (None, True))
    duty = next(one for one in said["duties"] if one["key"] == "transfer")
    assert (duty["owed_by"], duty["term"]) == (["sender"], "transfer")
    assert [side["key"] for side in said["sides"] if not side["many"]] == [side["key"] for side in said["sides"]]
