"""Why an act is not done: sentences with their parameters, so that the edge can translate them and name names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .law import Clauses


class DepartmentKey(str):
    """A department in a sentence: the edge shows its name in place of its key."""

    __slots__ = ()


@dataclass(frozen=True)
class Sentence:
    """A template in Chinese and what fills it: titles, dates, numbers, departments, or lists of these."""

    text: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format_map({name: _plain(value) for name, value in self.given.items()})


def _plain(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else value


def say(text: str, **given: Any) -> Sentence:
    """Make a sentence. Translations are collected from the first argument."""
    return Sentence(text, given)


@dataclass(frozen=True)
class Refusal:
    """One thing that stands against an act: the name of what refuses, in words, and by which clauses."""

    name: str
    sentence: Sentence
    clauses: Clauses = ()

    def __str__(self) -> str:
        cited = "、".join(map(str, self.clauses))
        return f"{self.sentence}（{cited}）" if cited else str(self.sentence)


class NotDone(Exception):
    """An act that was asked for and not done. Each kind is one HTTP status at the edge."""

    code = "not-done"

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("；".join(map(str, refusals)))
        self.refusals: Sequence[Refusal] = refusals


class Refused(NotDone):
    """Guards, materials or the clock stand against it: all the reasons at once."""

    code = "refused"


class NoSuchAct(NotDone):
    """The procedure has no act of this name."""

    code = "no-such-act"


class WrongState(NotDone):
    """The dossier is not where this act can be done."""

    code = "wrong-state"


class NotEntitled(NotDone):
    """This person's mandate does not carry the act."""

    code = "not-entitled"


class Faulty(ValueError):
    """A declaration or a pack that cannot be used, with every fault in words."""
