"""A form on a page: what was typed becomes plain values, faults become sentences, and nothing typed is lost.

Names in HTML are dotted: `offender.name`, `officers.0.certificate`. Rows are numbered from 0 and those left
wholly empty are dropped, here and on the page alike, so a fault's place is the row that people see.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from pydantic import ValidationError

from xiezhi.kernel import ZONE, Form, NotApplicable

from .fields import NOTHING_SAID, ROWS, CodeNote, Spec, code_note, describe, sentence

Raw = MultiValueDict[str, str]  # a POST as it came, or a draft laid out like one
NESTED = {"subject", "group"}
PAPERS = "_papers"  # the button that shows what would be issued
REDRAW = ("_add", "_remove", "_search", "_again", PAPERS)  # buttons that ask for the page again, not for the act


@dataclass(frozen=True)
class Option:
    """One that may be chosen. `hint` stands under it."""

    value: str
    title: str
    hint: str = ""
    on: bool = False


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What the fields choose from, given by whoever shows the page."""

    departments: Mapping[str, Sequence[Option]] = field(default_factory=dict)  # by field: who may be meant, in order
    choices: Mapping[str, Sequence[Option]] = field(default_factory=dict)  # by the name of the pack's list
    items: Mapping[str, Sequence[Option]] = field(
        default_factory=dict
    )  # by field: found in the catalogue, or chosen before
    officers: Sequence[tuple[str, str]] = ()  # name and certificate: the person's own, then the department's
    item_search: str = ""  # address that answers with parts/fields/found.html
    code_check: str = ""  # address that answers with parts/fields/code_note.html


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field with what is typed, what is wrong with it, and what it chooses from."""

    spec: Spec
    name: str
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    error: str = ""
    parts: tuple["Field", ...] = ()  # of a subject or group
    rows: tuple[tuple["Field", ...], ...] = ()
    blank: tuple["Field", ...] = ()  # a row not yet added; its number is written N
    note: CodeNote = NOTHING_SAID
    asked: str = ""  # what was typed into the search of an item
    sources: Sources = field(default_factory=Sources)

    @property
    def id(self) -> str:
        return "f-" + self.name.replace(".", "-")

    @property
    def template(self) -> str:
        return f"parts/fields/{self.spec.kind}.html"

    @property
    def described(self) -> str:
        """The ids of what explains the field to those who do not see it."""
        named = [("err", self.error), ("hint", self.spec.hint), ("note", self.note.words)]
        return " ".join(f"{self.id}-{what}" for what, said in named if said)

    @property
    def by_name(self) -> dict[str, "Field"]:
        return {part.spec.name: part for part in self.parts}


@dataclass(frozen=True)
class Section:
    """A numbered heading and the lines under it; a line is one field or two halves."""

    no: int
    title: str
    lines: tuple[tuple[Field, ...], ...]


@dataclass(frozen=True)
class Problem:
    """One fault in the summary, with the id of its field to go to."""

    target: str
    words: str


@dataclass(frozen=True)
class PageForm:
    """A form as the page shows it."""

    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = ()


# ── from the page ───────────────────────────────────────────────────────────────────────────────────


def parse(form: type[Form], post: Raw) -> dict[str, Any]:
    """The plain values that were typed, for pydantic to judge; what is empty is left out."""
    return _taken(describe(form), post, "")


def redraws(post: Raw) -> bool:
    """Whether a button was pressed that adds a row or looks something up: nothing is to be done yet."""
    return any(name in post for name in REDRAW)


def attached(post: Raw, materials: Sequence[str]) -> dict[str, tuple[str, ...] | NotApplicable]:
    """What was attached for each material, by digest, or why there is none."""
    given: dict[str, tuple[str, ...] | NotApplicable] = {}
    for key in materials:
        files = tuple(filter(None, post.getlist(f"materials.{key}")))
        reason = post.get(f"materials.{key}.reason", "").strip()
        if files:
            given[key] = files
        elif reason:
            given[key] = NotApplicable(reason)
    return given


def _taken(specs: Sequence[Spec], post: Raw, prefix: str) -> dict[str, Any]:
    values = {spec.name: _value(spec, post, prefix + spec.name) for spec in specs}
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _value(spec: Spec, post: Raw, name: str) -> Any:
    if spec.kind in NESTED:
        return _taken(spec.parts, post, f"{name}.")
    if spec.kind in ROWS:
        return [_taken(spec.parts, post, f"{name}.{n}.") for n in _numbers(spec, post, name)]
    if spec.kind == "departments":
        return [one for one in post.getlist(name) if one]
    typed = "\n".join(post.getlist(name)[0 if spec.kind == "lines" else -1 :]).strip()
    return READERS.get(spec.kind, str)(typed)


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _moment(typed: str) -> str:
    """A local time is meant as this county's; what is not a time goes on as it is, to be refused in words."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).isoformat()


