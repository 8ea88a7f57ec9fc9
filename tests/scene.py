"""Four stories of one department and one of its neighbours, each with words of its own by which its traces are found."""

from dataclasses import dataclass, field
from typing import Any

from tests.office.disputed import COORDINATOR
from tests.office.told import LETTER, MONDAY, PDF, Told, found, person
from xiezhi.office.models import Dossier, File, Paper, Print
from xiezhi.office.uploads import stage


def about(word: str) -> dict[str, Any]:
    """What only this story speaks of."""
    return {
        "case_title": f"{word}违法建设",
        "place": f"{word}路",
        "offender": {"kind": "firm", "name": f"{word}公司", "code": f"{word}代码", "phone": f"{word}电话"},
    }


def letter(word: str, receiver: str) -> dict[str, Any]:
    return {
        **LETTER,
        "receiver": receiver,
        "receiver_reason": f"{word}理由",
        "facts": f"{word}事实",
        "why": f"{word}缘由",
    }


def tells(told: Told, word: str, receiver: str) -> Told:
    """Drafted with a file of its own, approved and sent."""
    digest = stage([PDF, f"%{word}".encode()], f"{word}照片.pdf", person=person("zrzy.handler"), at=told.at).digest
    given = {key: [digest] for key in ("source", "offender", "licences", "investigation")}
    told("zrzy.handler", "draft", given, **letter(word, receiver))
    told("zrzy.head", "approve")
    told("zrzy.handler", "send")
    return told


def opened(word: str) -> Told:
    told = Told()
    told("zrzy.handler", "find", **found(told.at, **about(word)))
    return told


def sent_back(told: Told, by: str, word: str) -> Told:
    told(f"{by}.liaison", "receive", received_by=f"{word}签收人")
    told(f"{by}.head", "return_case", reasons=f"{word}退回理由", suggested="scjg")
    return told


@dataclass
class Scene:
    """Four stories of one department, and everybody who might look at them."""

    shared: Told = field(default_factory=lambda: tells(opened("杜鹃"), "杜鹃", "slj"))
    drafted: Told = field(default_factory=lambda: opened("云雀"))
    moved: Told = field(
        default_factory=lambda: tells(sent_back(tells(opened("画眉"), "画眉", "slj"), "slj", "画眉"), "黄莺", "sthj")
    )
    proposed: Told = field(
        default_factory=lambda: sent_back(
            tells(sent_back(tells(opened("百灵"), "百灵", "slj"), "slj", "百灵"), "百灵", "slj"), "slj", "百灵"
        )
    )

    def __post_init__(self) -> None:
        self.shared("slj.liaison", "receive", received_by="杜鹃签收人")
        self.drafted("zrzy.handler", "draft", **letter("云雀", "slj"))
        self.moved("sthj.liaison", "receive", received_by="黄莺签收人")
        child = Dossier.objects.get(parent=self.proposed.number)
        self.child = Told(MONDAY, child.procedure, child.pk)
        for paper in Paper.objects.all():
            Print.objects.create(paper=paper, digest=File.objects.all()[0].digest, size=1, printed_at=MONDAY)

    @property
    def stories(self) -> dict[str, Told]:
        return {name: getattr(self, name) for name in ("shared", "drafted", "moved", "proposed", "child")}


OVERSEER = f"{COORDINATOR}.head"
# Who sees which story: those who take part, those who did, and whose office coordinates, as soon as two have to do with it.
SEES = {
    "zrzy.handler": {"shared", "drafted", "moved", "proposed", "child"},
    "zrzy.head": {"shared", "drafted", "moved", "proposed", "child"},
    "slj.handler": {"shared", "moved", "proposed", "child"},
    "sthj.liaison": {"moved"},
    OVERSEER: {"shared", "moved", "proposed"},
    "scjg.handler": set[str](),
    "auditor": set[str](),
    "admin": set[str](),
    "auditing": set[str](),  # the same duties, in the very department of the stories
    "running": set[str](),
    "left": set[str](),
    "coming": set[str](),
}
BLIND = [who for who, seen in SEES.items() if not seen]
BIRDS = ("杜鹃", "云雀", "画眉", "黄莺", "百灵")
RETURNED = 6  # the entry by which a case that was sent and received comes back
