"""People and their mandates: taken on, given, delegated, ended; each change is an entry of the journal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from pydantic import Field, StringConstraints

from xiezhi.kernel import Department as DepartmentField
from xiezhi.kernel import Form, Moment, Refusal, Refused, Text, Words, day_of, say

from . import journal
from .models import Department, Mandate, Unit, User

Role = Mandate.Role
APART = (Role.ADMINISTRATOR, Role.AUDITOR)  # who runs the system or checks it does nothing else in it
REGISTERED = (Role.HANDLER, Role.LIAISON, Role.HEAD, Role.CHIEF, Role.REVIEWER)  # what a registrar may give

Username = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,49}$")]


class NewPerson(Form):
    """An account to be opened."""

    username: Username = Field(title="用户名")
    name: Words = Field(title="姓名", max_length=50)
    certificate: Words | None = Field(None, title="执法证号", max_length=50)
    post: Words | None = Field(None, title="职务", max_length=100)
    email: Words | None = Field(None, title="电子邮箱")
    phone: Words | None = Field(None, title="联系电话", max_length=50)
    language: Literal["zh-hans", "en"] = Field("zh-hans", title="界面语言")


class NewMandate(Form):
    """A mandate to be given. With `delegated_from` it is somebody's own mandate, passed on for a time."""

    username: Words = Field(title="用户名")
    department: DepartmentField = Field(title="单位")
    unit: Words | None = Field(None, title="内设或派驻机构")
    role: Role = Field(title="角色")
    since: Moment = Field(title="自")
    until: Moment | None = Field(None, title="至")
    reason: Text = Field(title="依据或理由", max_length=500)
    delegated_from: int | None = Field(None, title="受谁委托")


@transaction.atomic
def first_admin(username: str, name: str, password: str, *, at: datetime, department: str = "office") -> Mandate:
    """Open the first account and make it the administrator; refused when there is one already."""
    journal.lock()  # two of these at one moment must not both succeed
    if Mandate.objects.in_force(at).filter(role=Role.ADMINISTRATOR).exists():
        raise _refused("first-admin", "已有系统管理员，请由其办理")
    home = _department(department)
    user = _open(NewPerson(username=username, name=name), password)
    mandate = Mandate.objects.create(
        user=user, department=home, role=Role.ADMINISTRATOR, since=at, reason="首任系统管理员"
    )
    journal.write("person-added", by=None, at=at, person=user.username)
    journal.write("mandate-given", by=None, at=at, **_told(mandate))
    return mandate


@transaction.atomic
def take_on(new: NewPerson, password: str, mandates: Sequence[NewMandate], *, at: datetime) -> User:
    """Open an account with its mandates, as the operator of the machine settles it. Raises Refused."""
    user = _open(new, password)
    journal.write("person-added", by=None, at=at, person=user.username)
    for each in mandates:
        appoint(each, user, at=at)
    return user


@transaction.atomic
def appoint(new: NewMandate, user: User, *, at: datetime) -> Mandate:
    """Give a mandate, as the operator of the machine settles it. Raises Refused."""
    mandate = _mandate(new, user)
    if against := list(_against(mandate)):
        raise Refused(*against)
    mandate.save(force_insert=True)
    journal.write("mandate-given", by=None, at=at, **_told(mandate))
    return mandate


@transaction.atomic
def add_person(new: NewPerson, password: str, *, by: User, at: datetime) -> User:
    """Open an account, which as yet may do nothing. Administrators and registrars may."""
    if not _holds(by, at, Q(role__in=(Role.ADMINISTRATOR, Role.REGISTRAR))):
        raise _refused("not-entitled", "只有系统管理员或登记员可以登记人员")
    user = _open(new, password)
    journal.write("person-added", by=by, at=at, person=user.username)
    return user


@transaction.atomic
def give_mandate(new: NewMandate, *, by: User, at: datetime) -> Mandate:
    """Give a mandate, or pass one's own on. Raises Refused with all that stands against it."""
    user = User.objects.select_for_update(no_key=True).filter(username=new.username, is_active=True).first()
    if user is None:
        raise _refused("person", "没有在用的账号：{username}", username=new.username)
    mandate = _mandate(new, user)
    mandate.given_by, mandate.delegated_from = by, _delegated(new)
    if against := [*_against(mandate), *_against_giver(mandate, by, at)]:
        raise Refused(*against)
    mandate.save(force_insert=True)
    journal.write("mandate-given", by=by, at=at, **_told(mandate))
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, at: datetime, by: User | None, reason: str) -> tuple[Mandate, ...]:
    """End a mandate at this moment, and with it what was delegated from it; call it off if it has not begun.

    Gives the ended mandates, the one asked about first: what those people had in hand stays with their
    department, and whoever keeps the dossiers shows it as unassigned. `by` is None for whoever runs the machine.
    """
    lasting = Q(until=None) | Q(until__gt=at)
    ending = list(
        Mandate.objects.select_for_update(of=("self",))
        .select_related("user", "department", "unit", "delegated_from")
        .filter(lasting, Q(pk=mandate.pk) | Q(delegated_from=mandate.pk))
        .order_by("pk")
    )
    if not ending or ending[0].pk != mandate.pk:
        raise _refused("mandate-ended", "{name}的这项任职已经终止", name=mandate.user.name)
    own = ending[0]
    if not reason.strip():
        raise _refused("reason", "请写明终止任职的理由")
    passed_on_by = own.delegated_from.user_id if own.delegated_from else None
    if by and passed_on_by != by.pk and (against := list(_against_settling(own, by, at))):
        raise Refused(*against)
    for each in ending:
        each.until = max(at, each.since)
        each.save(update_fields=["until"])
        journal.write("mandate-ended", by=by, at=at, **{**_told(each), "reason": reason})
    return tuple(ending)


