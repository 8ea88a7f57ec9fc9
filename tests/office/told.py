"""The office in tests: one dossier told act by act, on a real database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from xiezhi.kernel import ZONE, NotApplicable, Refused
from xiezhi.office.models import Dossier, Obligation, Paper
from xiezhi.office.perform import perform, tick
from xiezhi.office.requests import Done, Request
from xiezhi.office.uploads import stage
from xiezhi.registry.models import User

MONDAY = datetime(2021, 3, 1, 9, tzinfo=ZONE)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIRM = {"kind": "firm", "name": "武义锐拓五金制品有限公司", "code": "91330723MA0YD3K8T7", "phone": "0579-87660001"}
TWO = [{"name": "金晨", "certificate": "浙G1"}, {"name": "徐晓峰", "certificate": "浙G2"}]
LETTER = {
    "receiver": "zfj", "facts": "浇筑厂房一处。\n占地240平方米。", "why": "该事项由你单位查处。",
    "basis": "《城乡规划法》第六十四条", "officers": TWO, "contact": "0579-87601203",
}  # fmt: skip

ATTACHED = {
    "draft": ("source", "offender", "investigation"), "supplement": ("supplement",), "serve": ("service",),
    "attach_sealed": ("sealed",),
}  # fmt: skip


def person(username: str) -> int:
    return User.objects.get(username=username).pk


def found(at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "case_title": "未取得建设工程规划许可证进行建设", "offender": FIRM, "place": "壶山街道", "item": "planning-permit",
        "source": "inspection", "found_at": at - timedelta(hours=1), "concluded_at": at, **more,
    }  # fmt: skip


@dataclass
class Told:
    """`told("zrzy.handler", "find", **found(told.at))`."""

    at: datetime = MONDAY
    procedure: str = "case-transfer"
    number: int = 0  # of the dossier; none yet
    about: int | None = None  # another dossier about the same violation
    done: list[Done] = field(default_factory=list)

    def __call__(self, who: str, act: str, attached: Mapping[str, Any] | None = None, /, **filled: Any) -> Done:
        done = perform(self.request(who, act, attached, **filled))
        self.number = done.dossier
        self.done.append(done)
        return done

    def request(self, who: str, act: str, attached: Mapping[str, Any] | None = None, /, **filled: Any) -> Request:
        return Request(
            act=act, person=person(who), at=self.at, on=self.number or None,
            about=None if self.number else self.about, procedure=self.procedure, filled=filled,
            attached=self.materials(who, act) if attached is None and act in ATTACHED else attached or {},
        )  # fmt: skip

    def materials(self, who: str, act: str) -> dict[str, Sequence[str] | NotApplicable]:
        """All that the act asks for; there are no licences."""
        file = [stage([PDF], "现场检查记录.pdf", person=person(who), at=self.at).digest]
        lacking = {"licences": NotApplicable("未办理审批")} if act == "draft" else {}
        return {**dict.fromkeys(ATTACHED[act], file), **lacking}

    def refuses(self, who: str, act: str, attached: Mapping[str, Any] | None = None, /, **filled: Any) -> set[str]:
        with pytest.raises(Refused) as refused:
            self(who, act, attached, **filled)
        return {refusal.name for refusal in refused.value.refusals}

    def sent(self) -> "Told":
        self("zrzy.handler", "find", **found(self.at))
        self("zrzy.handler", "draft", **LETTER)
        self("zrzy.head", "approve")
        self("zrzy.handler", "send")
        return self

    def later(self, **span: float) -> "Told":
        self.at += timedelta(**span)
        if self.number:
            tick(self.number, self.at)
        return self

    @property
    def row(self) -> Dossier:
        return Dossier.objects.get(pk=self.number)

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def owed(self) -> set[str]:
        return set(Obligation.objects.filter(dossier=self.number, fate=None).values_list("duty", flat=True))

    @property
    def papers(self) -> list[Paper]:
        return list(Paper.objects.filter(dossier=self.number).order_by("pk"))
