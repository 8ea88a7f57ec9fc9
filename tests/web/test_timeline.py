"""What was done, entry by entry."""

from tests.office.told import LETTER, Told, found

from .site import Visitor


def test_entries_say_who_did_what_when_and_under_which_seal(handler: Visitor) -> None:
    told = Told().sent()
    page = handler.reads(f"/dossiers/{told.number}/")
    assert page.index("用印并移送") < page.index("同意移送")  # the newest first
    assert "第 4 条 · 签封" in page
    assert "仅本局可见" in page


def test_papers_stand_with_the_entry_that_issued_them_and_void_ones_say_so(handler: Visitor) -> None:
    told = Told().sent()
    page = handler.reads(f"/dossiers/{told.number}/")
    assert "涉嫌违法案件移送函 武自然资规移〔2021〕1号 已用印" in page
    told("zrzy.head", "recall", reasons="当事人已改正")
    assert "涉嫌违法案件移送函 武自然资规移〔2021〕1号 已作废" in handler.reads(f"/dossiers/{told.number}/")


def test_a_reason_that_has_overcome_a_guard_is_marked(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **{**LETTER, "receiver": "slj", "receiver_reason": "河道内的由水务局查处"})
    assert "已说明：与目录不一致的原因" in handler.reads(f"/dossiers/{told.number}/")


def test_answers_are_told_in_the_order_of_the_form_with_their_titles(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    page = handler.reads(f"/dossiers/{told.number}/")
    assert page.index("基本违法事实") < page.index("移送理由") < page.index("法律依据") < page.index("承办人")
