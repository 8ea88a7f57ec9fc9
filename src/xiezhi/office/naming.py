"""The departments that a form names: they exist on the day, and can take the side that they are named for."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from xiezhi.kernel import DepartmentKey, Form, Procedure, Refusal, Refused, Rules, Side, day_of, say
from xiezhi.registry.directory import Body, taking_part


def check(procedure: Procedure, form: Form, at: datetime) -> None:
    """Raises ValidationError for every field that names a department which cannot be meant."""
    named = {name: tuple(_each(getattr(form, name))) for name in _fields(type(form))}
    if not any(named.values()):
        return
    bodies = {body.key: body for body in taking_part(day_of(at))}
    wrong = [
        InitErrorDetails(type=PydanticCustomError("choice", "不在可选范围内"), loc=(name,), input=key)
        for name, keys in named.items()
        for key in keys
        if key not in bodies or not fits(procedure, name, bodies[key])
    ]
    if wrong:
        raise ValidationError.from_exception_data(type(form).__name__, wrong)


def check_opener(procedure: Procedure, side: Side, department: str, rules: Rules, at: datetime) -> None:
    """Raises Refused where a body opens what it can have no part in: a court, or the office that coordinates."""
    body = next((body for body in taking_part(day_of(at)) if body.key == department), None)
    if body is None or not may_open(procedure, side, body):
        said = say(
            "{body}不办理“{procedure}”，请由有关部门发起", body=DepartmentKey(department), procedure=procedure.title
        )
        raise Refused(Refusal("no-part", said, rules.cite(procedure.clause)))


def may_open(procedure: Procedure, side: Side, body: Body) -> bool:
    """Whether this body can take the side by opening a dossier: one that the pack appoints, or that deals with cases."""
    return bool(side.appointed) or fits(procedure, side.name, body)


def fits(procedure: Procedure, field: str, body: Body) -> bool:
    """Whether this body can be meant in a field: one that deals with cases, and with a desk where it is to take a side."""
    side = procedure.sides.get(field)
    return not body.coordinates and (not body.outside or side is None or side.outside)


def _each(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def _fields(form: type[Form]) -> tuple[str, ...]:
    """The fields in which departments are chosen."""
    said = form.model_json_schema().get("properties", {})
    return tuple(name for name, schema in said.items() if "department" in _formats(schema))


def _formats(schema: Mapping[str, Any]) -> Iterator[str]:
    yield schema.get("format", "")
    for inside in (*schema.get("anyOf", ()), schema.get("items", {})):
        if inside:
            yield from _formats(inside)
