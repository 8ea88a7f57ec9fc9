"""Cases that go from one department to another, each in another state: what a newcomer finds on the first day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from xiezhi.kernel import NotApplicable
from xiezhi.registry import directory

from . import cases, evidence
from .cases import Case
from .evidence import Visit
from .office import Days, Files, Story, play
from .photographs import photograph

FOUND, CONCLUDED = timedelta(minutes=30), timedelta(minutes=10)  # before it is written down
PHONES = {
    "zrzy": "0579-87660201", "slj": "0579-87660202", "sthj": "0579-87660203", "zjj": "0579-87660204",
    "zfj": "0579-87660205",
}  # fmt: skip
WHY = "按照执法事项目录，该事项的行政处罚权不由本单位行使，应由你单位依法查处。"


@dataclass(frozen=True)
class County:
    """What the stories need of the county: its days, and who is who."""

    days: Days

    def story(self, name: str, at: datetime) -> Story:
        return Story(name, at, self.days.calendar)

    def name(self, username: str) -> str:
        return directory.names([username])[username]

    def visit(self, case: Case, sender: str, at: datetime) -> Visit:
        """The inspection that found it, by two officers of the department."""
        organ, officers = directory.bodies()[sender].name, directory.officers(sender, at)[:2]
        return Visit(organ, officers, case.party.name, case.party.present, case.place, at - FOUND, case.facts)

    def letter(self, case: Case, sender: str, receiver: str, at: datetime) -> Mapping[str, Any]:
        officers = [{"name": name, "certificate": number} for name, number in directory.officers(sender, at)[:2]]
        return {
            "receiver": receiver, "facts": case.facts, "why": WHY, "basis": case.basis, "officers": officers,
            "contact": PHONES[sender],
        }  # fmt: skip


def found(case: Case, at: datetime, **more: Any) -> Mapping[str, Any]:
    """What is written down when a violation is found."""
    return {
        "case_title": case.title, "offender": case.party.form, "place": case.place, "item": case.item,
        "source": "complaint" if case.complained else "inspection", "found_at": at - FOUND,
        "concluded_at": at - CONCLUDED, **more,
    }  # fmt: skip


def materials(case: Case, visit: Visit) -> Mapping[str, Files]:
    """All that the county document wants to go over with a case."""
    record = ("现场检查记录.pdf", evidence.inspection(visit))
    stamp = (case.place, f"{visit.organ} 取证")
    picture = [("现场照片.jpg", photograph(case.scene, stamp, visit.at))] if case.scene else []
    looked_up = evidence.registration(case.party.registered, visit.organ, visit.at + CONCLUDED)
    return {
        "source": [*complaints(case, visit), record],
        "offender": [("当事人登记信息查询单.pdf", looked_up)],
        "licences": NotApplicable(case.unlicensed),
        "investigation": [*picture, ("询问笔录.pdf", evidence.interview(visit, case.said))],
    }  # fmt: skip


def complaints(case: Case, visit: Visit) -> Sequence[tuple[str, bytes]]:
    """What was reported the day before, if anything was."""
    if not case.complained:
        return ()
    reported = replace(visit, found=case.complained, at=visit.at - timedelta(days=1))
    return (("投诉举报登记表.pdf", evidence.complaint(reported, f"编号 {reported.at:%Y%m%d}-07")),)


def drafted(county: County, story: Story, case: Case, sender: str, receiver: str = "zfj") -> Story:
    """The letter is written and put before the head, with the whole set."""
    files = materials(case, county.visit(case, sender, story.at))
    return story(f"{sender}.handler", "draft", files, **county.letter(case, sender, receiver, story.at))


def sent(county: County, name: str, case: Case, days_ago: int, *way: str) -> Story:
    """A case that is found, drafted, approved and sent within a morning."""
    sender, receiver = way
    story = county.story(name, county.days.ago(days_ago, "09:50"))
    story(f"{sender}.handler", "find", **found(case, story.at)).then("10:30")
    drafted(county, story, case, sender, receiver).then("11:10")
    return story(f"{sender}.head", "approve")(f"{sender}.handler", "send")


def urgent(county: County, story: Story, case: Case, sender: str, ground: str, reason: str) -> Story:
    """Found, stopped and told to the other side within the hour, as an urgent case demands."""
    at = story.at
    more = {"urgency": ground, "urgency_reason": reason}
    story(f"{sender}.handler", "find_urgent", **found(case, at, **more))
    story(
        f"{sender}.handler", "order_stop", stopped_at=at - timedelta(minutes=25), stop_kind="责令停止",
        stop_basis=case.basis,
    )  # fmt: skip
    told = {"informed": "zfj", "informed_person": county.name("zfj.liaison")}
    return story(f"{sender}.handler", "inform", informed_at=at - timedelta(minutes=20), **told)


def closed(county: County) -> Story:
    """A building without a planning permit: handed over, filed, decided, and the result fed back in time."""
    story = sent(county, "厂房无规划许可：已办结", cases.FACTORY, 28, "zrzy", "zfj").then("15:00")
    story("zfj.liaison", "receive", received_by=county.name("zfj.liaison")).then("09:40", days=1)
    story("zfj.head", "accept").then("10:00", days=3)
    year = story.at.year
    story("zfj.head", "file", case_no=f"武综执立〔{year}〕31号", filed_on=story.at.date()).then("15:10", days=12)
    story(
        "zfj.handler", "decide", decision_no=f"武综执罚〔{story.at.year}〕27号", decided_on=story.at.date(), penalty="处罚",
        outcome="责令限期拆除违法建设的厂房，逾期不拆除的依法强制拆除；当事人已于期限内自行拆除。",
    ).then("10:30", days=2)  # fmt: skip
    return story("zfj.head", "feed_back")


def accepted(county: County) -> Story:
    """Concrete in a river bed, urgent and major: approved by the chief, sent, corrected, and being looked into."""
    case = cases.PLATFORM
    story = county.story("滩地浇筑平台：紧急移送，立案审查中", county.days.ago(4, "09:40"))
    urgent(county, story, case, "slj", "building", "正在浇筑，再过半日即可成型，且汛期未过。").then("10:40")
    files = materials(case, county.visit(case, "slj", story.at))
    story("slj.handler", "draft", files, grade="major", **county.letter(case, "slj", "zfj", story.at))
    story("slj.chief", "approve")("slj.handler", "send").then("14:20")
    story("zfj.liaison", "receive", received_by=county.name("zfj.liaison")).then("09:40", days=1)
    story("zfj.head", "accept").then("10:30")
    wrong, right = "混凝土平台约240平方米", "混凝土平台约260平方米（经复测）"
    return story("slj.chief", "correct", mistake=wrong, correction=right)


def unsigned(county: County) -> Story:
    """Cooking fumes: sent on the last working day, not yet signed for."""
    return sent(county, "餐饮油烟：待签收", cases.FUMES, 1, "sthj", "zfj")


def supplementing(county: County) -> Story:
    """Building waste on the road: the receiver has asked for what is lacking, and its clock stands still."""
    story = sent(county, "遗撒建筑垃圾：补正中，答复期限中止", cases.DUMPING, 3, "zjj", "zfj").then("15:20")
    story("zfj.liaison", "receive", received_by=county.name("zfj.liaison")).then("10:10", days=2)
    return story("zfj.head", "ask_supplement", gaps="请补充运输车辆行驶证复印件、过磅单和沿途监控截图。")


def due_today(county: County) -> Story:
    """Gas sold without a permit: drafted, and waiting for approval on the last day."""
    story = county.story("无证经营燃气：待批准，今天到期", county.days.due_today(3, "09:50"))
    story("zjj.handler", "find", **found(cases.GAS_SALE, story.at)).then("15:30")
    return drafted(county, story, cases.GAS_SALE, "zjj")


def returned(county: County) -> Story:
    """The bureau hands a case to a department, which returns it with the organ that it thinks competent."""
    story = sent(county, "擅建墓穴：已退回", cases.GRAVES, 4, "zfj", "mzj").then("15:30")
    story("mzj.liaison", "receive", received_by=county.name("mzj.liaison")).then("10:20", days=2)
    reasons = "墓穴位于林地，占用林地、毁坏林木的行为应先由自然资源和规划部门认定、查处。"
    return story("mzj.head", "return_case", reasons=reasons, suggested="zrzy")


def late(county: County) -> Story:
    """Noise at night: the head has had it for days, and the time to send it is over."""
    story = county.story("夜间施工噪声：待批准，移送已超期", county.days.ago(7, "09:50"))
    story("sthj.handler", "find", **found(cases.NIGHT_WORK, story.at)).then("15:10", days=1)
    return drafted(county, story, cases.NIGHT_WORK, "sthj")


def recalled(county: County) -> Story:
    """An advertisement: sent, and recalled before it was signed for; the letter keeps its number, as void."""
    story = sent(county, "户外广告：签收前撤回", cases.SIGN, 9, "zjj", "zfj").then("16:10")
    return story("zjj.head", "recall", reasons="当事人当日已自行拆除广告牌，无需移送。")


def running(county: County) -> Story:
    """Gas cylinders in a cellar, urgent: its 24 hours are running now, and the head has it for approval."""
    story = county.story("地下室存放燃气：24小时正在走，待批准", county.days.lately())
    urgent(county, story, cases.GAS_KITCHEN, "zjj", "safety", "地下室存放液化石油气，现场有泄漏，危及楼内居民。")
    return drafted(county, story, cases.GAS_KITCHEN, "zjj")


def disputed(county: County) -> Story:
    """Sand from a river: returned a second time, so that a dispute over jurisdiction is proposed."""
    story = sent(county, "河道采砂：二次退回，待提请管辖争议", cases.SAND, 9, "slj", "zfj").then("15:10")
    signed = {"received_by": county.name("zfj.liaison")}
    story("zfj.liaison", "receive", **signed).then("10:00", days=2)
    first = "采砂点位于堤防外侧，不在河道管理范围内，采挖砂石属矿产资源管理，应由自然资源和规划部门查处。"
    story("zfj.head", "return_case", reasons=first, suggested="zrzy").then("10:00", days=1)
    drafted(county, story, cases.SAND, "slj").then("11:10")
    story("slj.head", "approve")("slj.handler", "send").then("15:00")
    story("zfj.liaison", "receive", **signed).then("10:10", days=2)
    second = "再次移送未附河道管理范围认定材料，仍不能证明采砂点在河道管理范围内。"
    return story("zfj.head", "return_case", reasons=second, suggested="zrzy")


def decided(county: County) -> Story:
    """Trees felled: decided two days ago, the result still to be fed back."""
    story = sent(county, "砍伐行道树：已作决定，待反馈", cases.TREES, 24, "zjj", "zfj").then("15:00")
    story("zfj.liaison", "receive", received_by=county.name("zfj.liaison")).then("14:40", days=1)
    story("zfj.head", "accept").then("09:30", days=2)
    story("zfj.head", "file", case_no=f"武综执立〔{story.at.year}〕36号", filed_on=story.at.date()).then(
        "16:20", days=19
    )
    outcome = "罚款人民币8000元，责令补植香樟4株；罚款已缴纳，补植已完成。"
    number = f"武综执罚〔{story.at.year}〕33号"
    return story(
        "zfj.handler", "decide", decision_no=number, decided_on=story.at.date(), penalty="处罚", outcome=outcome
    )


def deemed(county: County) -> Story:
    """Drains: nobody signed within the term, so it counts as received; an answer is owed."""
    return sent(county, "雨污混接：逾期视为签收，待答复", cases.DRAINS, 5, "slj", "zfj").silence(days=3)


TOLD: tuple[Callable[[County], Story], ...] = (
    closed, accepted, unsigned, supplementing, due_today, returned, late, recalled, running, disputed, decided, deemed,
)  # fmt: skip


def tell(now: datetime) -> list[Story]:
    """All stories, done in the order of their moments; what they have become."""
    county = County(Days.before(now))
    stories = [story(county) for story in TOLD]
    play(stories, now)
    return stories
