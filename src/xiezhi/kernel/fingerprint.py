"""The fingerprint of a declaration: a released procedure that changes is found out."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from .form import Form
from .procedure import Procedure


def fingerprint(procedure: Procedure, source_of: Callable[[Any], str]) -> str:
    """A digest over all that the procedure declares.

    `source_of` gives the text of a guard's function: reading it is the caller's, for this is pure.
    """
    text = json.dumps(_plain(procedure, source_of), ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any, source_of: Callable[[Any], str]) -> Any:
    if isinstance(value, type) and issubclass(value, Form):
        return value.model_json_schema()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name), source_of) for f in fields(value)}
    if isinstance(value, Mapping):
        return [[_plain(k, source_of), _plain(v, source_of)] for k, v in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(item, source_of) for item in value]
    if isinstance(value, Enum):
        return value.value
    return source_of(value) if callable(value) else str(value)
