"""What a form chooses from."""

import re

from tests.office.told import Told, found

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
    assert "zrzy" not in offered(handler)


def offered(handler: Visitor) -> list[str]:
    """Whom a letter may go to, as the page lists them."""
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    html = handler.get(f"/dossiers/{told.number}/draft/").content.decode()
    listed = re.search(r'<select[^>]*id="f-receiver".*?</select>', html, re.DOTALL)
    assert listed
    return re.findall(r'value="(\w+)"', listed[0])


def test_whom_the_catalogue_names_comes_first_then_departments_towns_and_the_government(handler: Visitor) -> None:
    keys = offered(handler)
    assert keys[0] == "zfj"
    assert keys.index("slj") < keys.index("hushan") < keys.index("xzf")


def test_who_never_deals_with_such_a_case_is_not_offered(handler: Visitor) -> None:
    assert not {"fy", "jcy", "office"} & set(offered(handler))


def test_it_is_said_why_one_is_first(handler: Visitor) -> None:
    told = Told()
    told("zrzy.handler", "find", **found(told.at))
    assert "武义县综合行政执法局（按事项目录推荐）" in handler.reads(f"/dossiers/{told.number}/draft/")
