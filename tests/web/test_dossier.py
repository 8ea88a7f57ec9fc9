"""The page of a dossier: who holds it, what can be done, what is owed, what was done; to each side what it may see."""

import re
from datetime import timedelta
from types import SimpleNamespace

from tests.office.disputed import disputed, returned
from tests.office.told import LETTER, Told, found

from .site import Visitor


def test_it_says_who_has_it_what_next_and_by_when(liaison: Visitor, clock: SimpleNamespace) -> None:
    told = Told().sent()
    page = liaison.reads(f"/dossiers/{told.number}/")
    assert "现在由 综合行政执法局 办理，下一步 签收移送案件" in page
    assert "最迟 3月3日 周三 24:00" in page
    clock.at = told.at + timedelta(days=2)
    assert "今天到期" in liaison.reads(f"/dossiers/{told.number}/")


def test_only_the_acts_that_are_mine_are_offered(liaison: Visitor, handler: Visitor) -> None:
    told = Told().sent()
    assert f'href="/dossiers/{told.number}/receive/"' in liaison.get(f"/dossiers/{told.number}/").content.decode()
    assert "/receive/" not in handler.get(f"/dossiers/{told.number}/").content.decode()


def test_the_receiver_reads_the_case_from_the_letter_and_nothing_of_how_it_came_about(
    liaison: Visitor, handler: Visitor
) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert liaison.get(f"/dossiers/{told.number}/").status_code == 404
    told = Told().sent()
    theirs, own = liaison.reads(f"/dossiers/{told.number}/"), handler.reads(f"/dossiers/{told.number}/")
    assert "武义锐拓五金制品有限公司" in theirs
    assert "发现时间" in theirs
    assert "同意移送" in own
    assert "同意移送" not in theirs
    assert "认定应由对方查处的时间" in own
    assert "认定应由对方查处的时间" not in theirs


