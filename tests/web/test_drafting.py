"""Unfinished forms: read, gone on from, dropped."""

import re
from typing import Any

from tests.office.told import PDF, person
from xiezhi.office.models import Draft
from xiezhi.office.uploads import stage

from .site import Visitor, words
from .test_acting import FIND, TYPED, began


def drafted(handler: Visitor, title: str = "写到一半的案子") -> Draft:
    handler.post(FIND, draft="1", case_title=title)
    return Draft.objects.get(person__username=handler.username)


def test_drafts_are_listed_and_counted_for_the_departments_handlers(handler: Visitor, head: Visitor) -> None:
    drafted(handler)
    for who in (handler, Visitor("zrzy.handler2")):
        assert "写到一半的案子" in who.reads("/drafts/")
        assert "1 草稿" in who.reads("/")
    for who in (head, Visitor("zfj.handler")):
        assert "写到一半的案子" not in who.reads("/drafts/")
        assert "0 草稿" in who.reads("/")


def key_of(page: Any) -> str:
    """The key that the form of a page carries."""
    (key,) = re.findall(r'name="_key" value="([^"]+)"', page.content.decode())
    return str(key)


def titled(page: Any) -> str:
    """The case's title as the form of a page shows it."""
    named = re.search(r'name="case_title"[^>]*', page.content.decode())
    return value.group(1) if named and (value := re.search(r'value="([^"]*)"', named.group())) else ""


def test_two_cases_that_are_begun_are_kept_and_done_each_for_itself(handler: Visitor) -> None:
    for title in ("甲案", "乙案"):
        handler.post(FIND, draft="1", case_title=title, _key=key_of(handler.get(FIND)))
    first, second = Draft.objects.order_by("pk")
    assert [titled(handler.get(FIND, draft=one.pk)) for one in (first, second)] == ["甲案", "乙案"]
    key = key_of(handler.get(FIND, draft=first.pk))
    handler.post(FIND, draft="1", case_title="甲案改", _key=key)
    assert titled(handler.get(FIND, draft=first.pk)) == "甲案改"
    assert handler.post(FIND, **TYPED, _key=key).status_code == 302
    assert Draft.objects.get().pk == second.pk


def test_a_new_case_begins_blank_and_says_what_lies_unfinished(handler: Visitor) -> None:
    assert "没有办完的草稿" not in handler.reads(FIND)
    drafted(handler)
    for given in ({}, {"draft": "x"}, {"draft": "99999"}):
        page = handler.get(FIND, **given)
        assert titled(page) == ""
        assert "您还有 1 份没有办完的草稿 看草稿" in words(page)
        assert '<a href="/drafts/">看草稿</a>' in page.content.decode()
    assert "没有办完的草稿" not in Visitor("zrzy.handler2").reads(FIND)
    assert "没有办完的草稿" not in handler.reads(FIND, draft=Draft.objects.get().pk)


def test_the_own_draft_is_gone_on_with_and_a_colleagues_is_copied(handler: Visitor) -> None:
    draft = drafted(handler)
    colleague = Visitor("zrzy.handler2")
    for who in (handler, colleague):
        assert f'<a href="{FIND}?draft={draft.pk}">' in who.get("/drafts/").content.decode()
    own, page = handler.get(FIND, draft=draft.pk), colleague.get(FIND, draft=draft.pk)
    assert (titled(own), titled(page)) == ("写到一半的案子", "写到一半的案子")
    assert "草稿的副本" not in words(own)
    assert "草稿的副本，原件不会改动" in words(page)
    assert key_of(own) != key_of(page)
    colleague.post(FIND, draft="1", case_title="接着写的案子", _key=key_of(page))
    draft.refresh_from_db()
    assert draft.filled["case_title"] == "写到一半的案子"
    assert Draft.objects.get(person__username="zrzy.handler2").filled["case_title"] == "接着写的案子"


def test_in_a_dossier_whoever_has_begun_too_is_told_before_they_save(handler: Visitor) -> None:
    path, colleague = f"/dossiers/{began().number}/draft/", Visitor("zrzy.handler2")
    handler.post(path, draft="1", facts="他写的")
    draft = Draft.objects.get()
    assert f'<a href="{path}">' in handler.get("/drafts/").content.decode()
    assert "草稿会代替它" not in colleague.reads(path, draft=draft.pk)
    colleague.post(path, draft="1", facts="我自己的")
    assert "您自己也有一份，存草稿会代替它" in colleague.reads(path, draft=draft.pk)
    assert "我自己的" in colleague.reads(path)
    assert "草稿的副本" not in handler.reads(path, draft=draft.pk)


def test_with_a_copy_nothing_of_ones_own_is_replaced_where_a_case_is_begun(handler: Visitor) -> None:
    colleague, draft = Visitor("zrzy.handler2"), drafted(handler)
    colleague.post(FIND, draft="1", case_title="我自己的", _key="own")
    page = colleague.get(FIND, draft=draft.pk)
    assert "草稿会代替它" not in words(page)
    colleague.post(FIND, draft="1", case_title="抄来的", _key=key_of(page))
    own = Draft.objects.filter(person__username="zrzy.handler2").order_by("pk")
    assert [one.filled["case_title"] for one in own] == ["我自己的", "抄来的"]


def test_files_of_a_colleague_stay_theirs(handler: Visitor) -> None:
    told = began()
    digest = stage([PDF], "秘密.pdf", person=person("zrzy.handler"), at=told.at).digest
    path = f"/dossiers/{told.number}/draft/"
    handler.post(path, draft="1", facts="浇筑厂房", **{"materials.source": digest})
    draft = Draft.objects.get()
    html = Visitor("zrzy.handler2").get(path, draft=draft.pk).content.decode()
    assert "浇筑厂房" in html
    assert "秘密.pdf" not in html


def test_an_own_draft_is_deleted_from_the_list(handler: Visitor) -> None:
    draft = drafted(handler)
    colleague = Visitor("zrzy.handler2")
    assert "确认删除" in handler.reads("/drafts/")
    assert "确认删除" not in colleague.reads("/drafts/")
    colleague.post("/drafts/", discard=draft.pk)
    for nonsense in ("", "x", "²", "9" * 30):
        assert handler.post("/drafts/", discard=nonsense).status_code == 302
    assert Draft.objects.exists()
    assert handler.post("/drafts/", discard=draft.pk).status_code == 302
    assert "草稿已删除" in handler.reads("/drafts/")
    assert not Draft.objects.exists()