def _number(typed: str) -> int | str:
    return int(typed) if _counts(typed.removeprefix("-")) else typed


def _counts(text: str) -> bool:
    """Whether this is a number of a size that anybody means."""
    return text.isascii() and text.isdigit() and len(text) < 10


READERS: dict[str, Callable[[str], Any]] = {"lines": _lines, "moment": _moment, "number": _number, "switch": bool}


def _numbers(spec: Spec, post: Raw, name: str) -> list[int]:
    """The rows in which something is typed."""
    starts = {key.removeprefix(f"{name}.").split(".")[0] for key in post if key.startswith(f"{name}.")}
    numbers = sorted(int(start) for start in starts if _counts(start))
    return [n for n in numbers if _taken(spec.parts, post, f"{name}.{n}.")]


# ── faults in words ─────────────────────────────────────────────────────────────────────────────────


def errors(fault: ValidationError, form: type[Form]) -> dict[str, str]:
    """By the field's name in HTML, one sentence that says what to do.

    Of a list and its rows only the rows are named: pydantic counts a faulty row as lacking.
    """
    specs = describe(form)
    said: dict[str, str] = {}
    for one in fault.errors():
        spec, name, title = _found(specs, one["loc"])
        said.setdefault(name, sentence(spec, title, one["type"], {**one, **one.get("ctx", {})}))
    return {name: words for name, words in said.items() if not any(n.startswith(f"{name}.") for n in said)}


def _found(specs: Sequence[Spec], loc: Sequence[str | int]) -> tuple[Spec | None, str, str]:
    """The field at this place, its name in HTML and its title as people see it."""
    spec: Spec | None = None
    name, title = "", ""
    for step in loc:
        if isinstance(step, int):
            name += f".{step}" if spec and spec.kind in ROWS else ""
            title = gettext("{title}第 {n} 项").format(title=title, n=step + 1)
            continue
        spec = next((s for s in (spec.parts if spec else specs) if s.name == step), None)
        part = gettext(spec.title) if spec else step
        name = f"{name}.{step}" if name else step
        title = gettext("{whole}的{part}").format(whole=title, part=part) if title else part
    return spec, name, title


# ── to the page ─────────────────────────────────────────────────────────────────────────────────────


def page_form(
    form: type[Form], raw: Raw | None = None, wrong: Mapping[str, str] | None = None, sources: Sources = Sources()
) -> PageForm:
    """The form with what was typed (a POST, or `laid_out` values of a draft), its faults and its choices."""
    page = _Page(raw if raw is not None else MultiValueDict(), wrong or {}, sources)
    fields = [page.field(spec, spec.name) for spec in describe(form)]
    return PageForm(tuple(_sections(fields)), tuple(_problems(fields, page.wrong)))


def laid_out(values: Mapping[str, Any], prefix: str = "") -> Raw:
    """Plain values laid out like a POST, so that a draft and a refused form are shown in one way."""
    raw: Raw = MultiValueDict()
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            _join(raw, laid_out(value, f"{name}."))
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            for n, row in enumerate(value):
                _join(raw, laid_out(row, f"{name}.{n}."))
        elif isinstance(value, list | tuple):
            raw.setlist(name, [str(one) for one in value])
        elif value not in (None, False):
            raw[name] = "on" if value is True else str(value)
    return raw


def _join(raw: Raw, more: Raw) -> None:
    for name, values in more.lists():
        raw.setlist(name, values)


