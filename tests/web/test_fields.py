"""What a page knows of a form, and what it says of its faults."""

from typing import Annotated, Any, Literal

import pytest
from django.utils import translation
from pydantic import Field

from xiezhi.kernel import Day, Department, Departments, Form, Item, Lines, Moment, Text, Words
from xiezhi.kernel import choice as chosen_from
from xiezhi.lexicon.forms import Officers, Subject
from xiezhi.web.fields import Spec, code_note, describe


class Resolution(Form):
    what: Words = Field(title="事项")
    until: Day = Field(title="完成日期")


class Everything(Form):
    line: Words = Field(title="一行", json_schema_extra={"section": "先说", "hint": "短些", "half": True})
    text: Text | None = Field(None, title="正文")
    lines: Lines = Field(title="议题")
    number: int = Field(title="份数", ge=1)
    switch: bool = Field(default=False, title="是否公开")
    moment: Moment = Field(title="时间")
    day: Day | None = Field(None, title="日期")
    department: Department | None = Field(None, title="单位")
    departments: Departments = Field(title="参加单位")
    item: Item = Field(title="违法事项", json_schema_extra={"section": "再说"})
    choice: Annotated[Words, chosen_from("urgency")] = Field(title="紧急情形")
    radio: Literal["责令停止", "劝阻"] = Field(title="方式")
    subject: Subject = Field(title="当事人")
    officers: Officers = Field(title="承办人")
    rows: tuple[Resolution, ...] = Field(title="决议", min_length=1)
    group: Resolution | None = Field(None, title="单项")


SPECS = {spec.name: spec for spec in describe(Everything)}


@pytest.mark.parametrize("name", SPECS)
def test_each_kind_of_answer_is_known_by_its_type(name: str) -> None:
    assert SPECS[name].kind == name


def test_what_the_form_says_of_its_layout_is_kept() -> None:
    line = SPECS["line"]
    assert (line.title, line.section, line.hint, line.half, line.required) == ("一行", "先说", "短些", True, True)
    assert not SPECS["text"].required
    assert SPECS["text"].longest == 20_000
    assert SPECS["item"].section == "再说"


def test_lists_and_choices_say_what_they_need() -> None:
    assert SPECS["officers"].least == 2
    assert SPECS["choice"].choices == "urgency"
    assert SPECS["radio"].among == ("责令停止", "劝阻")
    assert [part.name for part in SPECS["rows"].parts] == ["what", "until"]
    assert [part.title for part in SPECS["officers"].parts] == ["姓名", "执法证号"]


def test_a_subject_is_asked_for_in_its_six_parts() -> None:
    assert [part.name for part in SPECS["subject"].parts] == [
        "kind",
        "name",
        "code",
        "representative",
        "phone",
        "address",
    ]


def test_a_field_without_a_word_for_it_keeps_its_name() -> None:
    class Bare(Form):
        x: Words

    assert isinstance(describe(Bare)[0], Spec)


@pytest.mark.parametrize(
    ("kind", "code", "css", "words"),
    [
        ("firm", "", "", ""),
        ("firm", "91330723MA0YD3K8T7", "warn", "按前 17 位算应为 2"),
        ("firm", " 91330723ma0yd3k8t2 ", "ok", "校验位正确"),
        ("", "91330723MA0YD3K8T2", "ok", "校验位正确"),
        ("firm", "91330723", "warn", "应为 18 位，现为 8 位"),
        ("firm", "9133072OMA0YD3K8T2", "warn", "不用 I、O、S、V、Z"),
        ("person", "11010519491231002X", "ok", "校验位正确"),
        ("person", "110105194912310021", "warn", "应为 X"),
        ("person", "一二三四五六七八九十一二三四五六七八", "warn", "17 位数字加 1 位"),
    ],
)
def test_a_code_is_checked_and_never_refused(kind: str, code: str, css: str, words: str) -> None:
    with translation.override("zh-hans"):
        note = code_note(kind, code)
    assert note.css == css
    assert words in note.words


def test_any_form_of_any_shape_can_be_described() -> None:
    described: Any = describe(Everything)
    assert len(described) == len(Everything.model_fields)
