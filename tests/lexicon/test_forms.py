from typing import Any

import pytest
from pydantic import Field, ValidationError

from xiezhi.kernel import Form
from xiezhi.lexicon.forms import (
    Case,
    Decided,
    Officer,
    Officers,
    Reasons,
    Result,
    Subject,
    SubjectKind,
    placeholder,
)

FIRM: dict[str, Any] = {"kind": "firm", "name": "武义锐拓五金制品有限公司"}
PERSON: dict[str, Any] = {"kind": "person", "name": "邵志强"}
ONE, TWO = {"name": "金晨", "certificate": "浙G1"}, {"name": "徐晓峰", "certificate": "浙G2"}


class Sample(Form):
    officers: Officers = Field(title="承办人")


def wrong(of: type[Form], /, **given: Any) -> list[str]:
    with pytest.raises(ValidationError) as found:
        of.model_validate(given)
    return [str(fault["msg"]) for fault in found.value.errors()]


def test_two_officers_with_certificates_of_their_own_are_named() -> None:
    sample = Sample.model_validate({"officers": [ONE, TWO]})
    assert [str(officer) for officer in sample.officers] == ["金晨（执法证号浙G1）", "徐晓峰（执法证号浙G2）"]


@pytest.mark.parametrize("officers", [[], [ONE]])
def test_one_officer_is_not_enough(officers: list[Any]) -> None:
    (said,) = wrong(Sample, officers=officers)
    assert "at least 2" in said


def test_nobody_counts_twice() -> None:
    (said,) = wrong(Sample, officers=[ONE, {**TWO, "certificate": "浙G1"}])
    assert "执法人员不得少于两人，执法证号不得相同" in said


def test_an_officer_has_a_name_and_a_certificate() -> None:
    assert len(wrong(Officer, name="", certificate=" ")) == 2
    assert len(wrong(Officer, name="金晨")) == 1


def test_a_subject_is_a_firm_or_a_person_and_is_called_by_its_name() -> None:
    assert str(Subject.model_validate(FIRM)) == "武义锐拓五金制品有限公司"
    assert Subject.model_validate(PERSON).kind is SubjectKind.PERSON
    assert wrong(Subject, kind="ship", name="浙武义1号")


def test_a_paper_says_what_is_known_of_a_subject_and_no_number_of_it() -> None:
    firm = Subject.model_validate(
        FIRM
        | {"code": "91330723MA0YD3K8T7", "representative": "汤建军", "phone": "0579-87660001", "address": "壶山街道"}
    )
    assert firm.details.splitlines() == [
        "名称：武义锐拓五金制品有限公司",
        f"统一社会信用代码：{placeholder('code')}",
        "法定代表人（负责人）：汤建军",
        "住所：壶山街道",
        f"联系电话：{placeholder('phone')}",
    ]
    assert "91330723MA0YD3K8T7" not in firm.details
    assert "87660001" not in firm.details


def test_a_paper_leaves_out_what_is_not_known_and_what_a_person_does_not_have() -> None:
    person = Subject.model_validate(PERSON | {"representative": "谁", "code": "330723199001011234"})
    assert person.details.splitlines() == ["姓名：邵志强", f"身份证件号码：{placeholder('code')}"]


def test_no_input_can_look_like_a_placeholder() -> None:
    for field in ("name", "code", "address"):
        assert wrong(Subject, **(FIRM | {field: placeholder("code")}))


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (Case, {"case_title", "offender", "place"}), (Reasons, {"reasons"}), (Result, {"outcome"}),
        (Decided, {"decision_no", "decided_on"}), (Subject, {"kind", "name"}),
    ],
)  # fmt: skip
def test_what_must_be_filled_in_must_be_filled_in(form: type[Form], fields: set[str]) -> None:
    with pytest.raises(ValidationError) as found:
        form.model_validate({})
    assert {fault["loc"][0] for fault in found.value.errors()} == fields


@pytest.mark.parametrize("form", [Case, Reasons, Result, Decided, Subject, Officer])
def test_every_field_has_a_title_that_people_read(form: type[Form]) -> None:
    titles = [info.title for info in form.model_fields.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
