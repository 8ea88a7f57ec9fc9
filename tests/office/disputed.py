"""Further stories of the office: a case sent back, sent on, in dispute; and people who sit in several departments."""

import tomllib
from datetime import datetime
from typing import Any

from tests.office.told import LETTER, Told
from xiezhi.config.places import PROJECT
from xiezhi.office.models import Dossier
from xiezhi.registry.models import Department, Mandate, User

PACK = tomllib.loads((PROJECT / "packs" / "wuyi-2021.toml").read_text(encoding="utf-8"))
COORDINATOR: str = PACK["appointments"]["coordinator"][0]  # who oversees, as soon as two have to do with a case
CLAIM = {
    "between": "departments", "respondent": "zfj", "item": "planning-permit", "place": "壶山街道",
    "case_title": "未取得建设工程规划许可证进行建设", "claim": "应由对方管辖。",
}  # fmt: skip
TALK = {"attendees": "金晨、李文静", "talk": "双方各执一词。"}


def seat(username: str, *seats: tuple[str, str], since: datetime, until: datetime | None = None) -> int:
    """A person with a mandate for each (department, role); a new one if nobody is called so yet."""
    user, _ = User.objects.get_or_create(username=username, defaults={"name": username})
    for department, role in seats:
        Mandate.objects.create(
            user=user, department_id=department, role=role, since=since, until=until, reason="测试需要"
        )
    return user.pk


def coordinated_by_a_department() -> None:
    """In some counties the office that oversees sits in a department that deals with cases itself."""
    Department.objects.filter(key=COORDINATOR).update(kind=Department.Kind.DEPARTMENT)


def again(told: Told, receiver: str = "zfj") -> Told:
    """Drafted, approved and sent (once more)."""
    told("zrzy.handler", "draft", **{**LETTER, "receiver": receiver, "receiver_reason": "经协商"})
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    return told


def returned(told: Told, receiver: str = "zfj") -> Told:
    """What was sent is received and returned."""
    told(f"{receiver}.liaison", "receive", received_by="甲")
    told(f"{receiver}.head", "return_case", reasons="不属于职权", suggested="scjg")
    return told


def disputed(told: Told) -> Told:
    """Returned twice: a dispute is proposed."""
    return returned(again(returned(told.sent())))


def proposal(told: Told) -> Told:
    """The newest child of a dossier, to be told on."""
    child = Dossier.objects.filter(parent=told.number).order_by("-pk")[0]
    return Told(told.at, procedure=child.procedure, number=child.pk)


def claim(told: Told, **more: Any) -> dict[str, Any]:
    """The form that begins a dispute, with whom it is about as the dossier shows it: numbers are marks."""
    subject = told.row.subject
    assert subject is not None
    kept = {"kind": subject.kind, "name": subject.name, "code": "*", "phone": "*"}
    return {**CLAIM, "offender": kept, **more}


def agreed(child: Told) -> Told:
    """Begun by the sender, talked over, offered, and agreed to by the other side."""
    child("zrzy.handler", "raise", **claim(child))
    child("zrzy.handler", "negotiate", met_at=child.at, **TALK)
    child("zrzy.head", "offer", competent="zfj")
    child("zfj.head", "settle")
    return child
