"""One case from its discovery to the fed-back result: the acts that everything here is measured by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from xiezhi.kernel import NotApplicable
from xiezhi.office.requests import Request
from xiezhi.office.uploads import stage
from xiezhi.registry.models import User

from .place import MONDAY

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIRM = {"kind": "firm", "name": "武义锐拓五金制品有限公司", "code": "91330723MA0YD3K8T7", "phone": "0579-87660001"}
TWO = [{"name": "金晨", "certificate": "浙G2021001"}, {"name": "徐晓峰", "certificate": "浙G2021002"}]
FOUND = {
    "case_title": "未取得建设工程规划许可证进行建设", "offender": FIRM, "place": "壶山街道城东工业区",
    "item": "planning-permit", "source": "inspection",
}  # fmt: skip
LETTER = {
    "receiver": "zfj", "why": "该事项的行政处罚权不由本单位行使，应由你单位查处。", "officers": TWO,
    "facts": "当事人在厂区东侧浇筑框架结构厂房一处，占地约240平方米，建至一层，不能提供建设工程规划许可证。",
    "basis": "《中华人民共和国城乡规划法》第六十四条", "contact": "0579-87601203",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """An act of the case: who does it, and what is filled in."""

    who: str
    act: str
    filled: dict[str, Any]
    attaches: bool = False


def steps(at: datetime = MONDAY) -> list[Step]:
    """Nine acts, four of which issue papers."""
    found = FOUND | {"found_at": at - timedelta(hours=2), "concluded_at": at - timedelta(minutes=5)}
    decided = {
        "decision_no": "武综执罚〔2026〕27号",
        "decided_on": at.date(),
        "penalty": "处罚",
        "outcome": "责令限期拆除。",
    }
    return [
        Step("zrzy.handler", "find", found),
        Step("zrzy.handler", "draft", LETTER, attaches=True),
        Step("zrzy.head", "approve", {}),
        Step("zrzy.handler", "send", {}),
        Step("zfj.liaison", "receive", {"received_by": "李文静"}),
        Step("zfj.head", "accept", {}),
        Step("zfj.head", "file", {"case_no": "武综执立〔2026〕31号", "filed_on": at.date()}),
        Step("zfj.handler", "decide", decided),
        Step("zfj.head", "feed_back", {}),
    ]


class Teller:
    """Makes the requests of one case after another."""

    def __init__(self) -> None:
        self.people = dict(User.objects.values_list("username", "pk"))
        given = [stage([PDF], "现场检查记录.pdf", person=self.people["zrzy.handler"], at=MONDAY).digest]
        self.files: dict[str, Sequence[str] | NotApplicable] = {
            "source": given,
            "offender": given,
            "licences": NotApplicable("未办理审批"),
            "investigation": given,
        }

    def requests(self) -> Iterator[tuple[Step, Request]]:
        """The acts of one case; `on` is still to be set for all but the first."""
        for step in steps():
            yield step, Request(
                act=step.act, person=self.people[step.who], at=MONDAY, procedure="case-transfer", filled=step.filled,
                attached=self.files if step.attaches else {}, key=uuid4().hex,
            )  # fmt: skip