@dataclass(frozen=True)
class _Page:
    """Makes the fields of one page."""

    raw: Raw
    wrong: Mapping[str, str]
    sources: Sources

    def field(self, spec: Spec, name: str) -> Field:
        typed = tuple(self.raw.getlist(name))
        made = Field(
            spec=spec,
            name=name,
            value=_shown(spec, typed),
            values=typed,
            error=self.wrong.get(name, ""),
            sources=self.sources,
        )
        if spec.kind in NESTED:
            return self._nested(made)
        if spec.kind in ROWS:
            return self._with_rows(made)
        return replace(made, options=tuple(self._options(made)), asked=self.raw.get(f"{name}.q", ""))

    def _nested(self, made: Field) -> Field:
        parts = tuple(self.field(part, f"{made.name}.{part.name}") for part in made.spec.parts)
        kind, code = (self.raw.get(f"{made.name}.{what}", "") for what in ("kind", "code"))
        checked = (replace(p, note=code_note(kind, code)) if p.spec.name == "code" else p for p in parts)
        return replace(made, parts=tuple(checked) if made.spec.kind == "subject" else parts)

    def _with_rows(self, made: Field) -> Field:
        spec, page = made.spec, self
        taken = [_taken(spec.parts, self.raw, f"{made.name}.{n}.") for n in _numbers(spec, self.raw, made.name)]
        if spec.kind == "officers" and not taken:
            taken = [dict(zip(("name", "certificate"), one, strict=True)) for one in self.sources.officers[:1]]
        if (gone := self.raw.get("_remove", "").rpartition("."))[0] == made.name and _counts(gone[2]):
            taken = [row for n, row in enumerate(taken) if n != int(gone[2])]
        page = replace(self, raw=laid_out({made.name: taken}))
        count = max(len(taken) + (self.raw.get("_add") == made.name), spec.least, 1 if spec.required else 0)
        rows = tuple(page.row(spec, f"{made.name}.{n}") for n in range(count))
        blank = replace(self, raw=MultiValueDict(), wrong={}).row(spec, f"{made.name}.N")
        return replace(made, rows=rows, blank=blank)

    def row(self, spec: Spec, name: str) -> tuple[Field, ...]:
        return tuple(self.field(part, f"{name}.{part.name}") for part in spec.parts)

    def _options(self, made: Field) -> Iterator[Option]:
        spec = made.spec
        offered = {
            "department": self.sources.departments.get(spec.name, ()),
            "departments": self.sources.departments.get(spec.name, ()),
            "choice": self.sources.choices.get(spec.choices, ()), "item": self.sources.items.get(made.name, ()),
            "radio": [Option(value, gettext(value)) for value in spec.among],
        }.get(spec.kind, ())  # fmt: skip
        for option in offered:
            yield replace(option, on=option.value in made.values)


def _shown(spec: Spec, typed: tuple[str, ...]) -> str:
    if spec.kind == "lines":
        return "\n".join(typed)
    value = typed[-1] if typed else ""
    if spec.kind == "moment":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if moment.tzinfo else value
    return value


def _sections(fields: Sequence[Field]) -> Iterator[Section]:
    groups: list[tuple[str, list[Field]]] = []
    for one in fields:
        if one.spec.section or not groups:
            groups.append((one.spec.section, []))
        groups[-1][1].append(one)
    named = any(title for title, _ in groups)
    for no, (title, inside) in enumerate(groups, 1):
        yield Section(no, gettext(title) if title else gettext("基本情况") if named else "", tuple(_in_lines(inside)))


def _in_lines(fields: Sequence[Field]) -> Iterator[tuple[Field, ...]]:
    """Two halves stand side by side; so do two dates or times that follow each other."""
    waiting: Field | None = None
    for one in fields:
        half = one.spec.half or one.spec.kind in ("moment", "day")
        if waiting and half:
            yield waiting, one
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = one if half else None
        if not half:
            yield (one,)
    if waiting:
        yield (waiting,)


def _problems(fields: Sequence[Field], wrong: Mapping[str, str]) -> Iterator[Problem]:
    """In the order of the page; what belongs to no field of it comes last."""
    seen: set[str] = set()
    for one in _all(fields):
        if one.error:
            seen.add(one.name)
            yield Problem(one.id, _titled(one))
    yield from (Problem(_elsewhere(name), words) for name, words in wrong.items() if name not in seen)


def _titled(one: Field) -> str:
    """The fault with the title of its field: in the summary it does not stand beside it."""
    title = gettext(one.spec.title)
    return one.error if title in one.error else gettext("{title}：{words}").format(title=title, words=one.error)


def _elsewhere(name: str) -> str:
    """Where a fault leads that belongs to no field: to the row of its material, or to the form."""
    where, _, key = name.partition(":")
    return f"m-{key}" if where == "material" else "act"


def _all(fields: Sequence[Field]) -> Iterator[Field]:
    for one in fields:
        yield one
        yield from _all(one.parts)
        for row in one.rows:
            yield from _all(row)
