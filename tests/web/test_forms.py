"""From the page to plain values and back, with faults in words and nothing lost."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from pydantic import ValidationError

from xiezhi.kernel import Form, NotApplicable
from xiezhi.web import fields, forms
from xiezhi.web.forms import Field, Option, PageForm, Sources, page_form

from .test_fields import Everything

SOURCES = Sources(
    departments={
        name: [Option("zfj", "综合行政执法局", "按目录推荐"), Option("slj", "水务局")]
        for name in ("department", "departments")
    },
    choices={"urgency": [Option("evidence", "证据可能灭失"), Option("safety", "危及人身安全")]},
    items={"item": [Option("330217", "未取得规划许可进行建设")]},
    officers=[("金晨", "浙A01"), ("楼向东", "浙A02")],
    item_search="/items",
    code_check="/code",
)
GOOD = {
    "line": "甲", "text": "", "lines": "一\r\n\r\n 二 ", "number": "3", "switch": "on", "moment": "2021-09-29T08:40", "day": "2021-09-30",
    "department": "slj", "departments": ["zfj", "slj"], "item": "330217", "item.q": "规划", "choice": "evidence", "radio": "劝阻",
    "subject.kind": "firm", "subject.name": "某公司", "subject.code": "91330723MA0YD3K8T7",
    "officers.0.name": "金晨", "officers.0.certificate": "浙A01", "officers.3.name": "楼向东", "officers.3.certificate": "浙A02",
    "officers.1.name": " ", "officers.1.certificate": "", "rows.0.what": "清单", "rows.0.until": "2021-10-08",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def post(**other: Any) -> QueryDict:
    values = {**GOOD, **{name.replace("__", "."): value for name, value in other.items()}}
    return QueryDict(urlencode({name: value for name, value in values.items() if value is not None}, doseq=True))


def faults(typed: QueryDict, form: type[Form] = Everything) -> dict[str, str]:
    with pytest.raises(ValidationError) as fault:
        form.model_validate(forms.parse(form, typed))
    return forms.errors(fault.value, form)


def field(page: PageForm, name: str) -> Field:
    every = [one for section in page.sections for line in section.lines for one in line]
    every += [part for one in every for part in (*one.parts, *(cell for row in one.rows for cell in row))]
    return next(one for one in every if one.name == name)


def drawn(page: PageForm, **more: Any) -> str:
    return render_to_string(
        "parts/form.html", {"page": page, "submit": "送负责人审批", "title": "移送", "revision": 3, "key": "k", **more}
    )


def test_what_was_typed_becomes_a_form() -> None:
    values = forms.parse(Everything, post())
    form = Everything.model_validate(values)
    assert form.lines == ("一", "二")
    assert form.moment.isoformat() == "2021-09-29T08:40:00+08:00"
    assert [officer.name for officer in form.officers] == ["金晨", "楼向东"]
    assert (form.number, form.switch, form.text, form.group) == (3, True, None, None)
    assert form.rows[0].what == "清单"
    assert "item.q" not in values


def test_a_switch_that_is_off_says_no() -> None:
    assert not Everything.model_validate(forms.parse(Everything, post(switch=None))).switch


@pytest.mark.parametrize(
    ("typed", "name", "sentence"),
    [
        ({"line": " "}, "line", "请填写“一行”"),
        ({"item": ""}, "item", "请选择“违法事项”"),
        (
            {"department": "甲\x07"},
            "department",
            "“单位”里有看不见的控制字符，请删掉后重填；从别处粘贴的，先粘贴到记事本再复制过来",
        ),
        ({"line": "字" * 201}, "line", "“一行”最多 200 字，现有 201 字，请删减"),
        ({"line": "甲\n乙"}, "line", "“一行”：不得换行"),
        ({"moment": "昨天"}, "moment", "“时间”要有日期和时间，如 2021年9月29日 08:40，请从日历中选"),
        ({"moment": "2021-02-30T08:40"}, "moment", "“时间”要有日期和时间，如 2021年9月29日 08:40，请从日历中选"),
        ({"day": "2021-02-30"}, "day", "“日期”要填一个日期，如 2021年9月29日，请从日历中选"),
        ({"number": "三"}, "number", "“份数”要填数字，如 3"),
        ({"number": "0"}, "number", "“份数”不能小于 1，请改"),
        ({"radio": "罚款"}, "radio", "“方式”只能从列出的里面选，请重选"),
        ({"lines": ""}, "lines", "“议题”至少填 1 项"),
        ({"departments": None}, "departments", "请选择“参加单位”"),
        ({"departments": ["slj", "slj"]}, "departments", "“参加单位”：同一单位不得重复"),
        ({"subject__name": ""}, "subject.name", "请填写“当事人的名称或姓名”"),
        (
            {"officers__3__name": "", "officers__3__certificate": ""},
            "officers",
            "“承办人”至少 2 人，请补全姓名和执法证号",
        ),
        ({"officers__3__certificate": ""}, "officers.1.certificate", "请填写“承办人第 2 项的执法证号”"),
        ({"officers__3__certificate": "浙A01"}, "officers", "“承办人”：执法人员不得少于两人，执法证号不得相同"),
        ({"lines": "一\n" + "字" * 201}, "lines", "“议题第 2 项”最多 200 字，现有 201 字，请删减"),
    ],
)
def test_each_fault_is_one_sentence_that_says_what_to_do(typed: dict[str, Any], name: str, sentence: str) -> None:
    assert faults(post(**typed)) == {name: sentence}


def test_a_time_without_a_zone_and_a_stranger_are_named_too() -> None:
    with pytest.raises(ValidationError) as fault:
        Everything.model_validate({**forms.parse(Everything, post()), "moment": "2021-09-29T08:40", "odd": 1})
    said = forms.errors(fault.value, Everything)
    assert said["moment"].startswith("“时间”要有日期和时间")
    assert said["odd"] == "“odd”不是这里要填的，请去掉"


def test_an_empty_page_names_every_field_that_must_be_filled_in() -> None:
    page = page_form(Everything, post(), faults(QueryDict("")), SOURCES)
    required = {spec.name for spec in fields.describe(Everything) if spec.required}
    assert {one.target.removeprefix("f-") for one in page.problems} == required


def test_nothing_that_was_typed_is_lost_when_the_page_comes_again() -> None:
    typed = post(number="三", line="甲<b>", subject__name="", officers__3__certificate="")
    page = page_form(Everything, typed, faults(typed), SOURCES)
    html = drawn(page)
    for kept in (
        "甲&lt;b&gt;",
        'value="三"',
        'value="2021-09-29T08:40"',
        'value="2021-09-30"',
        "一\r\n\r\n 二",
        'value="规划"',
        'value="清单"',
    ):
        assert kept in html
    assert 'value="slj" selected' in html
    assert html.count(" checked") == 7  # the switch, two departments, item, choice, way, kind
    assert field(page, "officers.1.name").value == "楼向东"
    assert field(page, "officers.1.certificate").error
    assert "校验位对不上" in html


def test_the_faults_stand_in_the_order_of_the_page_and_lead_to_what_is_on_it() -> None:
    typed = post(number="三", line="", subject__name="", radio="", item="", officers__3__certificate="")
    page = page_form(Everything, typed, faults(typed), SOURCES)
    html = drawn(page)
    summary = render_to_string("parts/errsum.html", {"problems": page.problems, "purpose": "送审"})
    assert [one.target for one in page.problems] == [
        "f-line",
        "f-number",
        "f-item",
        "f-radio",
        "f-subject-name",
        "f-officers-1-certificate",
    ]
    assert "“送审”还办不了：有 6 处要改" in summary
    for one in page.problems:
        assert f'href="#{one.target}"' in summary
        assert f'id="{one.target}"' in html
        assert f'id="{one.target}-err"' in html


def test_the_ids_of_a_page_are_its_own() -> None:
    html = drawn(page_form(Everything, post(), {}, SOURCES))
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_draft_is_shown_as_it_was_typed() -> None:
    values = forms.parse(Everything, post())
    assert forms.parse(Everything, forms.laid_out(values)) == values
    page = page_form(Everything, forms.laid_out(values), {}, SOURCES)
    assert field(page, "moment").value == "2021-09-29T08:40"
    assert field(page, "lines").value == "一\n二"


def test_a_moment_of_another_zone_is_shown_in_the_countys() -> None:
    page = page_form(Everything, forms.laid_out({"moment": "2021-09-29T00:40:00+00:00"}))
    assert field(page, "moment").value == "2021-09-29T08:40"


def test_sections_are_numbered_and_dates_stand_side_by_side() -> None:
    page = page_form(Everything)
    assert [(section.no, section.title) for section in page.sections] == [(1, "先说"), (2, "再说")]
    assert ["moment", "day"] in [[one.name for one in line] for line in page.sections[0].lines]


def test_officers_begin_with_oneself_and_with_as_many_rows_as_the_law_asks() -> None:
    page = page_form(Everything, sources=SOURCES)
    assert [row[0].value for row in field(page, "officers").rows] == ["金晨", ""]


def test_rows_are_added_and_removed_without_script() -> None:
    more = page_form(Everything, post(_add="officers"), {}, SOURCES)
    assert [row[0].value for row in field(more, "officers").rows] == ["金晨", "楼向东", ""]
    fewer = page_form(Everything, post(_remove="officers.0"), {}, SOURCES)
    assert [row[0].value for row in field(fewer, "officers").rows] == ["楼向东", ""]
    assert forms.redraws(post(_add="officers"))
    assert not forms.redraws(post())


def test_a_code_is_judged_by_the_kind_of_its_subject() -> None:
    page = page_form(Everything, post(subject__kind="person", subject__code="11010519491231002X"))
    assert field(page, "subject").by_name["code"].note.css == "ok"


def test_a_fault_is_told_with_its_field_and_leads_to_it_to_its_material_or_to_the_form() -> None:
    wrong = {
        "moment": "晚于现在", "line": "请填写“一行”", "material:licences": "还没有上传", "nothing-owed": "没有待履行的义务",
    }  # fmt: skip
    page = page_form(Everything, post(), wrong)
    assert [(one.target, one.words) for one in page.problems] == [
        ("f-line", "请填写“一行”"), ("f-moment", "时间：晚于现在"), ("m-licences", "还没有上传"), ("act", "没有待履行的义务"),
    ]  # fmt: skip
    assert 'id="act"' in drawn(page)


def test_materials_are_files_or_a_reason() -> None:
    typed = QueryDict(
        "materials.a=d1&materials.a=d2&materials.a.reason=x&materials.b.reason=+尚无+&materials.c.reason="
    )
    assert forms.attached(typed, ["a", "b", "c"]) == {"a": ("d1", "d2"), "b": NotApplicable("尚无")}
