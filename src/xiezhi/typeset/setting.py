"""Fixed words -> PDF: the same words always give the same bytes."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import count, groupby
from pathlib import Path
from threading import local
from typing import Any, Final, cast

import typst

from . import titles
from .fonts import Fonts
from .words import Document, MaterialsList, Row

TEMPLATES: Final = Path(__file__).parent
STANDARD: Final = "a-2b"  # PDF/A-2b, ISO 19005-2: what archives take
BEIJING: Final = timezone(timedelta(hours=8))
UNDATED: Final = date(2021, 1, 1)  # of a paper that has no date yet; only its file says so
ROW_MOST: Final = 300  # characters: what is longer is not kept on one page with the signatures
HEADING_MOST: Final = 40  # characters: what is longer is a sentence, not a heading
FACES: Final = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), "hei"),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), "kai"),
)

_own = local()


@dataclass(frozen=True)
class Pages:
    """A document as a PDF, and what the typesetter had to say against it; nothing if all is well."""

    pdf: bytes
    warnings: tuple[str, ...] = ()


def typeset(document: Document, fonts: Fonts, *, void: str = "") -> Pages:
    """Set the document; one that is `void` is marked 作废 on every page, with what made it so.

    Where a character is in no font, a box stands in its place and the file is no PDF/A.
    """
    words = json.dumps({**inputs(document), "void": void}, ensure_ascii=False)
    try:
        return _compiled(document, words, fonts, [STANDARD])
    except typst.TypstError as refused:
        pages = _compiled(document, words, fonts, [])
        return Pages(pages.pdf, (refused.message, *pages.warnings))


def _compiled(document: Document, words: str, fonts: Fonts, standards: list[Any]) -> Pages:
    pdf, warnings = _compiler(fonts).compile_with_warnings(
        input=TEMPLATES / f"{document.layout}.typ",
        format="pdf",
        sys_inputs={"words": words, "faces": _faces(fonts)},
        pdf_standards=standards,
        timestamp=datetime.combine(document.date or UNDATED, time(), BEIJING),
    )
    return Pages(cast(bytes, pdf), tuple(warning.message for warning in warnings))


def _compiler(fonts: Fonts) -> typst.Compiler:
    """One for each thread: what it has learnt of fonts and templates is used again."""
    if getattr(_own, "fonts", None) is not fonts:
        _own.compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts.found, ignore_system_fonts=True)
        _own.fonts = fonts
    compiler: typst.Compiler = _own.compiler
    return compiler


def _faces(fonts: Fonts) -> str:
    return json.dumps({**fonts.faces, "weight": fonts.weight, "stroke": fonts.stroke})


def inputs(document: Document) -> dict[str, Any]:
    """What the templates are given: the words, and what follows from them."""
    said = asdict(document)
    said |= {"title_lines": titles.lines(document.title), "day": _dated(said.pop("date"))}
    if isinstance(document, MaterialsList):
        return said | _listed(document.rows)
    return said | {"body": [_paragraph(p) for p in document.body]}


def _dated(day: date | None) -> str:
    """成文日期 as it is written: no zero before a number; what is not dated yet keeps its place."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "\u2003\u2003年\u2003月\u2003日"


def _paragraph(text: str) -> dict[str, str]:
    """A paragraph with the heading that it begins with: up to its first full stop, if that is short."""
    for begins, face in FACES:
        if begins.match(text):
            end = text.find("。") + 1 or len(text)
            if end <= HEADING_MOST:
                return {"lead": text[:end], "face": face, "rest": text[end:]}
    return {"lead": "", "face": "body", "rest": text}


def _listed(rows: tuple[Row, ...]) -> dict[str, Any]:
    """The rows by material, numbered through; and how much it is in all, as far as that is known."""
    there, numbers = [row for row in rows if row.digest], count(1)
    numbered = [{**asdict(row), "n": next(numbers) if row.digest else None, "stays": False} for row in rows]
    for row in numbered[-1:]:  # nobody signs on a page without a row, unless it would not fit
        row["stays"] = len(row["name"] + row["note"]) <= ROW_MOST
    groups = [
        {"material": material, "rows": list(members)}
        for material, members in groupby(numbered, key=lambda row: row["material"])
    ]
    pages = [row.pages * row.copies for row in there if row.pages is not None]
    counted = f"，{sum(pages)}页" if len(pages) == len(there) else ""
    return {"groups": groups, "total": f"共{len(there)}件{counted}"}
