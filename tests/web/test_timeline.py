"""What was done, entry by entry."""

from types import SimpleNamespace

import pytest

from tests.office.told import LETTER, MONDAY, Told, found
from xiezhi.kernel import day_of
from xiezhi.office.record import Attached
from xiezhi.registry.rules import current
from xiezhi.web.timeline import in_force

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
    assert "涉嫌违法案件移送函 武自然资规移〔2021〕1号 已签发" in page
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


def test_files_stand_under_their_material_and_what_is_lacking_with_its_reason(liaison: Visitor) -> None:
    page = liaison.reads(f"/dossiers/{Told().sent().number}/")
    line = page[page.index("办理经过") :]
    said = (
        "案源材料（现场检查记录、举报投诉材料等） 现场检查记录.pdf",
        "审批许可情况 不适用：未办理审批",
        "调查情况 现场检查记录.pdf",
    )
    assert [line.index(one) for one in said] == sorted(line.index(one) for one in said)


@pytest.mark.usefixtures("county")
def test_a_set_replaces_the_earlier_one_of_its_list_and_no_other() -> None:
    given = [(2, "source"), (2, "other"), (4, "source"), (4, "licences"), (7, "supplement"), (9, "gone")]
    files = [
        Attached(id=0, entry=entry, material=key, digest="", name="", media_type="", size=0, reason="无")
        for entry, key in given
    ]
    assert in_force(files, current(day_of(MONDAY)).rules.pack) == files[2:]


def test_a_letter_that_another_has_corrected_says_by_which(
    handler: Visitor, liaison: Visitor, clock: SimpleNamespace
) -> None:
    told = Told().sent()
    told("zfj.liaison", "receive", received_by="甲")
    told("zrzy.head", "correct", mistake="占地240平方米。", correction="占地420平方米。")
    first, _, receipt, correction = told.papers
    marked = f"已由 {correction.number} 更正"
    for visitor in (handler, liaison):
        assert f"{first.number} 已签发 {marked}" in visitor.reads(f"/dossiers/{told.number}/")
        assert marked in visitor.reads(f"/papers/{first.pk}/")
        for other in (receipt, correction):
            assert "已由" not in visitor.reads(f"/papers/{other.pk}/")


def test_what_is_for_print_is_told_from_the_beginning(handler: Visitor) -> None:
    page = handler.reads(f"/dossiers/{Told().sent().number}/", print="1")
    assert page.index("同意移送") < page.index("用印并移送")
