"""What the office keeps. Rows hold facts; the rules are in the kernel, and only perform() writes here.

A reference has an index of its own (Django's) only where rows are looked for by it and no other index begins with it:
an act writes a dozen rows, and each index would be written with every one of them.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL
DEPARTMENT = "registry.Department"


class Matter(models.Model):
    """The one violation in the world; dossiers of several procedures are about it. Its row is locked first."""

    opened_at = models.DateTimeField()


class Dossier(models.Model):
    """One run of a procedure: where it stands and what is known. `revision` is its number of entries."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="dossiers")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    procedure = models.CharField(max_length=50)
    version = models.PositiveSmallIntegerField()
    pack = models.ForeignKey("registry.PackVersion", models.PROTECT, db_index=False)
    state = models.CharField(max_length=50)
    revision = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=80, default="", blank=True)
    title = models.CharField(max_length=500, default="", blank=True)
    facts: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    subject = models.ForeignKey("registry.Subject", models.PROTECT, null=True)
    urgent = models.BooleanField(default=False)
    holder = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_by = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    words = SearchVectorField(null=True)  # by what it is found, as finding.py makes it
    seated = ArrayField(models.CharField(max_length=50), default=list)  # who has a desk, for the search

    class Meta:
        indexes = [
            GinIndex(fields=["words", "seated"], name="dossier_words", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(closed_at=None) | Q(holder=None), name="a_closed_case_lies_with_nobody")
        ]


class Party(models.Model):
    """A department on a side of a dossier; of a side for one the last to have taken it holds it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="parties", db_index=False)
    side = models.CharField(max_length=50)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    n = models.PositiveSmallIntegerField()
    since = models.PositiveIntegerField(help_text=_("自第几条记录起"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "side", "n"], name="one_party_a_place")]


OPEN = Q(closed_at=None)
# What is never due comes last; as a moment, so that the place where a page ends is one comparison.
DUE = Coalesce("due", Cast(Value("infinity"), models.DateTimeField()))


class Desk(models.Model):
    """What a department sees of a dossier: who has no desk in it does not know that it exists.

    State and moments repeat the dossier's, so that every list is a walk along an index of this table that begins
    where the page begins and ends where it ends, however many dossiers there are.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="desks", db_index=False)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    oversees = models.BooleanField(default=False)
    until = models.PositiveIntegerField(null=True, help_text=_("只看到第几条记录"))
    handler = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    procedure = models.CharField(max_length=50)
    state = models.CharField(max_length=50)
    held = models.BooleanField(default=False)  # the case now lies with this department
    urgent = models.BooleanField(default=False)
    due = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("department", DUE, "dossier", condition=OPEN, name="desk_open"),
            models.Index(
                "department", "held", "procedure", "state", "urgent", DUE, "dossier", condition=OPEN,
                name="desk_open_strips",
            ),
            models.Index(fields=["department", "-closed_at", "-dossier"], condition=~OPEN, name="desk_closed"),
            models.Index(
                fields=["department", "procedure", "state", "urgent", "-closed_at", "-dossier"], condition=~OPEN,
                name="desk_closed_strips",
            ),
        ]  # fmt: skip
        constraints = [models.UniqueConstraint(fields=["dossier", "department"], name="one_desk_a_department")]


