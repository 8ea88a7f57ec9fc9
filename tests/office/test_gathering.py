"""What papers are told from the tables: names, earlier letters, and the last set of materials."""

import pytest

from tests.office.told import LETTER, Told
from xiezhi.kernel import NotApplicable
from xiezhi.office.gathering import materials_of, names_of

pytestmark = pytest.mark.usefixtures("county")


def test_departments_and_items_are_found_by_whatever_fact_names_them() -> None:
    names = names_of(0, ["zfj"], {"receiver": "slj", "item": "planning-permit", "facts": "一处。", "n": 3})
    assert dict(names.bodies) == {"zfj": "武义县综合行政执法局", "slj": "武义县水务局"}
    assert names.agencies["zfj"] == "武综执"
    assert "建设工程规划许可证" in str(names.items["planning-permit"])
    assert names.letters == []


def test_numbered_letters_are_told_in_order_and_no_list_or_slip() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    told("zrzy.head", "correct", mistake="甲", correction="乙")
    letters = names_of(told.number or 0, [], {}).letters
    assert [(letter.name, letter.department, letter.to, letter.number) for letter in letters] == [
        ("letter", "zrzy", ("zfj",), "武自然资规移〔2021〕1号"),
        ("correction", "zrzy", ("zfj",), "武自然资规移〔2021〕2号"),
    ]
    assert letters[0].title.startswith("关于移送武义锐拓五金制品有限公司")


def test_a_void_letter_is_told_no_more() -> None:
    told = Told().sent()
    told("zrzy.head", "recall", reasons="当事人已改正")
    assert names_of(told.number or 0, [], {}).letters == []


def test_only_the_last_set_of_materials_counts() -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    files = {**told.materials("zrzy.handler", "draft"), "offender": NotApplicable("查无此人")}
    told("zrzy.handler", "draft", files, **LETTER)
    given = materials_of(told.number or 0)
    assert [(row["material"], row["name"], row["media_type"]) for row in given] == [
        ("source", "现场检查记录.pdf", "application/pdf"),
        ("investigation", "现场检查记录.pdf", "application/pdf"),
        ("offender", "查无此人", ""),
        ("licences", "未办理审批", ""),
    ]
