"""The words of a paper from its template and the facts, as a county writes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from json import dumps
from string import Formatter
from typing import Any

from xiezhi.kernel import ZONE, Clause, Facts, Pack, Procedure
from xiezhi.lexicon.forms import placeholder
from xiezhi.typeset.words import Document, read

NONE = "无"
PART = re.compile(r"([一二三四五六七八九十]+)(（[一二三四五六七八九十]+）)?(\d+)?")  # 五（三）3
CALLED = {
    "局": "局", "委员会": "委", "办公室": "办", "检察院": "院", "法院": "院", "街道办事处": "街道", "街道": "街道", "镇": "镇",
    "乡": "乡", "大队": "大队", "中队": "中队", "中心": "中心",
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A numbered letter that was issued before in the same dossier and is not void."""

    department: str
    to: tuple[str, ...]
    name: str
    title: str
    number: str

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）"


@dataclass(frozen=True)
class Listed:
    """An item of the catalogue: how it is called, and its code if it has one."""

    name: str
    code: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Names:
    """What keys are called: departments, items of the catalogue, and 机关代字; and the letters there are, in order."""

    bodies: Mapping[str, str]
    items: Mapping[str, Listed]
    agencies: Mapping[str, str]
    letters: Sequence[Sent] = ()


class Composer(Formatter):
    """Fills a template: departments, items and choices by name, dates and lists in Chinese.

    `{a}` is the fact, 无 where there is none. `{a:宜由~查处。|尚无意见。}` says the first where there is one, with the
    fact in the place of ~, and the second, if anything, where there is none. `{officers.name}` is the name of each.
    """

    def __init__(self, procedure: Procedure, pack: Pack, names: Names) -> None:
        self.procedure, self.pack, self.names = procedure, pack, names

    def compose(self, template: str, facts: Facts) -> str:
        """The template with each fact in its own words."""
        return self.vformat(template, (), facts)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ARG002 - Formatter's
        name, _, attribute = field_name.partition(".")
        value = self._named(name, kwargs.get(name))
        if isinstance(value, tuple) and attribute:
            return tuple(getattr(item, attribute) for item in value), name
        return getattr(value, attribute) if attribute and value is not None else value, name

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec:
            return plain(value)
        there, _, lacking = format_spec.partition("|")
        return lacking if value in (None, (), "") else there.replace("~", plain(value))

    def _named(self, name: str, value: Any) -> Any:
        info = self.procedure.fields.get(name)
        extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
        if isinstance(value, tuple):
            return tuple(self._called(item, extra) for item in value)
        return self._called(value, extra)

    def _called(self, value: Any, extra: Mapping[str, Any]) -> Any:
        """A key by what it is called; any other value as it is."""
        if extra.get("format") == "choice":
            return self.pack.choices[str(extra["choices"])].get(value, value)
        if extra.get("format") == "catalogue-item" and value is not None:
            return self.names.items.get(value, Listed(value, ""))  # not in the catalogue: called as it is
        return self.names.bodies.get(value, value) if extra.get("format") == "department" else value


def plain(value: Any) -> str:
    """One value in Chinese. Moments are local, without seconds."""
    if value is None:
        return NONE
    if isinstance(value, datetime):
        at = value.astimezone(ZONE)
        return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02}分"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, tuple | list):
        return "、".join(plain(item) for item in value) or NONE
    return str(value)


def fill(text: str, numbers: Mapping[str, str]) -> str:
    """Put the numbers of a person or firm where the words keep a place for them."""
    for name, number in numbers.items():
        text = text.replace(placeholder(name), number)
    return text


def numbered(text: str, numbers: Mapping[str, str]) -> Document:
    """The document of these fixed words, with the numbers of a person or firm."""
    return read(fill(text, {name: dumps(number, ensure_ascii=False)[1:-1] for name, number in numbers.items()}))


def called(pronoun: str, bodies: Sequence[str]) -> str:
    """我局, 贵局: how a letter speaks of its sender or receiver."""
    named = {next((short for ending, short in CALLED.items() if body.endswith(ending)), "单位") for body in bodies}
    return pronoun + (named.pop() if len(named) == 1 else "单位")


def citation(clauses: Sequence[Clause], pack: Pack) -> str:
    """Clauses as a paper cites them: each law once, in the order given, by its full title; its articles in a row."""
    cited: dict[str, set[str]] = {}
    for clause in clauses:
        cited.setdefault(clause.law, set()).add(clause.article)
    return "、".join(_law(law, pack) + "、".join(_articles(sorted(articles))) for law, articles in cited.items())


def _law(law: str, pack: Pack) -> str:
    """《中华人民共和国行政处罚法》; 《关于……的实施意见》（武政发〔2021〕15号）."""
    titles = {document.number: document.title for document in pack.documents.values() if document.number}
    if law in titles:
        return f"《{titles[law]}》（{law}）"
    return f"《中华人民共和国{law}》" if law.endswith("法") else f"《{law}》"


def _articles(articles: Sequence[str]) -> Iterator[str]:
    """五（三）1 and 五（三）2 as 第五部分第（三）项第1点、第2点; articles of laws as they are."""
    parts = [_part(article) for article in articles]
    for place, rows in groupby(parts, key=lambda part: part[0]):
        yield place + "、".join(point for _, point in rows if point)


def _part(article: str) -> tuple[str, str]:
    found = PART.fullmatch(article)
    if found is None:
        return article, ""
    part, item, point = found.groups()
    return f"第{part}部分" + (f"第{item}项" if item else ""), f"第{point}点" if point else ""
