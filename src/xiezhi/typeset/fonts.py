"""Which fonts a document is set in: the county's own first, then those that come along."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
XIAO_BIAO_SONG: Final = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05")
SONG: Final = ("宋体", "SimSun", "FandolSong", SERIF)
FAMILIES: Final = {
    "headline": (*XIAO_BIAO_SONG, "FandolSong", SERIF),
    "body": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FandolFang R", SERIF),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "FandolKai", SERIF),
    "hei": ("黑体", "SimHei", "FandolHei", SANS),
    "song": SONG,
}
HEAVY: Final = 600  # the weight from which a cut is bold enough for a headline
OUTLINE: Final = 0.03  # of the size: a plain Song drawn so looks about as heavy as 小标宋


class FontsMissing(Exception):
    """No font is there for some part of a document; the message says which, and where was looked."""


@dataclass(frozen=True, eq=False)
class Fonts:
    """The fonts found, and for each part of a document the families that are there, best first.

    The headline is made heavy by `weight`, and where there is no heavy cut, by an outline of `stroke` times its size.
    """

    found: typst.Fonts
    faces: Mapping[str, tuple[str, ...]]
    weight: int
    stroke: float


def folders(own: Path | None) -> tuple[Path, ...]:
    """Where fonts are looked for: the given folder, then the wheel's."""
    if own is not None and not own.is_dir():
        raise FontsMissing(f"字体目录 {own} 不存在")
    wheel = find_spec("pylopdf_fonts_zh_cn")
    return tuple(path for path in (own, Path(wheel.origin).parent if wheel and wheel.origin else None) if path)


@lru_cache
def fonts_in(places: tuple[Path, ...]) -> Fonts:
    """The faces of every part of a document; only what is there is named, as an unknown family is an error."""
    found = typst.Fonts(include_system_fonts=False, font_paths=[str(place) for place in places])
    there = set(found.families())
    faces = {part: tuple(family for family in families if family in there) for part, families in FAMILIES.items()}
    missing = [FAMILIES[part][-1] for part, families in faces.items() if not families]
    if missing:
        where = "、".join(map(str, places)) or "（无）"
        raise FontsMissing(f"缺少字体：{'、'.join(dict.fromkeys(missing))}；已查找的目录：{where}")
    weight, stroke = _heaviness(found, faces["headline"][0])
    return Fonts(found, faces, weight, stroke)


def _heaviness(found: typst.Fonts, family: str) -> tuple[int, float]:
    """How a headline in this family is made heavy: by its own design, by its heaviest cut, else by an outline."""
    heaviest = max(font.weight for font in found.fonts() if font.family == family)
    return heaviest, 0.0 if family in XIAO_BIAO_SONG or heaviest >= HEAVY else OUTLINE
