"""At whose desk a request is made."""

from datetime import timedelta
from types import SimpleNamespace

from django.test import Client

from tests.office.told import MONDAY
from xiezhi.office.models import Entry
from xiezhi.registry.models import Mandate, User

from .site import Visitor, words
from .test_acting import FIND, TYPED


def second_mandate(username: str, department: str, role: str) -> None:
    Mandate.objects.create(
        user=User.objects.get(username=username), department_id=department, role=role, since=MONDAY, reason="兼任"
    )


def test_whoever_acts_for_two_departments_says_for_which(handler: Visitor) -> None:
    second_mandate("zrzy.handler", "slj", "liaison")
    assert "以水务局办理" in handler.get("/").content.decode()
    handler.get("/me/", department="slj")
    assert "自然资源和规划局 · 承办人" in handler.get("/").content.decode(), "a link of another site changes nothing"
    handler.post("/me/", department="slj")
    assert "水务局 · 联络员" in handler.get("/").content.decode()


def test_another_site_cannot_send_anybody_to_another_desk(handler: Visitor) -> None:
    second_mandate("zrzy.handler", "slj", "liaison")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="zrzy.handler"))
    assert strict.post("/me/", {"department": "slj"}).status_code == 403
    assert "自然资源和规划局 · 承办人" in strict.get("/").content.decode()


def test_a_form_is_sent_from_the_desk_at_which_it_was_opened(handler: Visitor) -> None:
    second_mandate("zrzy.handler", "slj", "handler")
    page = handler.get(FIND).content.decode()
    assert '<input type="hidden" name="_department" value="zrzy">' in page
    handler.post("/me/", department="slj")  # in another tab
    answer = handler.post(FIND, **TYPED, _department="zrzy")
    assert Entry.objects.get().department_id == "zrzy"
    assert "待拟稿" in handler.reads(answer["Location"])
    assert "自然资源和规划局 · 承办人" in handler.get("/").content.decode()


def test_a_preview_leaves_everybody_where_they_sit(handler: Visitor) -> None:
    second_mandate("zrzy.handler", "slj", "handler")
    handler.post("/me/", department="slj")
    asked = handler.client.post(f"{FIND}?preview=1", {**TYPED, "_department": "zrzy"}, headers={"HX-Request": "true"})
    assert asked.status_code == 200
    assert "水务局 · 承办人" in handler.get("/").content.decode()


def test_a_form_of_a_department_that_one_has_left_does_nothing_and_gives_the_words_back(
    handler: Visitor, clock: SimpleNamespace
) -> None:
    second_mandate("zrzy.handler", "slj", "handler")
    Mandate.objects.filter(user__username="zrzy.handler", department="zrzy").update(until=MONDAY + timedelta(days=1))
    clock.at = MONDAY + timedelta(days=1)
    answer = handler.post(FIND, **TYPED, _department="zrzy")
    assert (answer.status_code, Entry.objects.count()) == (403, 0)
    said = words(answer)
    assert "您现在不能代表武义县自然资源和规划局办理" in said
    assert "未取得许可证进行建设" in said
    assert "planning-permit" not in said


def test_the_desk_is_gone_with_the_mandate(handler: Visitor, clock: SimpleNamespace) -> None:
    Mandate.objects.filter(user__username="zrzy.handler").update(until=MONDAY + timedelta(days=1))
    assert "发起协作" in handler.get("/").content.decode()
    clock.at = MONDAY + timedelta(days=1)
    assert "您现在没有任职，请联系本单位登记员" in handler.reads("/")
    assert handler.get("/open/case-transfer/find/").status_code == 403
