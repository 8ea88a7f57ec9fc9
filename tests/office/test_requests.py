"""Requests: the same one has the same digest, another one another."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from xiezhi.kernel import NotApplicable
from xiezhi.office.requests import Absent, KeyReused, OutOfDate, Request, UnknownFile

NOW = datetime(2021, 3, 1, tzinfo=UTC)
FILLED = {"reasons": "不属于职权", "on": date(2021, 3, 1), "officers": [{"name": "甲"}]}
REQUEST = Request(act="return_case", person=1, at=NOW, on=2, filled=FILLED, attached={"proof": ["sha256:00"]}, key="k")


@pytest.mark.parametrize(
    "same",
    [
        {"at": NOW.replace(hour=9)},
        {"revision": 3},
        {"filled": {**FILLED, "officers": ({"name": "甲"},)}},
        {"attached": {"proof": ("sha256:00",)}},
    ],
)
def test_asked_again_at_another_time_it_is_the_same_request(same: dict[str, Any]) -> None:
    assert replace(REQUEST, **same).digest == REQUEST.digest


@pytest.mark.parametrize(
    "other",
    [
        {"act": "accept"}, {"on": 3}, {"on": None, "procedure": "case-transfer"}, {"filled": {**FILLED, "reasons": "另有理由"}},
        {"filled": {}}, {"attached": {}}, {"attached": {"proof": NotApplicable("没有")}}, {"department": "zfj"}, {"about": 4},
    ],
)  # fmt: skip
def test_anything_else_asked_is_another_request(other: dict[str, Any]) -> None:
    assert replace(REQUEST, **other).digest != REQUEST.digest


def test_what_cannot_be_json_has_a_digest_all_the_same() -> None:
    assert replace(REQUEST, filled={"at": NOW, "raw": b"\xff", "half": "\ud800", "few": {2}}).digest.startswith(
        "sha256:"
    )


@pytest.mark.parametrize("refused", [Absent(), OutOfDate(1, 2), KeyReused(), UnknownFile()])
def test_every_answer_that_it_is_not_done_is_one_sentence_with_a_code_of_its_own(refused: Any) -> None:
    (refusal,) = refused.refusals
    assert (refused.code, str(refused)) == (refusal.name, str(refusal))
    assert len({kind.code for kind in (Absent, OutOfDate, KeyReused, UnknownFile)}) == 4
