"""What a system puts before a handler: in the handler's name, and never over what the handler has begun."""

import pytest
from django.utils import timezone

from tests.office.told import person
from xiezhi.kernel import Refused
from xiezhi.office import drafts
from xiezhi.office.offering import DraftExists, handlers_desk, offer
from xiezhi.registry.models import Mandate, User

pytestmark = pytest.mark.usefixtures("county")

FIND = drafts.Begun("case-transfer", None, "find")


def test_a_handler_of_the_department_has_a_desk() -> None:
    desk = handlers_desk("zrzy.handler", "zrzy", timezone.now())
    assert (desk.person, desk.department, desk.roles) == (person("zrzy.handler"), "zrzy", ("handler",))


def test_nobody_else_has_one() -> None:
    now = timezone.now()
    Mandate.objects.filter(user__username="slj.handler").update(until=now)
    User.objects.filter(username="zfj.handler").update(is_active=False)
    for username, department in (
        ("zrzy.head", "zrzy"), ("zrzy.handler", "zfj"), ("slj.handler", "slj"), ("zfj.handler", "zfj"), ("x\ny", "zrzy"),
    ):  # fmt: skip
        with pytest.raises(Refused, match="不是本单位的承办人"):
            handlers_desk(username, department, now)


def test_what_is_offered_is_found_and_is_not_written_over_anything() -> None:
    now = timezone.now()
    desk = handlers_desk("zrzy.handler", "zrzy", now)
    offer(desk, FIND, {"place": "一"}, now)
    assert drafts.find(desk, FIND) == {"place": "一"}
    with pytest.raises(DraftExists, match="没有覆盖"):
        offer(desk, FIND, {"place": "二"}, now)
    assert drafts.find(desk, FIND) == {"place": "一"}
