"""Departments that a form names must exist, and be able to take the side."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from tests.office.disputed import seat
from tests.office.told import LETTER, MONDAY, Told, found
from xiezhi.kernel import Departments, Form, Procedure, Refused
from xiezhi.office import naming
from xiezhi.office.naming import check
from xiezhi.procedures import PROCEDURES
from xiezhi.registry.models import Department

pytestmark = pytest.mark.usefixtures("county")

TRANSFER: Procedure = PROCEDURES["case-transfer"]


class Several(Form):
    participants: Departments | None = None
    title: str = "gone"


@pytest.fixture
def told() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


@pytest.mark.parametrize("receiver", ["nosuch", "ZFJ", "fy", "jcy", "office"])
def test_a_case_is_sent_to_no_department_that_cannot_receive_it(told: Told, receiver: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        told("zrzy.handler", "draft", **{**LETTER, "receiver": receiver, "receiver_reason": "另有安排"})
    assert [(one["loc"], one["type"]) for one in wrong.value.errors()] == [(("receiver",), "choice")]
    assert told.state == "found"


def test_a_department_that_is_gone_is_no_longer_named(told: Told) -> None:
    Department.objects.filter(key="slj").update(until=date(2021, 3, 1))
    letter = TRANSFER.act("draft").form.model_validate({**LETTER, "receiver": "slj"})
    check(TRANSFER, letter, told.at - timedelta(days=1))
    with pytest.raises(ValidationError):
        check(TRANSFER, letter, told.at)


def test_an_outside_body_may_be_thought_competent(told: Told) -> None:
    returned = TRANSFER.act("return_case").form.model_validate({"reasons": "属于法院职权", "suggested": "fy"})
    check(TRANSFER, returned, told.at)


def test_of_many_each_that_is_none_is_told(told: Told) -> None:
    with pytest.raises(ValidationError) as wrong:
        check(TRANSFER, Several(participants=("zfj", "nosuch", "slj", "none")), told.at)
    assert [one["input"] for one in wrong.value.errors()] == ["nosuch", "none"]
    check(TRANSFER, Several(), told.at)


def test_a_form_that_names_nobody_asks_nothing(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "taking_part", None)
    check(TRANSFER, Several(), told.at)


@pytest.mark.parametrize("department", ["fy", "office"])
def test_who_deals_with_no_cases_opens_none(department: str) -> None:
    seat("li.jing", (department, "handler"), since=MONDAY)
    told = Told()
    with pytest.raises(Refused, match="不办理“案件移送”，请由有关部门发起（武政发〔2021〕15号 五（三））"):
        told("li.jing", "find", **found(told.at))
