"""Facts between the tables and the rules: typed values on one side, plain JSON on the other."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from xiezhi.kernel import Form, Procedure
from xiezhi.lexicon.forms import Subject
from xiezhi.procedures import PROCEDURES


@cache
def _adapter(procedure: str, name: str) -> TypeAdapter[Any]:
    annotation: Any = PROCEDURES[procedure].fields[name].annotation
    return TypeAdapter(annotation)


def typed(procedure: Procedure, stored: Mapping[str, Any], subject: Subject | None) -> dict[str, Any]:
    """The facts as the rules read them; the person or firm stands where its reference was kept."""
    fields = procedure.fields
    return {
        name: subject if _is_reference(value) else _adapter(procedure.key, name).validate_python(value)
        for name, value in stored.items()
        if name in fields
    }


def subject_in(form: Form) -> Subject | None:
    """The person or firm that the form names, if it asks for one."""
    return next((value for _, value in form if isinstance(value, Subject)), None)


def plain(form: Form, reference: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was filled in, as JSON, with a reference in place of the person or firm."""
    filled = form.model_dump(mode="json")
    named = {name for name, value in form if isinstance(value, Subject)}
    return {name: reference if name in named else value for name, value in filled.items()}


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and "subject" in value
