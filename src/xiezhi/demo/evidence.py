"""Evidence to try things out with: a record of inspection as a PDF and a picture of the place, drawn here."""

import json
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

RECORD = """
#let d = json(bytes(sys.inputs.at("d")))
#set page(paper: "a4", margin: 28mm)
#set text(size: 14pt, lang: "zh")
#align(center, text(size: 20pt, weight: "bold", d.title))
#v(6mm)
#for line in d.lines [#par(line)]
"""

PICTURE = """
#set page(width: 160mm, height: 100mm, margin: 0mm, fill: rgb("#b9d3e6"))
#place(bottom, rect(width: 100%, height: 34mm, fill: rgb("#8f9a6b")))
#place(bottom + left, dx: 22mm, dy: -24mm, rect(width: 70mm, height: 44mm, fill: rgb("#c9bda6"), stroke: 1pt + rgb("#6e6250")))
#for n in range(4) { place(bottom + left, dx: 28mm + n * 16mm, dy: -46mm, rect(width: 9mm, height: 12mm, fill: rgb("#5d7285"))) }
#place(bottom + left, dx: 92mm, dy: -24mm, rect(width: 34mm, height: 26mm, fill: rgb("#d8cfbf"), stroke: 1pt + rgb("#6e6250")))
#place(bottom + left, dx: 100mm, dy: -50mm, line(length: 40mm, angle: -62deg, stroke: 2pt + rgb("#b0552f")))
"""


@cache
def record(title: str, *lines: str) -> bytes:
    """A record of inspection, one page."""
    given = json.dumps({"title": title, "lines": lines}, ensure_ascii=False)
    return bytes(typst.compile(RECORD.encode(), format="pdf", font_paths=_fonts(), sys_inputs={"d": given}))


@cache
def picture() -> bytes:
    """A building going up beside a river, as a PNG."""
    return bytes(typst.compile(PICTURE.encode(), format="png", ppi=120))


def _fonts() -> list[str | Path | bytes]:

    return [str(next(iter(pylopdf_fonts_zh_cn.__path__)))]
