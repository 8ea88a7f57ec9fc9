"""What a page must know of each field of a form, read from the form's JSON Schema.

A field may say in its `json_schema_extra`: `section` opens a section with this heading, `hint` stands under
the label, `half` sets it beside the next one, `proposed_by` names the item by which the catalogue proposes a
department, and `format` what kind of answer it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext, ngettext

from xiezhi.kernel import Form
from xiezhi.lexicon.forms import MARK, SubjectKind
from xiezhi.registry.codes import tidy, warn_code

Kind = Literal[
    "line", "text", "lines", "number", "switch", "moment", "day", "department", "departments", "item", "choice",
    "radio", "subject", "officers", "rows", "group",
]  # fmt: skip
Schema = Mapping[str, Any]

_BY_FORMAT: dict[str, Kind] = {
    "text": "text", "department": "department", "catalogue-item": "item", "choice": "choice",
    "date-time": "moment", "date": "day",
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
    proposed_by: str = ""  # the item for which the catalogue names this department
    named_by: str = ""  # the fact in which the other side may just have named it
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
        proposed_by=said.get("proposed_by", ""), named_by=said.get("named_by", ""),
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


CHOSEN = {"department", "departments", "item", "choice", "radio"}
ROWS = {"officers", "rows"}


def sentence(spec: Spec | None, title: str, kind: str, told: Mapping[str, Any]) -> str:
    """What to do about this fault of pydantic's, in one sentence."""
    if kind == "extra_forbidden" or spec is None:
        return gettext("“{title}”不是这里要填的，请去掉").format(title=title)
    if kind == "missing" or told["input"] in ("", None):
        return _lacking(spec, title)
    if kind == "value_error":
        return gettext("“{title}”：{why}").format(title=title, why=gettext(str(told["error"])))
    if kind == "too_short":
        return _too_few(spec, title)
    said = _SENTENCES.get(kind) or _BY_KIND.get(spec.kind, "“{title}”填得不对，请核对")
    numbers = {name: told.get(name) for name in ("max_length", "ge", "gt", "le", "lt")}
    return gettext(said).format(title=title, typed=len(str(told["input"])), **numbers)


def _lacking(spec: Spec, title: str) -> str:
    if spec.kind in ROWS or spec.kind == "lines":
        return _too_few(spec, title)
    said = gettext("请选择“{title}”") if spec.kind in CHOSEN else gettext("请填写“{title}”")
    return said.format(title=title)


def _too_few(spec: Spec, title: str) -> str:
    n = max(1, spec.least)
    if spec.kind == "officers":
        said = ngettext("“{title}”至少 {n} 人，请补全姓名和执法证号", "“{title}”至少 {n} 人，请补全姓名和执法证号", n)
    elif spec.kind == "departments":
        said = ngettext("“{title}”至少选 {n} 个单位", "“{title}”至少选 {n} 个单位", n)
    else:
        said = ngettext("“{title}”至少填 {n} 项", "“{title}”至少填 {n} 项", n)
    return said.format(title=title, n=n)


def _(msgid: str) -> str:
    """Marks a sentence to be collected for translation; it is translated when it is said."""
    return msgid


_MOMENT = _("“{title}”要有日期和时间，如 2021年9月29日 08:40，请从日历中选")
_DAY = _("“{title}”要填一个日期，如 2021年9月29日，请从日历中选")
_LISTED = _("“{title}”只能从列出的里面选，请重选")
_SENTENCES = {
    "string_too_long": _("“{title}”最多 {max_length} 字，现有 {typed} 字，请删减"),
    "too_long": _("“{title}”最多 {max_length} 项，请删减"),
    "string_pattern_mismatch": _("“{title}”里有看不见的控制字符，请删掉后重填；从别处粘贴的，先粘贴到记事本再复制过来"),
    "timezone_aware": _MOMENT,
    "greater_than_equal": _("“{title}”不能小于 {ge}，请改"),
    "greater_than": _("“{title}”要大于 {gt}，请改"),
    "less_than_equal": _("“{title}”不能大于 {le}，请改"),
    "less_than": _("“{title}”要小于 {lt}，请改"),
    "literal_error": _LISTED,
    "enum": _LISTED,
    "choice": _LISTED,
}
_BY_KIND = {
    "moment": _MOMENT,
    "day": _DAY,
    "number": _("“{title}”要填数字，如 3"),
    "choice": _LISTED,
    "radio": _LISTED,
}


@dataclass(frozen=True)
class CodeNote:
    """What is said under a code that is typed: it warns and never blocks."""

    css: str = ""
    words: str = ""


NOTHING_SAID = CodeNote()


def code_note(kind: str, code: str) -> CodeNote:
    """What the register doubts about the code of a person, or else of a firm."""
    if code == MARK:
        return CodeNote("", gettext("已有登记，不改不必重填"))
    if not tidy(code):
        return NOTHING_SAID
    doubt = warn_code(SubjectKind.PERSON if kind == SubjectKind.PERSON else SubjectKind.FIRM, code)
    if doubt is None:
        return CodeNote("ok", gettext("校验位正确"))
    return CodeNote("warn", gettext(doubt.text).format_map(doubt.given))
