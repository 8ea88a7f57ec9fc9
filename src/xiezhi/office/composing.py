"""The words of a paper from its template and the facts, as a county writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from string import Formatter
from typing import Any

from xiezhi.kernel import ZONE, Clause, Facts, Pack, Procedure
from xiezhi.lexicon.forms import placeholder

NONE = "无"


@dataclass(frozen=True)
class Names:
    """What keys are called: departments, items of the catalogue, and 机关代字."""

    bodies: Mapping[str, str]
    items: Mapping[str, str]
    agencies: Mapping[str, str]


class Composer(Formatter):
    """Fills a template: departments, items and choices by name, dates and lists in Chinese."""

    def __init__(self, procedure: Procedure, pack: Pack, names: Names) -> None:
        self.procedure, self.pack, self.names = procedure, pack, names

    def compose(self, template: str, facts: Facts) -> str:
        """The template with each fact in its own words."""
        return self.vformat(template, (), {name: self._named(name, value) for name, value in facts.items()})

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ARG002 - the formatter calls it so
        return plain(value)

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
        known = {"department": self.names.bodies, "catalogue-item": self.names.items}
        return known.get(str(extra.get("format")), {}).get(value, value)


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


def citation(clauses: Sequence[Clause]) -> str:
    """Clauses as a paper cites them: each law once, its articles in a row."""
    once = sorted(dict.fromkeys((c.law, c.article) for c in clauses))
    grouped = ((law, [article for _, article in rows]) for law, rows in groupby(once, key=lambda c: c[0]))
    return "，".join(f"{law}{'、'.join(articles)}" for law, articles in grouped)
