"""The page of an act: it shows, previews, keeps, refuses and does; and it does only what was asked."""

import re
from typing import Any

from tests.office.told import LETTER, Told, found
from xiezhi.office.models import Draft, Entry

from .site import Visitor, words

FIND = "/open/case-transfer/find/"
TYPED = {
    "case_title": "未取得许可证进行建设", "offender.kind": "firm", "offender.name": "锐拓公司", "place": "壶山街道",
    "item": "planning-permit", "source": "inspection", "found_at": "2021-03-01T08:00", "concluded_at": "2021-03-01T09:00",
}  # fmt: skip


def began() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    return told


def test_a_case_is_opened_by_its_first_act(handler: Visitor) -> None:
    answer = handler.post(FIND, **TYPED)
    assert answer.status_code == 302
    assert "待拟稿" in handler.reads(answer["Location"])


def test_what_was_done_is_said_once_on_the_next_page(handler: Visitor) -> None:
    to = handler.post(FIND, **TYPED)["Location"]
    assert "“认定应由对方查处”已办理，已留痕" in handler.reads(to)
    assert "已留痕" not in handler.reads(to)


def test_a_preview_carries_the_whole_form_and_does_nothing(handler: Visitor) -> None:
    answer = handler.post(f"{FIND}?preview=1", **TYPED)
    assert "3月4日 周四 24:00" in words(answer)
    assert Entry.objects.count() == 0


def test_faults_are_shown_and_what_was_typed_stays(handler: Visitor) -> None:
    answer = handler.post(FIND, **{**TYPED, "place": "", "case_title": "甲案"})
    assert answer.status_code == 422
    assert "请填写“违法行为发生地”" in words(answer)
    assert 'value="甲案"' in answer.content.decode()


def test_a_refusal_stands_at_its_field_with_its_clause(handler: Visitor) -> None:
    answer = handler.post(FIND, **{**TYPED, "found_at": "2021-03-01T10:00"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert re.search(r'id="f-found_at-err".*?晚于现在', html, re.DOTALL)
    assert "认定时间不得早于发现时间（武政发〔2021〕15号 五（三）3）" in words(answer)


def test_who_may_not_open_is_told_so(liaison: Visitor) -> None:
    answer = liaison.get(FIND)
    assert answer.status_code == 403
    assert "现在不能办理" in words(answer)
    assert liaison.post(FIND, **TYPED).status_code == 403
    assert "您的任职不能发起协作" in liaison.reads("/open/")


def test_what_cannot_be_done_here_any_more_says_where_to_look(handler: Visitor) -> None:
    told = began()
    answer = handler.get(f"/dossiers/{told.number}/send/")
    assert answer.status_code == 409
    assert "看最新情况" in words(answer)


def test_what_nobody_has_declared_is_not_there(handler: Visitor) -> None:
    told = began()
    paths = (
        "/open/no-such/find/",
        "/open/case-transfer/send/",
        "/open/case-transfer/nothing/",
        f"/dossiers/{told.number}/nothing/",
    )
    assert [handler.get(path).status_code for path in paths] == [404, 404, 404, 404]


def test_what_can_be_opened_says_what_it_starts(handler: Visitor) -> None:
    page = handler.reads("/open/")
    assert "认定应由对方查处" in page
    assert "“移送案件”开始计时：3个工作日" in page
    assert "五（三）3" in page


def test_the_catalogue_proposes_the_receiver(handler: Visitor) -> None:
    html = handler.get(f"/dossiers/{began().number}/draft/").content.decode()
    assert '<option value="zfj" selected>' in html


def test_a_draft_keeps_words_and_reasons_and_is_gone_when_the_act_is_done(handler: Visitor) -> None:
    told = began()
    path = f"/dossiers/{told.number}/draft/"
    assert handler.post(path, draft="1", facts="写到一半", **{"materials.licences.reason": "未办理"}).status_code == 302
    html = handler.get(path).content.decode()
    assert "写到一半" in html
    assert 'value="未办理"' in html
    told("zrzy.handler", "draft", **LETTER)
    drafted: Any = Draft.objects.filter(dossier=told.number)
    assert drafted.exists()  # somebody else's act leaves a draft alone
    handler.post(FIND, draft="1", case_title="乙案", _key="b")
    handler.post(FIND, **TYPED, _key="c")
    assert Draft.objects.filter(act="find").exists()  # another case leaves it alone too
    handler.post(FIND, **TYPED, _key="b")
    assert not Draft.objects.filter(act="find").exists()


def test_the_last_step_stands_beside_the_form_with_names_for_keys(handler: Visitor) -> None:
    page = handler.reads(f"/dossiers/{began().number}/draft/")
    assert "最近一步 认定应由对方查处" in page
    assert "planning-permit" not in page


def test_whoever_comes_second_keeps_what_was_typed(handler: Visitor) -> None:
    told = began()
    told("zrzy.handler2", "draft", **LETTER)
    answer = handler.post(f"/dossiers/{told.number}/draft/", _revision="1", facts="占地240平方米")
    assert answer.status_code == 409
    said = words(answer)
    assert "别人刚刚办过这件事" in said
    assert "（自然资源和规划局） 今天 09:00 办理了 送负责人审批 。现在的状态是 待批准" in said
    assert "占地240平方米" in said


def test_whoever_was_first_in_another_window_is_told_so_and_no_stranger_is_named(handler: Visitor) -> None:
    told = began()
    told("zrzy.handler", "draft", **LETTER)
    said = words(handler.post(f"/dossiers/{told.number}/draft/", _revision="1", facts="占地240平方米"))
    assert "您已在另一窗口办理" in said
    assert "今天 09:00 您办理了 送负责人审批" in said
    assert "别人" not in said
    assert "已存成草稿" not in said  # it cannot be done here any more: what was typed is shown, to be copied


def test_all_that_can_be_told_is_told_at_once(handler: Visitor) -> None:
    told = began()
    answer = handler.post(f"/dossiers/{told.number}/draft/", _revision="1", receiver="slj", **{
        "materials.source.reason": "没有", "materials.licences.reason": "未办理审批", "unit": "执法队",
    })  # fmt: skip
    said = words(answer)
    assert answer.status_code == 422
    assert "“送负责人审批”还办不了" in said
    for one in (
        "请填写“移送理由”", "目录规定该事项由综合行政执法局查处", "不得以内设机构、派驻机构的名义移送", "“违法行为人基本情况”还没有上传",
    ):  # fmt: skip
        assert one in said
    assert told.state == "found"


def test_a_wrong_date_stands_at_its_own_field_once_and_the_summary_names_it(handler: Visitor) -> None:
    answer = handler.post(FIND, **{**TYPED, "concluded_at": "2021-03-01T10:00", "place": ""})
    html = answer.content.decode()
    assert re.search(r'id="f-concluded_at-err"', html)
    assert 'id="f-found_at-err"' not in html
    assert 'href="#f-concluded_at">认定应由对方查处的时间：填写的时间' in html
    assert "有 2 处要改" in html
