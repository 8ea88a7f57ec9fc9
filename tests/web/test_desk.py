"""At whose desk a request is made."""

from datetime import timedelta
from types import SimpleNamespace

from tests.office.told import MONDAY
from xiezhi.registry.models import Mandate, User

from .site import Visitor


def second_mandate(username: str, department: str, role: str) -> None:
    Mandate.objects.create(
        user=User.objects.get(username=username), department_id=department, role=role, since=MONDAY, reason="兼任"
    )


def test_whoever_acts_for_two_departments_says_for_which(handler: Visitor) -> None:
    second_mandate("zrzy.handler", "slj", "liaison")
    assert "以水务局办理" in handler.get("/").content.decode()
    handler.get("/me/", department="slj")
    assert "水务局 · 联络员" in handler.get("/").content.decode()


def test_the_desk_is_gone_with_the_mandate(handler: Visitor, clock: SimpleNamespace) -> None:
    Mandate.objects.filter(user__username="zrzy.handler").update(until=MONDAY + timedelta(days=1))
    assert "发起协作" in handler.get("/").content.decode()
    clock.at = MONDAY + timedelta(days=1)
    assert "您现在没有任职，请联系本单位登记员" in handler.reads("/")
    assert handler.get("/open/case-transfer/find/").status_code == 403
