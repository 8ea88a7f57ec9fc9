"""What people try: acts that lead on, and what fits their forms, made from the types of the fields; or what does not."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import count
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Protocol, TypeVar, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from xiezhi.kernel import ZONE, Act, Form, Pack, day_of

One = TypeVar("One")

# What comes in place of an answer: empty, of another kind, too long, twice the same, with marks, from another age.
ODD: tuple[Any, ...] = (
    None, "", " ", "甲\n乙", "\0", "\ue000", "x" * 20_001, True, -1, 10**30, 1.5, (), [None], {}, {"name": "甲"},
    ["zfj", "zfj"], "zfj", "2021-03-01", date(1899, 12, 31), date(1900, 1, 1), date(2199, 12, 31),
    datetime(2021, 3, 1, 9),  # noqa: DTZ001 - nobody could say which day that is
    datetime(1900, 1, 1, tzinfo=ZONE), datetime(2021, 3, 1, 9, tzinfo=ZONE), datetime(2199, 12, 31, tzinfo=ZONE),
)  # fmt: skip


NEVER, ALWAYS, SOMETIMES = (False,), (True,), (False, True)


class Chance(Protocol):
    """What decides between several ways: a seed, or a strategy that shrinks to the first."""

    def choice(self, among: Sequence[One], /) -> One: ...
    def randint(self, least: int, most: int, /) -> int: ...


@dataclass(frozen=True)
class Choices:
    """What answers are chosen from, and by what chance."""

    by: Chance
    now: datetime
    pack: Pack
    departments: tuple[str, ...]
    items: tuple[str, ...]
    words: Iterator[int] = field(default_factory=lambda: count(1))  # no two answers in words are alike

    def filled(self, form: type[Form]) -> dict[str, Any]:
        """Plain values that fit the form; what need not be answered is answered wholly, not at all, or here and there."""
        how = self.by.choice((NEVER, ALWAYS, SOMETIMES))
        return {name: self._field(info, how) for name, info in form.model_fields.items()}

    def spoiled(self, filled: Mapping[str, Any]) -> dict[str, Any]:
        """The same with one of the answers left out, one too many, or one replaced by something odd."""
        name = self.by.choice([*filled, "nosuch"])
        rest = {other: value for other, value in filled.items() if other != name}
        return self.by.choice((rest, rest | {name: self.by.choice(ODD)}, rest | {name: self.by.choice(ODD)}))

    def _field(self, info: FieldInfo, how: tuple[bool, ...]) -> Any:
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        if not info.is_required() and not self.by.choice(how):
            return info.get_default()
        return self._answer(info.annotation, [extra, *info.metadata])

    def _answer(self, kind: Any, said: list[Any]) -> Any:
        """An answer of this type; `said` is what the type was annotated with."""
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._answer(inner[0], [*map(_told, inner[1:]), *said])
        if origin in (Union, UnionType):
            return self._answer(self.by.choice([one for one in inner if one is not NoneType]), said)
        if origin is Literal:
            return self.by.choice(inner)
        if origin is tuple:
            least = max((getattr(one, "min_length", 0) for one in said), default=0)
            rows = [self._answer(inner[0], []) for _ in range(3 * least + self.by.randint(0, 2))]
            return list({str(row): row for row in rows}.values())  # nobody is named twice
        return self._plain(kind, {key: value for one in said if isinstance(one, dict) for key, value in one.items()})

    def _plain(self, kind: type, extra: Mapping[str, Any]) -> Any:
        ways: dict[type, Callable[[], Any]] = {
            Form: lambda: self.filled(kind),
            Enum: lambda: self.by.choice([one.value for one in vars(kind)["_member_map_"].values()]),
            datetime: lambda: self.now - timedelta(hours=self.by.choice((0, 0, 0, 0, 0, 0, 1, 30, 72, -2))),
            date: lambda: day_of(self.now) + timedelta(days=self.by.choice((0, 0, 0, -1, 1, 2, -6, 9))),
            bool: lambda: self.by.choice((False, True)),
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
        return self.by.choice(chosen) if chosen else f"甲、乙（{next(self.words)}）"


def _told(annotated: Any) -> Any:
    return annotated.json_schema_extra or {} if isinstance(annotated, FieldInfo) else annotated


Kind = tuple[int, Callable[[Act], bool]]  # how often, and what is of it
KINDS: Sequence[Kind] = (
    (14, lambda act: act.to is not None and not act.to.final),
    (5, lambda act: act.to is None),
    (1, lambda act: act.to is not None and act.to.final),
)


def rather(by: Chance, able: Sequence[tuple[One, Act]], tried: Counter[str]) -> list[tuple[One, Act]]:
    """What leads on rather than what stays, seldom what ends it; and rather what was not tried yet than the same again."""
    is_so = by.choice([kind for many, kind in KINDS for _ in range(many) if any(kind(act) for _, act in able)])
    of_it = [(person, act) for person, act in able if is_so(act)]
    least = min(tried[act.name] for _, act in of_it) if by.randint(1, 4) < 4 else tried.total()
    return [(person, act) for person, act in of_it if tried[act.name] <= least]
