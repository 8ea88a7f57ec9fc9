"""Cases that go from one department to another, each in another state: what a newcomer finds on the first day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from xiezhi.kernel import NotApplicable

from .evidence import picture, record
from .office import Story, ago

FIRMS = {
    "ruitu": {"kind": "firm", "name": "武义锐拓五金制品有限公司", "code": "91330723MA0YD3K8T7", "representative": "汤建军", "phone": "0579-87660001", "address": "壶山街道城东工业区"},
    "hengli": {"kind": "firm", "name": "武义恒砾建材有限公司", "code": "91330723MA0XH7L9QU", "representative": "何伟民", "phone": "0579-87660002", "address": "泉溪镇熟溪左岸"},
    "mingxiang": {"kind": "firm", "name": "武义茗香小厨餐饮店", "representative": "叶雅琴", "phone": "0579-87660003", "address": "白洋街道温泉南路"},
    "ruiyao": {"kind": "firm", "name": "瑞垚建设有限公司", "representative": "吴振华", "address": "熟溪街道"},
    "jinquan": {"kind": "firm", "name": "武义金泉燃气经营部", "representative": "程立新", "address": "桐琴镇"},
    "person": {"kind": "person", "name": "邵志强", "phone": "13857900000", "address": "履坦镇"},
}  # fmt: skip
TWO = [{"name": "金晨", "certificate": "浙G2021001"}, {"name": "徐晓峰", "certificate": "浙G2021002"}]


def _found(at: datetime, firm: str, case: str, item: str, place: str, **more: Any) -> dict[str, Any]:
    return {
        "case_title": case, "offender": FIRMS[firm], "place": place, "item": item, "source": "inspection",
        "found_at": at - timedelta(hours=2), "concluded_at": at - timedelta(minutes=5), **more,
    }  # fmt: skip


def _letter(receiver: str, facts: str, basis: str) -> dict[str, Any]:
    return {
        "receiver": receiver, "facts": facts, "why": "该事项的行政处罚权不由本单位行使，应由你单位查处。", "basis": basis,
        "officers": TWO, "contact": "0579-87601203",
    }  # fmt: skip


def _files(title: str) -> dict[str, Any]:
    return {
        "source": [("现场检查记录.pdf", record("现场检查记录", title, "检查人员两人，当事人在场。"))],
        "offender": [("企业登记信息.pdf", record("企业登记信息", title))],
        "licences": NotApplicable("经查询，未办理相关审批许可"),
        "investigation": [
            ("现场照片.png", picture()),
            ("询问笔录.pdf", record("询问笔录", title, "以上笔录经核对无误。")),
        ],
    }


def _sent(now: datetime, days: int, sender: str, found: dict[str, Any], letter: dict[str, Any], hour: int = 9) -> Story:
    """A case that was found, drafted, approved and sent within a day."""
    story = Story(now, ago(now, days, hour, 20))
    story(f"{sender}.handler", "find", **found)
    story(f"{sender}.handler", "draft", _files(found["case_title"]), **letter)
    story.later(hours=1)(f"{sender}.head", "approve")
    return story(f"{sender}.handler", "send")


def planning_closed(now: datetime) -> Story:
    """A building without a planning permit, handed over, filed, decided and fed back in time."""
    at = ago(now, 28, 9, 20)
    found = _found(at, "ruitu", "未取得建设工程规划许可证进行建设", "planning-permit", "壶山街道城东工业区")
    facts = "当事人在厂区东侧浇筑框架结构厂房一处，占地约240平方米，建至一层，不能提供建设工程规划许可证。"
    story = _sent(now, 28, "zrzy", found, _letter("zfj", facts, "《中华人民共和国城乡规划法》第六十四条"))
    story.later(hours=3)("zfj.liaison", "receive", received_by="李文静")
    story.later(1)("zfj.head", "accept").later(3)
    story("zfj.head", "file", case_no="武综执立〔2026〕31号", filed_on=story.at.date())
    story.later(12)(
        "zfj.handler",
        "decide",
        decision_no="武综执罚〔2026〕27号",
        decided_on=story.at.date(),
        penalty="处罚",
        outcome="责令限期拆除违法建设的厂房，逾期不拆除的依法强制拆除。",
    )
    return story.later(2)("zfj.liaison", "feed_back")


def river_urgent(now: datetime) -> Story:
    """Concrete in a river bed, urgent: stopped, told, sent within 24 hours, and being looked into."""
    story = Story(now, ago(now, 4, 10, 5))
    found = _found(
        story.at, "hengli", "在河道管理范围内建设妨碍行洪的建筑物、构筑物", "river-obstruction", "泉溪镇熟溪左岸滩地"
    )
    story(
        "slj.handler", "find_urgent", **found, urgency="building", urgency_reason="正在浇筑，汛期未过，侵占行洪断面。"
    )
    story(
        "slj.handler",
        "order_stop",
        stopped_at=story.at - timedelta(minutes=3),
        stop_kind="责令停止",
        stop_basis="《中华人民共和国水法》第六十五条",
    )
    story("slj.handler", "inform", informed_at=story.at - timedelta(minutes=3), informed_person="周海涛")
    facts = "当事人在熟溪泉溪段左岸滩地浇筑混凝土平台约240平方米，正在架设钢构。"
    story(
        "slj.handler", "draft", _files(found["case_title"]), **_letter("zfj", facts, "《中华人民共和国水法》第六十五条")
    )
    story.later(hours=1)("slj.chief", "approve")("slj.handler", "send").later(hours=1)
    return story("zfj.liaison", "receive", received_by="周海涛").later(1)("zfj.head", "accept")


def fumes_waiting(now: datetime) -> Story:
    """Cooking fumes: sent yesterday, not yet signed for."""
    at = ago(now, 1, 9, 20)
    found = _found(at, "mingxiang", "未安装油烟净化设施", "cooking-fumes", "白洋街道温泉南路", source="complaint")
    facts = "当事人从事餐饮服务，未安装油烟净化设施，油烟直排居民楼一侧，群众投诉三次。"
    return _sent(now, 1, "sthj", found, _letter("zfj", facts, "《中华人民共和国大气污染防治法》第一百一十八条第一款"))


def spill_supplement(now: datetime) -> Story:
    """Building waste on the road: the receiver has asked for what is lacking, and its clock stands still."""
    at = ago(now, 5, 9, 20)
    found = _found(at, "ruiyao", "运输车辆遗撒建筑垃圾", "building-waste-dumping", "熟溪街道武阳东路")
    facts = "当事人运输建筑垃圾的车辆未密闭，沿途遗撒约两公里。"
    story = _sent(now, 5, "zjj", found, _letter("zfj", facts, "《浙江省城市市容和环境卫生管理条例》第二十八条"))
    story.later(hours=4)("zfj.liaison", "receive", received_by="李文静").later(1)
    return story("zfj.handler", "ask_supplement", gaps="请补充运输车辆的行驶证复印件和过磅单。")


def gas_approval(now: datetime) -> Story:
    """Gas without a permit: found by the bureau, drafted, and waiting for approval on the last day."""
    story = Story(now, ago(now, 3, 9, 20))
    found = _found(story.at, "jinquan", "未取得燃气经营许可证从事燃气经营活动", "gas-permit", "桐琴镇")
    story("zjj.handler", "find", **found)
    facts = "当事人在桐琴镇租用仓库，储存并销售瓶装液化石油气，不能提供燃气经营许可证。"
    return story(
        "zjj.handler",
        "draft",
        _files(found["case_title"]),
        **_letter("zfj", facts, "《城镇燃气管理条例》第四十五条第一款"),
    )


def cemetery_back(now: datetime) -> Story:
    """The bureau hands a case to a department, which returns it with the organ that it thinks competent."""
    at = ago(now, 6, 9, 20)
    found = _found(at, "person", "未经批准擅自兴建殡葬设施", "funeral-facilities", "履坦镇")
    facts = "当事人在林地内修建墓穴三座，不能提供批准文件。"
    story = _sent(now, 6, "zfj", found, _letter("mzj", facts, "《殡葬管理条例》第十八条"))
    story.later(hours=5)("mzj.liaison", "receive", received_by="方敏").later(1)
    return story(
        "mzj.head",
        "return_case",
        reasons="墓穴位于林地，占用林地的行为应由自然资源和规划部门先行认定。",
        suggested="zrzy",
    )


def noise_late(now: datetime) -> Story:
    """Found, and not sent in time: late for good."""
    story = Story(now, ago(now, 7, 9, 20))
    found = _found(
        story.at,
        "ruiyao",
        "夜间进行产生噪声的建筑施工作业",
        "night-construction",
        "熟溪街道明招路工地",
        source="complaint",
    )
    return story("sthj.handler", "find", **found)


def advert_recalled(now: datetime) -> Story:
    """Sent, and recalled before it was signed for: the letter keeps its number, as void."""
    at = ago(now, 9, 9, 20)
    found = _found(at, "mingxiang", "擅自设置大型户外广告", "outdoor-advertising", "壶山街道解放北街")
    story = _sent(
        now,
        9,
        "zjj",
        found,
        _letter("zfj", "当事人在楼顶设置户外广告牌一处。", "《浙江省城市市容和环境卫生管理条例》第十八条第二款"),
    )
    return story("zjj.head", "recall", reasons="当事人已当日自行拆除。")


TOLD: tuple[Callable[[datetime], Story], ...] = (
    planning_closed, river_urgent, fumes_waiting, spill_supplement, gas_approval, cemetery_back, noise_late, advert_recalled,
)  # fmt: skip


def tell(now: datetime) -> Iterator[Story]:
    """All stories, one after the other."""
    for story in TOLD:
        yield story(now)
