"""Who is who and who may do what; what the register keeps of parties, packs and calendars; its journal.

`until` is everywhere the first instant (or day) that no longer counts. Rows hold facts: there are no verbs here.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .models_catalogue import Catalogue, Item

__all__ = [
    "CalendarVersion", "Catalogue", "Department", "Item", "JournalEntry", "Knock", "Mandate", "PackVersion", "Subject",
    "Token", "Unit", "User",
]  # fmt: skip


class Users(BaseUserManager["User"]):
    """People by their user name."""


class User(AbstractBaseUser):
    """A person with an account. What they may do stands in their mandates, nowhere else."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "中文"
        ENGLISH = "en", "English"

    username = models.CharField(_("用户名"), max_length=50, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    certificate = models.CharField(_("执法证号"), max_length=50, default="", blank=True)
    post = models.CharField(_("职务"), max_length=100, default="", blank=True)
    email = models.EmailField(_("电子邮箱"), default="", blank=True)
    phone = models.CharField(_("联系电话"), max_length=50, default="", blank=True)
    language = models.CharField(_("界面语言"), max_length=10, choices=Language, default=Language.CHINESE)
    is_active = models.BooleanField(_("在用"), default=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Department(models.Model):
    """A body that takes part under its own name: it holds cases, owes and is owed, signs letters."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("乡镇（街道）")
        OUTSIDE = "outside", _("政府以外机关")
        GOVERNMENT = "government", _("人民政府")
        OFFICE = "office", _("议事协调机构办事机构")

    # the key is the primary key: the rules, the log and the API all know a department by it
    key = models.SlugField(_("代号"), max_length=50, primary_key=True)
    name = models.CharField(_("名称"), max_length=200)
    short_name = models.CharField(_("简称"), max_length=50)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, default="", blank=True)
    area_code = models.CharField(_("行政区划代码"), max_length=12, default="", blank=True)
    agency_word = models.CharField(_("机关代字"), max_length=20, default="", blank=True)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="one_department_a_code"),
            # two departments with one word would issue the same number
            models.UniqueConstraint(fields=["agency_word"], condition=~Q(agency_word=""), name="one_department_a_word"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="department_ends_later"),
            models.CheckConstraint(condition=Q(successor=None) | ~Q(until=None), name="only_the_ended_are_succeeded"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit inside a department or sent out by it (内设、派驻机构): no department, so it sends nothing as itself."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("内设机构")
        DISPATCHED = "dispatched", _("派驻机构")

    department = models.ForeignKey(Department, models.PROTECT, related_name="units")
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="one_unit_a_name")]

    def __str__(self) -> str:
        return self.name


class Mandates(models.QuerySet["Mandate"]):
    """Mandates, and which of them count at a moment."""

    def in_force(self, at: datetime) -> "Mandates":
        """Begun at this moment and not yet over."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


class Mandate(models.Model):
    """Why a person may act: a role in a department, from when until when, given by whom. Ended, never removed."""

    class Role(models.TextChoices):
        HANDLER = "handler", _("承办人")
        LIAISON = "liaison", _("联络员")
        HEAD = "head", _("分管负责人")
        CHIEF = "chief", _("主要负责人")
        REVIEWER = "reviewer", _("法制审核人员")
        REGISTRAR = "registrar", _("登记员")
        AUDITOR = "auditor", _("审计员")
        ADMINISTRATOR = "administrator", _("系统管理员")

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    department = models.ForeignKey(Department, models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="mandates")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"), null=True, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: the first administrator
    reason = models.CharField(_("依据或理由"), max_length=500)
    delegated_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="delegations")

    objects = Mandates.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "since"], name="mandates_of_user"),
            models.Index(fields=["department", "role"], name="mandates_of_department"),
        ]
        constraints = [
            # it may end as it begins: what is called off before its time was never in force
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="mandate_ends_later"),
            models.UniqueConstraint(
                fields=["user", "department", "role", "unit"],
                condition=Q(until=None),
                name="one_lasting_mandate_a_role",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.department} {self.get_role_display()}"


class Subject(models.Model):
    """The person or firm that a case is about (当事人). Its numbers live here alone, encrypted, and can be erased."""

    class Kind(models.TextChoices):
        FIRM = "firm", _("单位")
        PERSON = "person", _("个人")

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    code_encrypted = models.BinaryField(null=True)
    code_digest = models.CharField(max_length=64, default="", blank=True)  # keyed: the same number, the same digest
    phone_encrypted = models.BinaryField(null=True)
    representative = models.CharField(max_length=200, default="", blank=True)
    address = models.CharField(max_length=200, default="", blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", help_text=_("录入单位"))
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["code_digest"], condition=~Q(code_digest=""), name="subject_by_code")]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """With what a program signs in: for a person, or as a department's system. Its digest alone is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("读取")
        DRAFT = "draft", _("读取、上传和起草")
        ACT = "act", _("办理")

    name = models.CharField(_("名称"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="tokens")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="tokens")
    scope = models.CharField(_("范围"), max_length=10, choices=Scope)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: whoever runs the machine
    expires_at = models.DateTimeField(_("有效至"))
    last_used_at = models.DateTimeField(null=True)  # to the minute
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, department__isnull=False) | Q(user__isnull=False, department=None),
                name="a_token_is_somebodys",
            ),
            models.CheckConstraint(condition=Q(department=None) | ~Q(scope="act"), name="systems_do_not_act"),
        ]

    def __str__(self) -> str:
        return self.name


class Knock(models.Model):
    """How often an address has lately come with a token that does not exist: too often, and it must wait."""

    address = models.CharField(max_length=45, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.address


class JournalEntry(models.Model):
    """What happened in the register outside any dossier, sealed to the entry before. Never changed, never removed.

    `body` is the exact text that was sealed; the other columns repeat it, so that it can be searched.
    """

    number = models.PositiveBigIntegerField(unique=True)
    what = models.CharField(max_length=50)
    about = models.CharField(max_length=50, default="", blank=True)  # the one thing that it tells of: dossier/12
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: the system
    at = models.DateTimeField()
    body = models.TextField()
    seal = models.CharField(max_length=80)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["what", "-number"], name="journal_by_what"),
            models.Index(fields=["about", "number"], condition=~Q(about=""), name="journal_by_about"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class PackVersion(models.Model):
    """A rule pack as it was put in force: the exact text. A revision is an erratum of the same pack."""

    key = models.SlugField(max_length=50)
    revision = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=80)
    text = models.TextField()
    in_force_from = models.DateField()
    until = models.DateField(null=True, blank=True)
    put_in_force_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="one_pack_a_revision"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("in_force_from")), name="pack_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.revision}"


class CalendarVersion(models.Model):
    """The working-day calendar as it was entered: notices of the State Council, year by year."""

    version = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=80)
    years: "models.JSONField[Any]" = models.JSONField()
    note = models.CharField(max_length=500, default="", blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.version
