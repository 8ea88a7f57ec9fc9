"""What a form chooses from."""

from .site import Visitor


def test_items_are_found_while_typing(handler: Visitor) -> None:
    html = handler.get("/items/found/", **{"field": "item", "item.q": "油烟"}).content.decode()
    assert 'name="item" value="cooking-fumes"' in html
    assert "由武义县综合行政执法局查处" in html
    assert "目录里没有" not in html


def test_what_is_not_in_the_catalogue_is_said(handler: Visitor) -> None:
    html = handler.get("/items/found/", **{"field": "item", "item.q": "飞碟"}).content.decode()
    assert "目录里没有“飞碟”" in html


def test_a_doubtful_code_is_a_warning(handler: Visitor) -> None:
    html = handler.get("/code/", **{"offender.kind": "firm", "offender.code": "91330723MA0YD3K8T1"}).content.decode()
    assert "校验位对不上" in html
    assert handler.get("/code/", **{"offender.kind": "firm", "offender.code": ""}).content.decode().strip() == ""


def test_one_is_not_offered_as_the_other_side(handler: Visitor) -> None:
    from_page = handler.get("/open/case-transfer/find/").content.decode()
    assert 'value="zrzy"' not in from_page
