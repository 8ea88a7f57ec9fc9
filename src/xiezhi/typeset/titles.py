"""A title in lines of one shape (梯形 or 菱形) that end between words: GB/T 9704-2012 clause 7.3.1."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, takewhile
from typing import Final
from unicodedata import east_asian_width

MOST: Final = 20.0  # characters of 2号 in a line of 156 mm
INSIDE, APART, EACH = 16.0, 0.0, 12.0  # harm: a break in what is no known word, one between words, one more line
NARROW, CAPITAL = 0.55, 0.75  # of Latin letters and numbers, in a Song face
STEP: Final = 2.0  # characters that one line is longer than the next
NEVER: Final = float("inf")

# Words of official titles and of violations: no line ends inside one.
WORDS: Final = frozenset(
    "关于 移送 退回 撤回 更正 反馈 通知 告知 申请 提请 答复 协助 征求 意见 涉嫌 案件 管辖 争议 决定 处理 结果 材料 清单 补正 立案 不予 "
    "一案的函 一案 的函 的复函 的通知 的决定 的申请书 移送函的函 移送函 处理结果的函 回执 通知书 告知书 申请书 县级 武义县 综合 行政 执法 "
    "自然资源 生态环境 市场监督管理 住房和城乡建设 综合行政执法 未取得 未经 批准 未按照 未按 未办理 擅自 未经批准 违反 违法 非法 无证 许可证 许可 "
    "建设工程 规划 用地 施工 进行 建设 建筑 建筑物 构筑物 行政处罚 行政许可 生活垃圾 建筑垃圾 垃圾 污水 排放 排水 设施 管道 燃气 经营 活动 "
    "从事 占用 挖掘 道路 河道 管理范围内 管理 范围 妨碍 行洪 设置 大型 户外 广告 油烟 净化 安装 噪声 夜间 产生 作业 运输 车辆 遗撒 倾倒 "
    "堆放 物料 绿化 树木 砍伐 损坏 破坏 公共 场所 房屋 出租 危险 殡葬 兴建 企业 单位 个人 规定 要求 期限 位置 面积 责令 改正 停止 超过 "
    "逾期 拒不 提供 证明 安全 生产 消防 食品 药品 卫生 环境 污染 工程 服务 使用 销售 储存 瓶装 液化 石油气 混凝土 砂浆 采砂 取水".split()
)
# What a name ends with: it is not torn from what stands before it.
ENDINGS: Final = frozenset(
    "有限公司 有限责任公司 股份有限公司 集团 公司 经营部 合作社 餐饮店 委员会 街道 管理局 建设局 执法局 规划局 分局".split()
)
KNOWN: Final = WORDS | ENDINGS
LONGEST: Final = max(map(len, KNOWN))
OPENING, CLOSING = "“‘（《〈〔【", "”’）》〉〕】，。；：、！？的"


def lines(title: str, most: float = MOST) -> tuple[str, ...]:
    """The title in lines of at most `most` characters, broken where it reads best."""
    widths = list(accumulate((_width(c) for c in title), initial=0.0))
    if widths[-1] <= most or not title:
        return (title,)
    harms = list(_harms(title))
    fewest = int(-(-widths[-1] // most))
    ways = [
        way
        for count in (fewest, fewest + 1)
        for shape in _shapes(count, widths[-1] / count)
        if (way := _broken(widths, harms, shape, most))
    ]
    if not ways:  # a run that may not be broken is wider than the line
        return (title,)
    _, ends = min(ways)
    return tuple(title[a:b] for a, b in pairwise((0, *ends)))


def _width(character: str) -> float:
    if east_asian_width(character) in "FWA":
        return 1.0
    return CAPITAL if character.isupper() else NARROW


def _shapes(count: int, mean: float) -> Iterator[list[float]]:
    """How wide the lines would best be: growing, shrinking, or widest in the middle."""
    middle = (count - 1) / 2
    yield [mean + STEP * (n - middle) for n in range(count)]
    yield [mean - STEP * (n - middle) for n in range(count)]
    if count > 2:
        away = [STEP * abs(n - middle) for n in range(count)]
        yield [mean + sum(away) / count - a for a in away]


def _broken(
    widths: Sequence[float], harms: Sequence[float], shape: Sequence[float], most: float
) -> tuple[float, tuple[int, ...]] | None:
    """The best way to break into lines of about this shape, and what it costs. None: there is none."""
    places = [end for end, harm in enumerate(harms) if harm < NEVER]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (EACH * len(shape), ())}
    for wanted in shape:
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, ends) in best.items():
            for end in places[bisect(places, start) :]:
                width = widths[end] - widths[start]
                if width > most:
                    break
                way = (cost + (width - wanted) ** 2 + harms[end], (*ends, end))
                if end not in reached or way < reached[end]:
                    reached[end] = way
        best = reached
    return best.get(len(widths) - 1)


def _harms(title: str) -> Iterator[float]:
    """What it costs to break before each character, and after the last."""
    yield NEVER
    words = list(_split(title))
    for before, after in pairwise(words):
        yield from [NEVER] * (len(before) - 1)
        yield _harm(before, after)
    yield from [NEVER] * (len(words[-1]) - 1)
    yield APART


def _harm(before: str, after: str) -> float:
    if before[-1] in OPENING or after[0] in CLOSING or after.isspace():
        return NEVER
    if before.isspace():
        return APART
    known = after not in ENDINGS and (before in KNOWN or after in WORDS or before in CLOSING)
    return APART if known else INSIDE


def _split(title: str) -> Iterator[str]:
    """The words that are known, numbers and Latin words whole, and the rest character by character."""
    at = 0
    while at < len(title):
        known = (n for n in range(LONGEST, 1, -1) if title[at : at + n] in KNOWN)
        size = next(known, 0) or len(list(takewhile(_narrow, title[at:]))) or 1
        yield title[at : at + size]
        at += size


def _narrow(character: str) -> bool:
    return _width(character) < 1 and not character.isspace()