def _open(new: NewPerson, password: str) -> User:
    if User.objects.filter(username=new.username).exists():
        raise _refused("username", "用户名已被使用：{username}", username=new.username)
    user = User(**{field: value or "" for field, value in new.model_dump().items()})
    try:
        validate_password(password, user)
    except ValidationError as faults:
        raise _refused("password", "{faults}", faults="".join(faults.messages)) from None
    user.set_password(password)
    user.save(force_insert=True)
    return user


def _mandate(new: NewMandate, user: User) -> Mandate:
    return Mandate(
        user=user, department=_department(new.department), unit=_unit(new), role=new.role, since=new.since,
        until=new.until, reason=new.reason,
    )  # fmt: skip


def _department(key: str) -> Department:
    department = Department.objects.filter(key=key).first()
    if department is None:
        raise _refused("department", "没有这个单位：{key}", key=key)
    return department


def _unit(new: NewMandate) -> Unit | None:
    if new.unit is None:
        return None
    unit = Unit.objects.filter(department__key=new.department, name=new.unit).first()
    if unit is None:
        raise _refused("unit", "该单位没有这个内设或派驻机构：{unit}", unit=new.unit)
    return unit


def _delegated(new: NewMandate) -> Mandate | None:
    if new.delegated_from is None:
        return None
    mandate = Mandate.objects.select_for_update().filter(pk=new.delegated_from).first()
    if mandate is None:
        raise _refused("delegation", "没有可以委托的任职")
    return mandate


def _against(new: Mandate) -> Iterator[Refusal]:
    """What stands against the mandate itself."""
    if new.until and new.until <= new.since:
        yield _refusal("until", "任职的终止时间应当晚于起始时间")
        return
    if new.department.until and new.department.until <= day_of(new.since):
        yield _refusal("department-ended", "{department}届时已经撤销", department=new.department.short_name)
    running = Mandate.objects.filter(Q(until=None) | Q(until__gt=new.since), user=new.user)
    if new.until:
        running = running.filter(since__lt=new.until)
    if running.filter(department=new.department, role=new.role, unit=new.unit).exists():
        yield _refusal(
            "twice",
            "{name}在{department}已担任{role}",
            name=new.user.name,
            department=new.department.short_name,
            role=new.get_role_display(),
        )
    others = running.exclude(role=new.role) if new.role in APART else running.filter(role__in=APART)
    if others.exclude(role=new.role).exists():
        yield _refusal("apart", "系统管理员、审计员不得兼任其他职责")


def _against_giver(new: Mandate, by: User, at: datetime) -> Iterator[Refusal]:
    """What stands against this person giving it."""
    if new.delegated_from is not None:
        return _against_delegation(new, new.delegated_from, by, at)
    return _against_settling(new, by, at)


def _against_settling(mandate: Mandate, by: User, at: datetime) -> Iterator[Refusal]:
    """What stands against this person giving or ending it by office: nobody settles their own."""
    if mandate.user_id == by.pk:
        yield _refusal("own-mandate", "不得办理本人的任职")
    may = Q(role=Role.ADMINISTRATOR)
    if mandate.role in REGISTERED:
        may |= Q(role=Role.REGISTRAR, department=mandate.department)
    if not _holds(by, at, may):
        yield _refusal("not-entitled", "只有系统管理员或本单位登记员可以办理任职")


def _against_delegation(new: Mandate, own: Mandate, by: User, at: datetime) -> Iterator[Refusal]:
    if own.user_id != by.pk or not _holds(by, at, Q(pk=own.pk)):
        yield _refusal("not-entitled", "只能委托本人现任的职责")
    if own.delegated_from_id is not None:
        yield _refusal("delegated-twice", "受委托的职责不得再委托")
    if (own.department_id, own.role) != (new.department_id, new.role) or new.user_id == by.pk:
        yield _refusal("delegation", "只能把同一单位的同一职责委托给他人")
    if own.until and (new.until is None or new.until > own.until):
        yield _refusal("delegation-until", "委托不得超出本人的任期")


def _holds(user: User, at: datetime, which: Q) -> bool:
    return Mandate.objects.in_force(at).filter(which, user=user, user__is_active=True).exists()


def _told(mandate: Mandate) -> dict[str, object]:
    return {
        "mandate": mandate.pk,
        "person": mandate.user.username,
        "department": mandate.department.key,
        "unit": mandate.unit.name if mandate.unit else None,
        "role": str(mandate.role),
        "since": mandate.since.isoformat(),
        "until": mandate.until.isoformat() if mandate.until else None,
        "reason": mandate.reason,
        "delegated_from": mandate.delegated_from_id,
    }


def _refusal(name: str, text: str, /, **given: object) -> Refusal:
    return Refusal(name, say(text, **given))


def _refused(name: str, text: str, /, **given: object) -> Refused:
    return Refused(_refusal(name, text, **given))
