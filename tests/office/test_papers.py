"""Papers of an act: numbers without gaps, words that stay, and who gets them."""

import json
from datetime import datetime, timedelta

import pytest

from tests.office.told import FIRM, LETTER, MONDAY, Told, found
from xiezhi.kernel import ZONE
from xiezhi.office.models import Counter, Entry, Paper
from xiezhi.typeset.words import Letter, MaterialsList, Slip, read

pytestmark = pytest.mark.usefixtures("county")


def words(told: Told, name: str) -> Letter | MaterialsList | Slip:
    return read(Paper.objects.filter(dossier=told.number, name=name).latest("pk").text)


def received() -> Told:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="李文静")
    return told


def filed() -> Told:
    told = received()
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no="武综执立〔2021〕1号", filed_on=told.at.date())
    return told


def test_the_letter_reads_as_a_county_writes() -> None:
    letter = words(Told().sent(), "letter")
    assert isinstance(letter, Letter)
    assert (letter.organ, letter.addressee) == ("武义县自然资源和规划局", "武义县综合行政执法局")
    assert letter.body[0].startswith(
        "我局于2021年3月1日8时00分发现武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设"
    )
    assert "（武政发〔2021〕15号）第五部分第（三）项" in letter.body[0]
    assert [line for line in letter.body if line[1] == "、"] == [
        "一、当事人基本情况",
        "二、基本违法事实",
        "三、已采取的措施",
        "四、涉案物品",
        "五、移送理由",
    ]
    assert letter.body[-1] == "特此函告。"
    assert letter.notes == ("承办人：金晨、徐晓峰，执法证号：浙G1、浙G2；联系电话：0579-87601203",)
    assert letter.attachments == ("案件移送材料清单",)


def test_of_further_measures_and_goods_that_nobody_has_written_down_there_are_none() -> None:
    letter = words(Told().sent(), "letter")
    assert isinstance(letter, Letter)
    assert letter.body[letter.body.index("三、已采取的措施") + 1] == "其他措施：无。"
    assert letter.body[letter.body.index("四、涉案物品") + 1] == "无。"


def test_an_urgent_letter_is_marked_and_its_answer_is_not() -> None:
    told = Told()
    told("zrzy.handler", "find_urgent", **urgent(told.at))
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    letter = words(told, "letter")
    assert isinstance(letter, Letter)
    assert letter.urgent == "特急"
    told("zfj.liaison", "receive", received_by="李文静")
    told("zfj.head", "accept")
    told("zfj.head", "file", case_no="1", filed_on=told.at.date())
    told("zfj.handler", "decide", decision_no="1", decided_on=told.at.date(), penalty="处罚", outcome="罚款")
    told("zfj.head", "feed_back")
    result = words(told, "result")
    assert isinstance(result, Letter)
    assert result.urgent == ""


def urgent(at: datetime) -> dict[str, object]:
    return found(at, urgency="building", urgency_reason="正在浇筑")


def test_the_list_names_every_file_and_why_one_is_lacking() -> None:
    listed = words(Told().sent(), "materials")
    assert isinstance(listed, MaterialsList)
    assert [(row.name, row.note, bool(row.digest)) for row in listed.rows] == [
        ("现场检查记录", "", True),
        ("现场检查记录", "", True),
        ("", "未办理审批", False),
        ("现场检查记录", "", True),
    ]
    assert listed.number == "武自然资规移〔2021〕1号"


def test_answers_name_the_letter_that_they_answer() -> None:
    told = filed()
    for name in ("slip", "filing-notice"):
        slip = words(told, name)
        assert isinstance(slip, Slip)
        said = "".join(slip.body) + "".join(field.value for field in slip.fields)
        assert "（武自然资规移〔2021〕1号）" in said
    assert words(told, "filing-notice").addressee == "武义县自然资源和规划局"


def test_a_request_for_what_is_lacking_says_until_when() -> None:
    told = received()
    told("zfj.head", "ask_supplement", gaps="行驶证复印件")
    gaps = words(told, "gaps")
    assert isinstance(gaps, Slip)
    assert "请于2021年3月3日前（含当日）一次补正下列材料：" in gaps.body[0]
    assert gaps.body[1] == "行驶证复印件"


def test_a_return_says_why_and_who_is_thought_competent() -> None:
    told = received()
    told("zfj.head", "return_case", reasons="不属于职权。", suggested="slj")
    returned = words(told, "return")
    assert isinstance(returned, Slip)
    assert returned.body[1:3] == ("理由：不属于职权。", "该案宜由武义县水务局管辖，请依法处理。")


def test_a_correction_names_ones_own_letter() -> None:
    told = received()
    told("zrzy.head", "correct", mistake="占地240平方米。", correction="占地420平方米。")
    correction = words(told, "correction")
    assert isinstance(correction, Letter)
    assert correction.body[0].startswith("我局《关于移送武义锐拓")
    assert "（武自然资规移〔2021〕1号）有误" in correction.body[0]


def test_words_hold_no_number_of_a_person_but_their_places() -> None:
    text = Told().sent().papers[0].text
    assert text.count("\ue000") == 2
    assert FIRM["code"] not in text


def test_the_entry_seals_number_and_digest_of_each_paper() -> None:
    told = Told().sent()
    sealed = json.loads(Entry.objects.get(dossier=told.number, number=4).body)["papers"]
    assert sealed == [[paper.name, paper.number, paper.digest] for paper in told.papers]


def test_a_paper_issued_again_is_its_next_version() -> None:
    told = received()
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    told("zrzy.handler", "draft", **LETTER)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    letters = [paper for paper in told.papers if paper.name == "letter"]
    assert [(paper.version, paper.number) for paper in letters] == [
        (1, "武自然资规移〔2021〕1号"),
        (2, "武自然资规移〔2021〕2号"),
    ]


def test_each_year_begins_its_own_numbers_by_the_countys_clock() -> None:
    last = Told(at=datetime(2021, 12, 31, 23, 30, tzinfo=ZONE)).sent()
    first = Told(at=datetime(2022, 1, 1, 0, 30, tzinfo=ZONE)).sent()
    assert [told.papers[0].number for told in (last, first)] == ["武自然资规移〔2021〕1号", "武自然资规移〔2022〕1号"]
    assert set(Counter.objects.filter(department="zrzy", series="transfer").values_list("year", "last")) == {
        (2021, 1),
        (2022, 1),
    }


def test_an_act_without_papers_issues_none() -> None:
    told = Told(at=MONDAY + timedelta(days=1))
    told("zrzy.handler", "find", **found(told.at))
    assert told.papers == []
