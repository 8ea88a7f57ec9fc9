"""What lies before whoever approves."""

from tests.office.told import LETTER, Told, found

from .site import Visitor


def drafted() -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    told("zrzy.handler", "draft", **LETTER)
    return told


def test_the_letter_is_read_before_it_is_approved_and_numbers_are_hidden(head: Visitor) -> None:
    page = head.reads(f"/dossiers/{drafted().number}/approve/")
    assert "关于移送武义锐拓五金制品有限公司涉嫌" in page
    assert "武义县综合行政执法局：" in page
    assert "0579-87660001" not in page
    assert "057******0001" in page


def test_the_ways_on_stand_side_by_side_and_what_goes_further_comes_first(head: Visitor) -> None:
    page = head.reads(f"/dossiers/{drafted().number}/approve/")
    assert (
        page.index("同意移送 之后：待移送") < page.index("退回修改 之后：待拟稿") < page.index("不再移送 之后：已撤回")
    )


def test_every_decision_shows_the_same_papers_and_files(head: Visitor) -> None:
    number = drafted().number
    for act in ("approve", "redraft", "withdraw"):
        page = head.reads(f"/dossiers/{number}/{act}/")
        assert "关于移送武义锐拓" in page
        assert "现场检查记录.pdf" in page


def test_an_act_that_is_no_decision_has_no_papers(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert "您的决定" not in handler.reads(f"/dossiers/{told.number}/draft/")
