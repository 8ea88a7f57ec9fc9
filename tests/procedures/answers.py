"""What fits a form, made from the types of its fields: an answer for each kind that the kernel knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from xiezhi.kernel import Form, Pack, day_of


@dataclass(frozen=True)
class Choices:
    """What answers are chosen from, and by what chance."""

    by: Random
    now: datetime
    pack: Pack
    departments: tuple[str, ...]
    items: tuple[str, ...]

    def filled(self, form: type[Form]) -> dict[str, Any]:
        """Plain values that fit the form."""
        return {name: self._field(info) for name, info in form.model_fields.items()}

    def _field(self, info: FieldInfo) -> Any:
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        return self._answer(info.annotation, [extra, *info.metadata])

    def _answer(self, kind: Any, said: list[Any]) -> Any:
        """An answer of this type; `said` is what the type was annotated with."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._answer(inner[0], [*map(_told, inner[1:]), *said])
        if origin in (Union, UnionType):
            one = self.by.choice(inner)
            return None if one is NoneType else self._answer(one, said)
        if origin is Literal:
            return self.by.choice(inner)
        if origin is tuple:
            least = max((getattr(one, "min_length", 0) for one in said), default=0)
            rows = [self._answer(inner[0], []) for _ in range(3 * least + self.by.randint(0, 2))]
            return list({str(row): row for row in rows}.values())
        return self._plain(kind, {key: value for one in said if isinstance(one, dict) for key, value in one.items()})

    def _plain(self, kind: type, extra: Mapping[str, Any]) -> Any:
        ways: dict[type, Callable[[], Any]] = {
            Form: lambda: self.filled(kind),
            Enum: lambda: self.by.choice([one.value for one in vars(kind)["_member_map_"].values()]),
            datetime: lambda: self.now + timedelta(hours=self.by.randint(-72, 2)),
            date: lambda: day_of(self.now) + timedelta(days=self.by.randint(-6, 9)),
            bool: lambda: self.by.random() < 0.5,
            int: lambda: self.by.randint(1, 4),
            str: lambda: self._words(extra),
        }
        known = datetime if kind is AwareDatetime else kind
        return next(way for of, way in ways.items() if issubclass(known, of))()

    def _words(self, extra: Mapping[str, Any]) -> str:
        """Words, or what they are chosen from."""
        listed = {
            "department": self.departments, "catalogue-item": self.items,
            "choice": tuple(self.pack.choices.get(extra.get("choices", ""), ())),
        }  # fmt: skip
        chosen = listed.get(extra.get("format", ""))
        return self.by.choice(chosen) if chosen else f"甲、乙（{self.by.randint(1, 999)}）"


def _told(annotated: Any) -> Any:
    return annotated.json_schema_extra or {} if isinstance(annotated, FieldInfo) else annotated
