"""Pages beside the cases."""

from .site import Visitor


def test_my_mandates_are_listed(handler: Visitor) -> None:
    page = handler.reads("/me/")
    assert "武义县自然资源和规划局" in page
    assert "承办人" in page


def test_nobody_acts_for_a_department_that_is_not_theirs(handler: Visitor) -> None:
    handler.post("/me/", department="zfj")
    assert "综合行政执法局" not in handler.reads("/me/")


def test_the_catalogue_says_who_supervises_and_who_enforces(handler: Visitor) -> None:
    page = handler.reads("/items/", q="油烟")
    assert "大气污染防治法" in page
    assert "综合行政执法局" in page
    assert "没有找到事项" in handler.reads("/items/", q="飞碟")


def test_the_terms_in_force_are_told_with_clause_and_source(handler: Visitor) -> None:
    page = handler.reads("/rules/")
    assert "3个工作日" in page
    assert "五（三）3" in page
    assert "本地默认" in page or "缺省" in page
