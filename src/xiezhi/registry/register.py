"""A county's register from one file: its bodies, its people and their mandates, as the operator of the machine brings them in."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Annotated

from django.db import transaction
from pydantic import Field, StringConstraints

from xiezhi.kernel import ZONE, Faulty, Form, Words

from . import journal
from .codes import warn_code
from .models import Department, Mandate, User
from .people import NewMandate, NewPerson, appoint, end_mandate, take_on

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,49}$")]


class NewBody(Form):
    """A department, town or other body that takes part under its own name."""

    key: Key = Field(title="代号")
    name: Words = Field(title="名称", max_length=200)
    short_name: Words = Field(title="简称", max_length=50)
    kind: Department.Kind = Field(Department.Kind.DEPARTMENT, title="类别")
    uscc: Words | None = Field(None, title="统一社会信用代码", max_length=18)
    area_code: Words | None = Field(None, title="行政区划代码", max_length=12)
    agency_word: Words | None = Field(None, title="机关代字", max_length=20)


class Placed(NewPerson):
    """A person, with the roles that they hold in their department; none: they hold none there any more."""

    department: Words = Field(title="单位")
    roles: tuple[Mandate.Role, ...] = Field(title="角色")


class Register(Form):
    """What the file says; everything in it holds since one day."""

    since: date = Field(title="自")
    reason: Words = Field(title="依据", max_length=500)
    departments: tuple[NewBody, ...] = Field((), title="单位")
    people: tuple[Placed, ...] = Field((), title="人员")


def read(text: str) -> Register:
    """The register that a TOML file holds. Raises Faulty, or pydantic's ValidationError with every field that is wrong."""
    try:
        return Register.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Faulty(f"不是 TOML 文件：{fault}") from None


@dataclass
class Brought:
    """What has changed: bodies by key, first passwords by user name, mandates given and ended."""

    bodies: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


@transaction.atomic
def bring_in(register: Register, at: datetime) -> Brought:
    """Add the bodies and people that are not there yet, and let those that are hold the roles that the file says.

    A body or an account that is there stays as it is; so does everybody whom the file does not name.
    Raises Refused, and then nothing has changed.
    """
    journal.lock()
    known = set(Department.objects.values_list("key", flat=True))
    added = [body for body in register.departments if body.key not in known]
    Department.objects.bulk_create(
        Department(since=register.since, **{name: value or "" for name, value in body.model_dump().items()})
        for body in added
    )
    if added:
        journal.write("departments-loaded", by=None, at=at, departments=[body.key for body in added])
    brought = Brought(bodies=[body.key for body in added])
    for one in register.people:
        user = User.objects.filter(username=one.username).first()
        if user is None:
            brought.passwords[one.username] = _taken_on(one, register, at)
        else:
            _settled(one, user, register, at, brought)
    return brought


def doubts(register: Register) -> Iterator[str]:
    """What looks wrong and may be right: codes that do not pass their check."""
    for body in register.departments:
        if body.uscc and (doubt := warn_code("firm", body.uscc)):
            yield f"{body.name}：{doubt}"


def _settled(one: Placed, user: User, register: Register, at: datetime, brought: Brought) -> None:
    """From now on they hold in this department what the file says, and nothing else."""
    held = Mandate.objects.in_force(at).filter(user=user, department=one.department, unit=None)
    roles = set(held.values_list("role", flat=True))
    for mandate in held.exclude(role__in=one.roles):
        end_mandate(mandate, at=at, by=None, reason=register.reason)
        brought.ended.append(f"{one.username} {one.department} {mandate.role}")
    for role in (role for role in one.roles if role not in roles):
        appoint(_mandate(one, role, at, register), user, at=at)
        brought.given.append(f"{one.username} {one.department} {role}")


def _mandate(one: Placed, role: Mandate.Role, since: datetime, register: Register) -> NewMandate:
    return NewMandate(username=one.username, department=one.department, role=role, since=since, reason=register.reason)


def _taken_on(one: Placed, register: Register, at: datetime) -> str:
    password = secrets.token_urlsafe(12)
    since = datetime.combine(register.since, time.min, ZONE)
    mandates = [_mandate(one, role, since, register) for role in one.roles]
    person = NewPerson.model_validate({name: getattr(one, name) for name in NewPerson.model_fields})
    take_on(person, password, mandates, at=at)
    return password
