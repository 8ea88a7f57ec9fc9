"""What stands around every page."""

from django.test import Client

from tests.office.told import Told

from .site import Visitor


def test_it_says_who_one_is_and_for_whom(liaison: Visitor) -> None:
    html = liaison.get("/").content.decode()
    assert "综合行政执法局 · 联络员" in html
    assert "武义县“1+X”综合行政执法协作配合" in html


def test_only_a_handler_is_invited_to_open_something(liaison: Visitor, handler: Visitor) -> None:
    assert 'class="btn main" href="/open/"' in handler.get("/").content.decode()
    assert 'class="btn main" href="/open/"' not in liaison.get("/").content.decode()


def test_where_one_is_is_marked(handler: Visitor) -> None:
    html = handler.get("/dossiers/").content.decode()
    assert '<a href="/dossiers/" aria-current="page">' in html


def test_what_is_new_is_counted_until_it_is_read(liaison: Visitor) -> None:
    told = Told().sent()
    assert '<span class="dot">1<' in liaison.get("/rules/").content.decode()
    liaison.get(f"/dossiers/{told.number}/")
    assert 'class="dot"' not in liaison.get("/rules/").content.decode()


def test_pages_of_nobody_have_none(county: None) -> None:
    assert "top-search" not in Client().get("/signin/").content.decode()
