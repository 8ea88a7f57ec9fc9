"""What a page must know of each field of a form, read from the form's JSON Schema.

A field may say in its `json_schema_extra`: `section` opens a section with this heading, `hint` stands under
the label, `half` sets it beside the next one, and `format` what kind of answer it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext
from stdnum.cn import ric, uscc

from xiezhi.kernel import Form

Kind = Literal[
    "line", "text", "lines", "number", "switch", "moment", "day", "department", "departments", "item", "choice", "radio",
    "subject", "officers", "rows", "group",
]  # fmt: skip
Schema = Mapping[str, Any]

_BY_FORMAT: dict[str, Kind] = {
    "text": "text", "department": "department", "catalogue-item": "item", "choice": "choice", "date-time": "moment", "date": "day",
}  # fmt: skip
_BY_TYPE: dict[str, Kind] = {"boolean": "switch", "integer": "number"}


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One field: what is asked, of what kind, and how it stands on the page."""

    name: str
    kind: Kind
    title: str
    required: bool = True
    hint: str = ""
    section: str = ""
    half: bool = False
    longest: int | None = None  # characters
    least: int = 0  # of rows, lines or departments
    choices: str = ""  # the pack's list that is chosen from
    among: tuple[str, ...] = ()  # or the values themselves
    parts: tuple["Spec", ...] = ()  # of a subject, a group, or each row


def describe(form: type[Form]) -> tuple[Spec, ...]:
    """Every field of the form, in its order."""
    schema = form.model_json_schema()
    return tuple(_fields(schema, schema.get("$defs", {})))


def _fields(model: Schema, models: Mapping[str, Schema]) -> Iterator[Spec]:
    required = model.get("required", ())
    for name, said in model.get("properties", {}).items():
        yield _field(name, said, models, required=name in required)


def _field(name: str, said: Schema, models: Mapping[str, Schema], *, required: bool) -> Spec:
    told = _plain(said, models)
    each = _plain(told["items"], models) if "items" in told else {}
    parts = tuple(_fields(each or told, models))
    return Spec(
        name=name, kind=_kind(told, each), title=said.get("title") or told.get("title", name), required=required,
        hint=said.get("hint", ""), section=said.get("section", ""), half=bool(said.get("half")),
        longest=told.get("maxLength"), least=told.get("minItems", 0), choices=told.get("choices", ""),
        among=tuple(map(str, told.get("enum", [told["const"]] if "const" in told else []))), parts=parts,
    )  # fmt: skip


def _plain(said: Schema, models: Mapping[str, Schema]) -> dict[str, Any]:
    """The schema without "or nothing" and with what it refers to; `model` is the name of that."""
    told = dict(said)
    for one in told.pop("anyOf", ()):
        if one.get("type") != "null":
            told = {**one, **told}
    if "$ref" in told:
        model = told.pop("$ref").rpartition("/")[2]
        told = {**models[model], **told, "model": model}
    return told


def _kind(told: Schema, each: Schema) -> Kind:
    if each:
        return _kind_of_many(each)
    if told.get("type") == "object":
        return "subject" if told.get("model") == "Subject" else "group"
    if "enum" in told or "const" in told:
        return "radio"
    return _BY_FORMAT.get(told.get("format", ""), _BY_TYPE.get(told.get("type", ""), "line"))


def _kind_of_many(each: Schema) -> Kind:
    if each.get("type") == "object":
        return "officers" if each.get("model") == "Officer" else "rows"
    return "departments" if each.get("format") == "department" else "lines"


@dataclass(frozen=True)
class CodeNote:
    """What the check digit of a code says. It warns and never blocks: old licences have odd codes."""

    css: str = ""
    words: str = ""


def code_note(kind: str, code: str) -> CodeNote:
    """Whether the check digit of a firm's credit code or a person's identity number fits."""
    code = code.strip().upper()
    if not code:
        return CodeNote()
    if len(code) != 18:  # noqa: PLR2004  both kinds have 18 characters
        return CodeNote("warn", gettext("一般是 18 位，现在是 {n} 位。请对照证照；确实如此的可以继续。").format(n=len(code)))
    expected = _check_digit(kind, code)
    if expected == code[-1]:
        return CodeNote("ok", gettext("校验位正确"))
    if not expected:
        return CodeNote("warn", gettext("含有不会用到的字符。请对照证照；确实如此的可以继续。"))
    return CodeNote("warn", gettext("校验位对不上：按前 17 位算应为 {digit}。请对照证照；确实如此的可以继续。").format(digit=expected))


def _check_digit(kind: str, code: str) -> str:
    try:
        return str(ric.calc_check_digit(code) if kind == "person" else uscc.calc_check_digit(code[:-1]))
    except (ValueError, KeyError, IndexError):
        return ""