class Entry(models.Model):
    """One act in the dossier's log, sealed to the one before it. Never changed, never removed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    body = models.TextField(help_text=_("封存的原文"))
    seal = models.CharField(max_length=80)
    act = models.CharField(max_length=50)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=50)
    at = models.DateTimeField()
    internal_to = models.ForeignKey(DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False)
    filled: "models.JSONField[dict[str, Any] | None]" = models.JSONField(null=True)  # of one of many: nowhere else
    marked = ArrayField(models.CharField(max_length=100), default=list)  # refusals that a reason has overcome

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="one_entry_a_number")]


class Obligation(models.Model):
    """A duty that an act has started for one department, with the term and citation it was read under."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="obligations")
    duty = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    owed_by = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    owed_to = ArrayField(models.CharField(max_length=50), default=list)
    creditor = models.ForeignKey(  # the first of owed_to
        DEPARTMENT, models.PROTECT, null=True, related_name="+", db_index=False
    )
    row = models.PositiveIntegerField(null=True)
    right = models.BooleanField(default=False)
    scored = models.BooleanField(default=True)
    term = models.CharField(max_length=100, null=True)  # noqa: DJ001 - null: until a day that a form has set
    source = models.CharField(max_length=20, default="", blank=True)
    clauses: "models.JSONField[list[list[str]]]" = models.JSONField(default=list)
    start = models.DateTimeField()
    start_is_day = models.BooleanField(default=False)
    due = models.DateTimeField(null=True)
    due_date = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    pauses: "models.JSONField[list[list[str | None]]]" = models.JSONField(default=list)
    paused_since = models.DateTimeField(null=True)
    extended: "models.JSONField[list[str] | None]" = models.JSONField(null=True)
    calendar = models.CharField(max_length=200)
    started_by = models.PositiveIntegerField()
    ended_by = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    fate = models.CharField(max_length=10, null=True)  # noqa: DJ001 - null: it still runs
    late = models.BooleanField(default=False)  # marked for good when it ends too late

    class Meta:
        indexes = [
            models.Index("owed_by", DUE, "id", condition=Q(fate=None), name="owed_by_due"),
            models.Index("creditor", DUE, "id", condition=Q(fate=None), name="owed_to_due"),
            models.Index(fields=["due"], condition=Q(fate=None), name="running_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "duty", "owed_by", "row"],
                condition=Q(fate=None),
                name="nobody_owes_the_same_twice",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(fate=None, ended_at=None) | ~Q(fate=None), name="a_fate_has_its_moment"),
        ]


class Counter(models.Model):
    """The last number given in a series of a department in a year."""

    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "series", "year"], name="one_counter_a_series")]


class Paper(models.Model):
    """An official document as it was issued: number and words do not change. Never changed, never removed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    entry = models.PositiveIntegerField()
    name = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=50, default="", blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    n = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=100, default="", blank=True)
    to = ArrayField(models.CharField(max_length=50), default=list)
    layout = models.CharField(max_length=20)
    text = models.TextField()  # the exact words, as JSON: what the typesetter is given
    digest = models.CharField(max_length=80)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "series", "year", "n"], name="no_number_twice"),
            models.UniqueConstraint(fields=["dossier", "name", "version"], name="one_paper_a_version"),
        ]


class Void(models.Model):
    """A paper that an act has made void: its number stays, and stays void."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="void")
    entry = models.PositiveIntegerField()


class Print(models.Model):
    """The PDF of a paper, by its digest; of one that was made void also the copy that says so. Never changed, never removed."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="prints", db_index=False)
    void = models.BooleanField(db_default=False)
    digest = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    printed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "void"], name="one_print_and_one_void_copy")]


class Upload(models.Model):
    """A file on its way: a staging row that may be emptied until an act takes the file into a dossier."""

    digest = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class File(models.Model):
    """Evidence that an act has taken into a dossier, by its digest. Never changed, never removed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    entry = models.PositiveIntegerField()
    material = models.CharField(max_length=50)
    digest = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()


class Absent(models.Model):
    """A required material that there cannot be, and why. Never changed, never removed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="absent")
    entry = models.PositiveIntegerField()
    material = models.CharField(max_length=50)
    reason = models.CharField(max_length=2000)


class Receipt(models.Model):
    """The answer to a request that carried a key: the same request again gets the same answer."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=80)  # a digest of what was asked
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    entry = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_receipt_a_key")]


class Message(models.Model):
    """The outbox: what a department must be told. Written with the act; pages and feeds read it from here."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="messages")
    entry = models.PositiveIntegerField()
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["department", "-at", "-id"], name="news_of_department")]


class Reading(models.Model):
    """Up to which entry a person has seen a dossier."""

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "dossier"], name="one_reading_a_person")]


class Draft(models.Model):
    """An unfinished form of a person; readable by the own department's handlers.

    In a dossier there is one for each act. Of an act that opens one there may be many, told apart by the key of their form.
    """

    person = models.ForeignKey(USER, models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(DEPARTMENT, models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=50)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="drafts")
    act = models.CharField(max_length=50)
    key = models.CharField(max_length=100, db_default="")
    filled: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "procedure", "dossier", "act", "key"], name="one_draft_a_form", nulls_distinct=False
            )
        ]