def test_the_rail_tells_how_far_it_has_come_and_when(handler: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    html = handler.get(f"/dossiers/{told.number}/").content.decode()
    rail = html[html.index('class="rail"') : html.index("</ol>")]
    assert rail.count('class="done"') == 4
    assert 'aria-current="step"><b>接收审查</b>' in rail


def test_a_computation_sheet_tells_each_day(liaison: Visitor) -> None:
    page = liaison.reads(f"/dossiers/{Told().sent().number}/")
    assert "期限计算单" in page
    assert "起算日 首日不计" in page
    assert "3月4日 00:00 起为超期" in page


def test_for_print_the_oldest_comes_first(liaison: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    screen = liaison.get(f"/dossiers/{told.number}/").content.decode()
    assert '<ol class="line" reversed>' in screen
    assert screen.index("<b>签收</b>") < screen.index("<b>用印并移送</b>")
    printed = liaison.get(f"/dossiers/{told.number}/", print="1").content.decode()
    assert '<ol class="line">' in printed
    assert printed.index("<b>用印并移送</b>") < printed.index("<b>签收</b>")


def test_for_print_all_dates_have_their_year_and_it_says_when_that_was(liaison: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    assert "今天 09:00" in liaison.reads(f"/dossiers/{told.number}/")
    printed = liaison.reads(f"/dossiers/{told.number}/", print="1")
    assert "打印时间：2021年3月1日 09:00" in printed
    assert not [word for word in ("昨天", "今天", "明天", "新的在前") if word in printed]
    assert not re.findall(r"(?<![年\d])\d{1,2}月\d{1,2}日", printed)


def test_what_is_new_is_told_to_a_page_that_is_open(liaison: Visitor) -> None:
    told = Told().sent()
    seen = told.done[-1].entry
    assert liaison.get(f"/dossiers/{told.number}/newer/", seen=seen).status_code == 204
    told("zfj.liaison", "receive", received_by="甲")
    assert "别人刚刚办过这件事" in liaison.get(f"/dossiers/{told.number}/newer/", seen=seen).content.decode()
    assert Visitor("slj.handler").get(f"/dossiers/{told.number}/newer/", seen="1").status_code == 404


def test_a_proposed_dispute_is_linked_on_both_pages(handler: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    told("zrzy.head", "dispute")
    page = handler.reads(f"/dossiers/{told.number}/")
    assert "案件管辖争议 · 待提起" in page
    assert "管辖争议" in page


def test_it_says_for_whom_it_waits_and_what_they_are_to_do(handler: Visitor, liaison: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    path = f"/dossiers/{told.number}/"
    assert "等待移送单位承办人办理“送负责人审批”，最迟 3月4日 周四 24:00" in handler.reads(path)
    told("zrzy.handler", "draft", **LETTER)
    assert "等待移送单位负责人办理“同意移送”" in handler.reads(path)
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    assert "等待受移送单位联络员或者受移送单位承办人办理“签收”，最迟 3月3日 周三 24:00" in liaison.reads(path)


def test_where_only_the_law_or_another_case_goes_on_nobody_is_waited_for(handler: Visitor) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zfj.head", "return_case", reasons="不属于职权", suggested="slj")
    assert "等待移送单位承办人办理“送负责人审批”" in handler.reads(f"/dossiers/{told.number}/")
    told("zrzy.head", "dispute")
    assert "等待" not in handler.reads(f"/dossiers/{told.number}/").split("期限与责任")[0]


def test_what_cannot_be_done_now_is_shown_with_the_reason_and_without_a_way(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    path = f"/dossiers/{told.number}/"
    assert "责令停止或者劝阻 现在办不了：没有待履行的义务" in handler.reads(path)
    assert f'href="{path}order_stop/"' not in handler.get(path).content.decode()
    told("zrzy.handler", "mark_urgent", urgency="evidence", urgency_reason="正在浇筑", urgent_at=told.at)
    html = handler.get(path).content.decode()
    assert f'href="{path}order_stop/"' in html
    assert f'href="{path}mark_urgent/"' not in html
    assert "转为紧急 现在办不了：自然资源和规划局尚未了结" in handler.reads(path)


def test_in_an_urgent_case_what_presses_most_comes_first(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "mark_urgent", urgency="evidence", urgency_reason="正在浇筑", urgent_at=told.at)
    path = f"/dossiers/{told.number}/"
    html = handler.get(path).content.decode()
    assert re.findall(rf'class="btn(?: main)?" href="{path}(\w+)/"', html) == ["order_stop", "inform"]
    assert "等待移送单位承办人办理“责令停止或者劝阻”" in handler.reads(path)


def main_button(visitor: Visitor, told: Told) -> str:
    """The title of the filled button, where there is one."""
    html = visitor.get(f"/dossiers/{told.number}/").content.decode()
    found = re.search(r'<div class="acts">\s*<a class="btn main"[^>]*>([^<]*)', html)
    return found[1] if found else ""


def test_the_filled_button_is_what_one_is_waited_for_and_no_mere_possibility(county: None) -> None:
    told = Told().sent()
    sender, liaison, head = Visitor("zrzy.liaison"), Visitor("zfj.liaison"), Visitor("zfj.head")
    assert (main_button(sender, told), main_button(liaison, told)) == ("", "签收")
    assert "登记纸质送达" in sender.reads(f"/dossiers/{told.number}/")
    told("zfj.liaison", "receive", received_by="甲")
    assert main_button(head, told) == "同意接收"
    told("zfj.head", "accept")
    told("zfj.head", "decline_filing", reasons="违法事实不成立")
    assert main_button(head, told) == ""


def test_who_has_returned_it_is_told_how_it_stood_then_and_waits_for_nothing(liaison: Visitor) -> None:
    told = returned(Told().sent())
    page = liaison.reads(f"/dossiers/{told.number}/")
    assert "本单位退出时：已退回" in page
    assert "等待" not in page


def test_a_dispute_that_is_not_open_says_where_it_is_dealt_with_and_how_its_outcome_comes_back(county: None) -> None:
    told = disputed(Told())
    page = Visitor("zrzy.head").reads(f"/dossiers/{told.number}/")
    assert "“案件管辖争议”还没有开通，请先在线下办理；有了结果，办理“不再提请争议处理”并写明结果" in page
