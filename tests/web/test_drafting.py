"""Unfinished forms: read, gone on from, dropped."""

from tests.office.told import PDF, person
from xiezhi.office.models import Draft
from xiezhi.office.uploads import stage

from .site import Visitor, words
from .test_acting import FIND, began


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


def test_the_own_draft_is_gone_on_with_and_a_colleagues_is_copied(handler: Visitor) -> None:
    draft = drafted(handler)
    assert f'<a href="{FIND}">' in handler.get("/drafts/").content.decode()
    colleague = Visitor("zrzy.handler2")
    assert f'<a href="{FIND}?draft={draft.pk}">' in colleague.get("/drafts/").content.decode()
    page = colleague.get(FIND, draft=draft.pk)
    assert 'value="写到一半的案子"' in page.content.decode()
    assert "草稿的副本，原件不会改动" in words(page)
    colleague.post(FIND, draft="1", case_title="接着写的案子")
    draft.refresh_from_db()
    assert draft.filled["case_title"] == "写到一半的案子"
    assert Draft.objects.get(person__username="zrzy.handler2").filled["case_title"] == "接着写的案子"
    assert "草稿的副本" not in handler.reads(FIND, draft="x")


def test_whoever_has_begun_too_is_told_before_they_save(handler: Visitor) -> None:
    colleague = Visitor("zrzy.handler2")
    draft = drafted(handler)
    drafted(colleague, "我自己的")
    said = colleague.reads(FIND, draft=draft.pk)
    assert "您自己也有一份，存草稿会代替它" in said
    assert 'value="我自己的"' in colleague.get(FIND).content.decode()


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
