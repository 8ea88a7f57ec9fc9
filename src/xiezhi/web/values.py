"""One fact in words: departments, items and choices by name, moments in Chinese, a person's numbers hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from xiezhi.kernel import Form, Pack, Procedure, day_of
from xiezhi.lexicon.forms import Subject
from xiezhi.office.queries import Open
from xiezhi.registry.catalogue import holding
from xiezhi.registry.subjects import Shown

from . import dates
from .present import Eyes


@dataclass(frozen=True)
class Line:
    """A fact as it is shown."""

    title: str
    text: str
    code: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Teller:
    """Tells the facts of one procedure in words."""

    eyes: Eyes
    procedure: Procedure
    pack: Pack
    items: Mapping[str, str]

    def lines(self, form: type[Form], facts: Mapping[str, Any], subject: Shown | None) -> Iterator[Line]:
        """What was said when the dossier was opened: whom it is about, and what."""
        for name, info in form.model_fields.items():
            value = facts.get(name)
            if isinstance(value, Subject) and subject:
                yield from _subject(subject)
            elif value not in (None, "", (), [], False):
                yield Line(gettext(info.title or name), self.say(name, value))

    def filled(self, form: type[Form], answers: Mapping[str, Any]) -> Iterator[Line]:
        """What was filled in, as plain values. Whom the case is about stands elsewhere on the page."""
        for name, info in form.model_fields.items():
            value = answers.get(name)
            if value not in (None, "", [], False) and not (isinstance(value, dict) and "subject" in value):
                yield Line(gettext(info.title or name), self.say(name, _revived(value)))

    def say(self, name: str, value: Any) -> str:
        """One value in words."""
        info = self.procedure.fields.get(name)
        extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
        if isinstance(value, tuple | list):
            return gettext("、").join(self.say(name, one) for one in value)
        kind = extra.get("format")
        if kind == "choice":
            return gettext(self.pack.choices[str(extra["choices"])].get(value, value))
        if kind == "department":
            return self.eyes.name(value)
        if kind == "catalogue-item":
            return self.items.get(value, value)
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        if isinstance(value, datetime):
            return dates.at(value, self.eyes.read_at)
        if isinstance(value, date):
            return dates.plain(value, self.eyes.read_on)
        if isinstance(value, dict):
            return (
                _officer(value)
                if "certificate" in value
                else gettext("，").join(self._plain(v) for v in value.values())
            )
        if isinstance(value, BaseModel):
            return str(value)
        return gettext(value) if isinstance(value, str) and value else str(value)


def teller_of(opened: Open, eyes: Eyes) -> Teller:
    """Tells what one dossier is about; items that its facts name by key are called by name."""
    procedure, known = opened.kept.procedure, opened.kept.dossier.facts
    keys = [str(known[name]) for name, info in procedure.fields.items() if _is_item(info) and known.get(name)]
    found = (holding(key, day_of(eyes.now)) for key in keys if key not in opened.kept.items)
    named = {**opened.kept.items, **{one.key: one.name for one in found if one}}
    return Teller(eyes, procedure, opened.force.rules.pack, named)


def _is_item(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and extra.get("format") == "catalogue-item"


def _subject(subject: Shown) -> Iterator[Line]:
    """The person or firm, with its numbers masked."""
    firm = subject.kind == "firm"
    yield Line(gettext("当事人"), subject.name)
    said = {
        gettext("法定代表人"): subject.representative,
        gettext("信用代码") if firm else gettext("身份证件号码"): subject.code,
        gettext("联系电话"): subject.phone,
        gettext("住所") if firm else gettext("住址"): subject.address,
    }
    yield from (Line(title, text, code=text == subject.code) for title, text in said.items() if text)


def _officer(value: Mapping[str, Any]) -> str:
    return gettext("{name}（执法证号{certificate}）").format(name=value["name"], certificate=value["certificate"])


def _revived(value: Any) -> Any:
    """A moment or a day that the sealed text has as a string."""
    if not isinstance(value, str) or len(value) < 10 or value[4:5] != "-":
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else moment.date()
