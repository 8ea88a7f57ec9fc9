"""The fingerprint of a declaration: a released procedure that changes is found out."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from inspect import getclosurevars
from types import FunctionType
from typing import Any

from pydantic import AfterValidator

from .form import Form
from .procedure import Procedure

Source = Callable[[Any], str]
KERNEL = __name__.rpartition(".")[0]


def fingerprint(procedure: Procedure, source_of: Source) -> str:
    """A digest over all that the procedure declares, its own guards and checks of answers among it.

    `source_of` gives the text of a function: reading it is the caller's, for this is pure. The kernel's own guards
    count by their name and what they were given, so that the kernel may be rewritten under a released procedure.
    """
    text = json.dumps(_plain(procedure, source_of), ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any, source_of: Source) -> Any:
    if value is None or isinstance(value, str | int | date | Enum):
        return str(value)
    if isinstance(value, type) and issubclass(value, Form):
        said = [thing for info in value.model_fields.values() for thing in info.metadata]
        checks = [_plain(thing.func, source_of) for thing in said if isinstance(thing, AfterValidator)]
        return [value.model_json_schema(), *checks]
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _plain(getattr(value, f.name), source_of) for f in fields(value)}
        return {"is": type(value).__name__, **named}
    if isinstance(value, Mapping | tuple | list):
        return [_plain(item, source_of) for item in (value.items() if isinstance(value, Mapping) else value)]
    if isinstance(value, FunctionType):
        return _function(value, source_of)
    raise TypeError(f"a declaration holds a {type(value).__name__}, of which nobody could tell that it has changed")


def _function(function: FunctionType, source_of: Source) -> Any:
    """With what it was given; an own one with its text, and with the constants and functions that it uses."""
    seen = getclosurevars(function)
    named = seen.globals if not function.__module__.startswith(KERNEL) else {}
    used = {n: v for n, v in named.items() if isinstance(v, str | int | tuple | FunctionType) and v is not function}
    said = source_of(function) if named is seen.globals else function.__qualname__
    return [said, _plain(seen.nonlocals, source_of), _plain(used, source_of)]
