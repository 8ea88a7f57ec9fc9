"""Evidence to try things out with: forms as officers fill them in, and photographs as they take them. All drawn here."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

import typst

from xiezhi.kernel import ZONE
from xiezhi.typeset.fonts import folders, fonts_in

Pair = tuple[str, str]

TOLD = "我们是{organ}的执法人员，这是我们的执法证件，请过目。现依法向你询问有关情况，你有权申请回避，并应当如实回答。"


@dataclass(frozen=True)
class Sheet:
    """A form that is filled in: what form.typ is given. `talk` are questions with their answers."""

    organ: str
    title: str
    number: str = ""
    rows: Sequence[Pair] = ()
    lines: Sequence[str] = ()
    talk: Sequence[Pair] = ()
    found_title: str = ""
    found: str = ""
    signs: Sequence[Pair] = ()
    date: str = ""


@dataclass(frozen=True)
class Visit:
    """An inspection on the spot: by whom (name and certificate number), of whom, where, when, and what it has shown."""

    organ: str
    officers: Sequence[Pair]
    party: str
    represented: str  # who was there for it
    place: str
    at: datetime
    found: str


def printed(sheet: Sheet) -> bytes:
    """The form as a PDF."""
    return _set(_json(asdict(sheet)))


@lru_cache(maxsize=64)
def _set(words: str) -> bytes:
    fonts = fonts_in(folders(None))
    given = {"d": words, "faces": _json({**fonts.faces, "weight": fonts.weight})}
    return bytes(typst.compile(_form(), format="pdf", font_paths=fonts.found, sys_inputs=given))


def inspection(visit: Visit) -> bytes:
    """现场检查记录."""
    shown = "、".join(f"{name}（执法证号 {certificate}）" for name, certificate in visit.officers)
    sheet = Sheet(
        organ=visit.organ, title="现场检查记录",
        rows=[
            ("被检查人", visit.party), ("现场负责人", visit.represented), ("检查地点", visit.place),
            ("检查时间", _moment(visit.at)), ("检查人员", shown),
            ("告知事项", "检查人员已出示执法证件，告知检查事由和依据，以及申请回避、陈述申辩的权利。"),
        ],
        found_title="现场情况", found=f"{visit.found}\n以上情况已拍照取证，检查记录经现场负责人核对无误。",
        signs=[("现场负责人", visit.represented), ("见证人", ""), *(("检查人员", name) for name, _ in visit.officers)],
        date=_day(visit.at),
    )  # fmt: skip
    return printed(sheet)


def interview(visit: Visit, talk: Sequence[Pair]) -> bytes:
    """询问笔录."""
    (first, _), (second, _) = visit.officers[:2]
    sheet = Sheet(
        organ=visit.organ, title="询问笔录",
        rows=[
            ("被询问人", visit.represented), ("所在单位", visit.party), ("询问地点", visit.place),
            ("询问时间", _moment(visit.at)), ("询问人", first), ("记录人", second),
        ],
        talk=[(TOLD.format(organ=visit.organ), "看清楚了，不申请回避。"), *talk, ("以上记录是否属实？", "属实，我已看过。")],
        signs=[("被询问人", visit.represented), ("询问人", first), ("记录人", second)], date=_day(visit.at),
    )  # fmt: skip
    return printed(sheet)


def registration(rows: Sequence[Pair], organ: str, at: datetime) -> bytes:
    """经营主体登记信息, as it is looked up and printed for a case."""
    note = f"以上信息由{organ}于{_moment(at)}查询打印，与查询结果一致。"
    return printed(Sheet(organ=organ, title="当事人登记信息查询单", rows=rows, lines=[note], date=_day(at)))


def complaint(visit: Visit, number: str) -> bytes:
    """投诉举报登记表."""
    sheet = Sheet(
        organ=visit.organ, title="投诉举报登记表", number=number,
        rows=[
            ("登记时间", _moment(visit.at)), ("来源", "12345政务服务热线"), ("被举报人", visit.party),
            ("地点", visit.place), ("举报人", "要求保密"),
        ],
        found_title="反映的情况", found=visit.found, signs=[("登记人", visit.officers[0][0])], date=_day(visit.at),
    )  # fmt: skip
    return printed(sheet)


def _moment(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日{local:%H}时{local:%M}分"


def _day(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=1)
def _form() -> bytes:
    return files("xiezhi.demo").joinpath("form.typ").read_bytes()
