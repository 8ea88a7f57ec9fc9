"""The violations that the stories are about. Firms, people, numbers and places in them are invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from .photographs import Scene


@dataclass(frozen=True, kw_only=True)
class Party:
    """Whom a case is about; `present` was there when the officers came."""

    name: str
    address: str
    present: str
    code: str = ""
    phone: str = ""
    kind: str = "firm"

    @property
    def form(self) -> Mapping[str, str]:
        """As the forms ask for it."""
        known = {"name": self.name, "code": self.code, "phone": self.phone, "address": self.address}
        firm = {"representative": self.present} if self.kind == "firm" else {}
        return {"kind": self.kind, **{key: text for key, text in {**known, **firm}.items() if text}}

    @property
    def registered(self) -> list[tuple[str, str]]:
        """What a look-up of the register prints."""
        if self.kind == "person":
            return [("姓名", self.name), ("住址", self.address), ("联系电话", self.phone)]
        return [
            ("名称", self.name), ("统一社会信用代码", self.code), ("法定代表人（负责人）", self.present),
            ("住所", self.address), ("登记状态", "存续"),
        ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Case:
    """One violation: of which item, where, what was seen and said, and by which article it is punished."""

    title: str
    item: str  # its key in the catalogue
    party: Party
    place: str
    facts: str
    said: tuple[tuple[str, str], ...]
    basis: str
    unlicensed: str = "经查询，当事人未办理相关审批许可。"
    complained: str = ""  # what somebody had reported before the officers came
    scene: Scene | None = None


FACTORY = Case(
    title="未取得建设工程规划许可证进行建设", item="planning-permit", place="武义县壶山街道城东工业区12号",
    party=Party(
        name="武义锐拓五金制品有限公司", code="91330723MA0YD3K8XB", present="汤建军", phone="0579-87660001",
        address="武义县壶山街道城东工业区12号",
    ),
    facts="当事人在厂区东侧浇筑框架结构厂房一处，东西长20米、南北宽12米，占地约240平方米，已建至二层，现场有工人6名、搅拌机1台。"
    "当事人不能提供建设工程规划许可证。",
    said=(
        ("这处厂房是谁建的，什么时候开工？", "是我公司建的，上个月开工，打算做成品仓库。"),
        ("有没有办理建设工程规划许可证？", "没有办，以为建在自己厂区里不用办。"),
        ("造价大约多少？", "和施工队谈的是包工包料，一共三十八万元。"),
    ),
    basis="《中华人民共和国城乡规划法》第六十四条", scene=Scene(floors=2),
)  # fmt: skip

PLATFORM = Case(
    title="在河道管理范围内建设妨碍行洪的建筑物", item="river-obstruction", place="武义县泉溪镇熟溪左岸滩地",
    party=Party(
        name="武义恒砾建材有限公司", code="91330723MA0XH7L964", present="何伟民", phone="0579-87660002",
        address="武义县泉溪镇泉溪村88号",
    ),
    facts="当事人在熟溪泉溪段左岸滩地浇筑混凝土平台约240平方米，正在架设上部构架，侵占行洪断面。现场有罐车2辆，浇筑仍在进行。",
    said=(
        ("为什么在滩地上浇筑平台？", "想做个砂石料堆场，装车方便。"),
        ("经过哪个部门同意？", "和村里打过招呼，没有办过手续。"),
    ),
    basis="《中华人民共和国水法》第六十五条", scene=Scene(floors=1, beside_water=True),
)  # fmt: skip

FUMES = Case(
    title="未安装油烟净化设施", item="cooking-fumes", place="武义县白洋街道温泉南路156号",
    party=Party(
        name="武义茗香小厨餐饮店", code="92330723MA0TC4R288", present="叶雅琴", phone="0579-87660003",
        address="武义县白洋街道温泉南路156号",
    ),
    facts="当事人从事餐饮服务，厨房设灶头3个，未安装油烟净化设施，油烟经排风扇直排，排口距居民楼窗户约6米。",
    said=(
        ("开业多久，有没有装油烟净化器？", "开了四个月，还没有装，准备过段时间装。"),
        ("有没有邻居来反映过？", "楼上来说过两次。"),
    ),
    basis="《中华人民共和国大气污染防治法》第一百一十八条第一款",
    complained="温泉南路156号一楼饭店没有净化设备，每天中午、晚上油烟直接吹到楼上，要求处理。",
)  # fmt: skip

DUMPING = Case(
    title="运输车辆沿途遗撒建筑垃圾", item="building-waste-dumping", place="武义县熟溪街道武阳东路",
    party=Party(
        name="武义瑞垚渣土运输有限公司", code="91330723MA0RD8W59L", present="吴振华", phone="0579-87660004",
        address="武义县熟溪街道南湖路9号",
    ),
    facts="当事人运输建筑垃圾的自卸货车车厢未密闭，自武阳东路工地出口起沿途遗撒渣土约2公里，污染路面约3000平方米。",
    said=(
        ("车上装的是什么，运到哪里？", "拆房子的碎砖和渣土，运到城西消纳场。"),
        ("车厢为什么没有盖上？", "篷布卡住了，想着路不远就没有停下来弄。"),
    ),
    basis="《浙江省城市市容和环境卫生管理条例》第二十八条",
)  # fmt: skip

GAS_SALE = Case(
    title="未取得燃气经营许可证从事燃气经营活动", item="gas-permit", place="武义县桐琴镇工业路31号",
    party=Party(
        name="武义金泉日用品商行", code="92330723MA0QF6N3XR", present="程立新", phone="0579-87660005",
        address="武义县桐琴镇工业路31号",
    ),
    facts="当事人在桐琴镇租用仓库一间，存放15公斤液化石油气钢瓶46只，其中满瓶29只，对外送气上门，不能提供燃气经营许可证。",
    said=(
        ("这些钢瓶从哪里来，卖给谁？", "从外地充好拉来，送给附近的小饭店和出租房。"),
        ("有没有燃气经营许可证？", "没有。"),
    ),
    basis="《城镇燃气管理条例》第四十五条第一款",
)  # fmt: skip

GRAVES = Case(
    title="未经批准擅自兴建殡葬设施", item="funeral-facilities", place="武义县履坦镇后山林地",
    party=Party(
        name="邵志强", kind="person", present="邵志强", phone="13800000000", address="武义县履坦镇范村",
    ),
    facts="当事人在后山林地内修建砖石墓穴三座，占地约45平方米，不能提供民政部门的批准文件。",
    said=(
        ("这三座墓是谁修的，给谁用？", "我出钱请人修的，家里老人用。"),
        ("有没有报经批准？", "没有，以前村里都是这样修的。"),
    ),
    basis="《殡葬管理条例》第十八条", complained="履坦镇后山有人用挖掘机修坟，毁了不少树。",
)  # fmt: skip

NIGHT_WORK = Case(
    title="未取得证明夜间进行产生噪声的建筑施工作业", item="night-construction", place="武义县熟溪街道明招路安置房工地",
    party=Party(
        name="武义宏础建设工程有限公司", code="91330723MA0PG2J70Q", present="潘向东", phone="0579-87660006",
        address="武义县熟溪街道明招路200号",
    ),
    facts="当事人于夜间在明招路安置房工地浇筑混凝土，泵车、振捣棒同时作业，不能提供夜间施工证明。",
    said=(("为什么夜间还在浇筑？", "白天罐车进不了城，混凝土又不能中断。"), ("夜间施工证明呢？", "申请过，还没有批下来。")),
    basis="《中华人民共和国噪声污染防治法》第七十七条第二项",
    complained="明招路工地半夜打混凝土，整栋楼都睡不着。", scene=Scene(floors=3, by_night=True),
)  # fmt: skip

SIGN = Case(
    title="擅自设置大型户外广告", item="outdoor-advertising", place="武义县壶山街道解放北街72号楼顶",
    party=Party(
        name="武义启明广告有限公司", code="91330723MA0NB5K17A", present="方晨曦", phone="0579-87660007",
        address="武义县壶山街道解放北街70号",
    ),
    facts="当事人在解放北街72号楼顶设置户外广告牌一处，长12米、高4米，未经同意。",
    said=(("广告牌什么时候装的？", "昨天刚装好。"), ("有没有办理设置手续？", "正准备去办。")),
    basis="《浙江省城市市容和环境卫生管理条例》第十八条第二款",
)  # fmt: skip

GAS_KITCHEN = Case(
    title="在不具备安全条件的场所使用、储存燃气", item="gas-unsafe-place", place="武义县白洋街道北岭一路18号地下室",
    party=Party(
        name="武义老灶台饭店", code="92330723MA0MY9D426", present="金明亮", phone="0579-87660008",
        address="武义县白洋街道北岭一路18号",
    ),
    facts="当事人在地下室厨房使用液化石油气，存放50公斤钢瓶4只，无可燃气体报警装置，通风不畅，现场能闻到燃气气味。",
    said=(("钢瓶为什么放在地下室？", "楼上没有地方，做菜拿着方便。"), ("有没有报警器？", "装过一个，坏了没有换。")),
    basis="《城镇燃气管理条例》第四十九条第一款第五项",
)  # fmt: skip

SAND = Case(
    title="擅自在河道管理范围内采砂", item="sand-mining", place="武义县王宅镇宣平溪右岸",
    party=Party(
        name="武义川石建材经营部", code="92330723MA0LX3H616", present="朱永康", phone="0579-87660009",
        address="武义县王宅镇王宅村15号",
    ),
    facts="当事人使用挖掘机1台、货车2辆在宣平溪右岸采挖砂石约180立方米，堆放于岸边，不能提供采砂许可证。",
    said=(("砂石是从哪里挖的？", "从溪边的自留地往外挖的。"), ("有没有采砂许可证？", "没有，我以为是自己的地。")),
    basis="《浙江省河道管理条例》第四十五条",
)  # fmt: skip

TREES = Case(
    title="擅自砍伐城市树木", item="tree-felling", place="武义县壶山街道武江大道",
    party=Party(
        name="武义江岸物业服务有限公司", code="91330723MA0KW7G86P", present="徐海涛", phone="0579-87660010",
        address="武义县壶山街道武江大道1号",
    ),
    facts="当事人为拓宽小区出入口，砍伐行道香樟2株，胸径分别为18厘米和21厘米，未经批准。",
    said=(("树是谁叫人砍的？", "公司定的，请了工人来砍。"), ("有没有报批？", "没有，不知道要报批。")),
    basis="《城市绿化条例》第二十六条第二项",
)  # fmt: skip

DRAINS = Case(
    title="将雨水管网、污水管网相互混接", item="drains-mixed", place="武义县茭道镇黄龙三路6号",
    party=Party(
        name="武义清源水洗有限公司", code="91330723MA0JT1F94F", present="蒋思远", phone="0579-87660011",
        address="武义县茭道镇黄龙三路6号",
    ),
    facts="当事人厂区东侧排水改造时将生产废水管接入道路雨水井，雨水井内积水呈蓝色。",
    said=(("这根管子接到哪里？", "施工的人接的，我不清楚是雨水井。"),),
    basis="《城镇排水与污水处理条例》第四十八条",
)  # fmt: skip
