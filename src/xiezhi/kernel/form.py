"""What must be filled in to do an act: the page, the API and the log share one form.

The kinds of answer are types. What a page needs to know beyond the type (a department is chosen,
an item is looked up in the catalogue) stands in the JSON Schema as `format`.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator

_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]*$"  # no control characters, no private marks


class Form(BaseModel):
    """What an act asks for. Frozen, and closed to fields that it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _of_our_time(cls, value: Any) -> Any:
        if isinstance(value, date) and not 1900 <= value.year < 2200:
            raise ValueError("年份应在1900年至2199年之间")
        return value


class Nothing(Form):
    """The form of an act that asks for nothing but the decision to do it."""


def _each_once(named: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(named)) < len(named):
        raise ValueError("同一单位不得重复")
    return named


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("不得换行")
    return text


def _kind(name: str, **more: Any) -> Any:
    return Field(json_schema_extra={"format": name, **more})


Words = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_PRINTABLE), AfterValidator(_one_line)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=_PRINTABLE), _kind("text")]
Lines = Annotated[tuple[Words, ...], Field(min_length=1, max_length=100)]
Department = Annotated[Words, _kind("department")]
Departments = Annotated[tuple[Department, ...], Field(min_length=1, max_length=200), AfterValidator(_each_once)]
Item = Annotated[Words, _kind("catalogue-item")]
Moment = AwareDatetime
Day = date


def choice(name: str) -> Any:
    """`Annotated[Words, choice("urgency")]`: one of the pack's list `[choices.urgency]`, by its key."""
    return _kind("choice", choices=name)


class Extension(Form):
    """The form of every act that extends: a definite new date, and why."""

    new_due: Day = Field(title="预计完成日期")
    delay_reasons: Text = Field(title="延期理由")


class OneParty(Form):
    """The form of an act done about one of many parties."""

    party: Department = Field(title="所涉单位")


class OneRow(Form):
    """The form of an act done about one row of a list that a duty was started for `each` of."""

    row: int = Field(title="第几项", ge=1)
