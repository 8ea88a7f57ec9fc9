"""The catalogue of enforcement items: which department supervises, which one punishes, since when."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Catalogue(models.Model):
    """One published edition of the catalogue. `effective_until` is the first day on which it no longer counts."""

    title = models.CharField(_("名称"), max_length=200)
    doc_no = models.CharField(_("文号"), max_length=100, default="", blank=True)
    source = models.CharField(_("来源"), max_length=200)
    effective_from = models.DateField(_("施行日期"))
    effective_until = models.DateField(_("失效日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "effective_from"], name="one_edition_a_day"),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gt=F("effective_from")),
                name="catalogue_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Items(models.QuerySet["Item"]):
    """Items, and which of them count on a day."""

    def in_force(self, day: date) -> "Items":
        """The items of every edition that counts on this day, newest edition first."""
        lasts = Q(catalogue__effective_until=None) | Q(catalogue__effective_until__gt=day)
        there = self.filter(lasts, catalogue__effective_from__lte=day)
        return there.order_by("-catalogue__effective_from", "-catalogue", "pk")

    def on(self, day: date) -> "Items":
        """The items in force on this day, each once: of one that stands in several editions, the newest."""
        newest = Item.objects.in_force(day).order_by("key", "-catalogue__effective_from", "-catalogue").distinct("key")
        return self.filter(pk__in=newest.values("pk"))


class Item(models.Model):
    """One kind of violation and who is responsible for it: before, at and after enforcement.

    The code is the authorities' own and opaque: kept as published, never made up here.
    """

    class Scope(models.TextChoices):
        WHOLE = "whole", _("全部划转")
        PART = "part", _("部分划转")
        NONE = "none", _("未划转")

    catalogue = models.ForeignKey(Catalogue, models.PROTECT, related_name="items")
    key = models.SlugField(_("代号"), max_length=50)
    code = models.CharField(_("事项编码"), max_length=50, null=True, blank=True)  # noqa: DJ001 - null: not published
    local_no = models.CharField(_("序号"), max_length=20, default="", blank=True)
    name = models.CharField(_("事项名称"), max_length=300)
    field = models.CharField(_("领域"), max_length=50)
    legal_basis = ArrayField(models.CharField(max_length=200), verbose_name=_("法律依据"))
    penalty_kinds = ArrayField(models.CharField(max_length=50), verbose_name=_("处罚种类"), default=list)
    penalty = models.CharField(_("罚则摘要"), max_length=300, default="", blank=True)
    transfer_scope = models.CharField(_("划转范围"), max_length=10, choices=Scope)
    scope_note = models.CharField(_("划转范围说明"), max_length=300, default="", blank=True)
    competent = models.ForeignKey(
        "registry.Department", models.PROTECT, related_name="+", verbose_name=_("业务主管部门")
    )
    enforcing = models.ForeignKey("registry.Department", models.PROTECT, related_name="+", verbose_name=_("执法部门"))
    source_supervision = models.TextField(_("源头监管"), default="", blank=True)
    follow_up_supervision = models.TextField(_("后续监管"), default="", blank=True)
    end_enforcement = models.TextField(_("末端执法"), default="", blank=True)
    examples = ArrayField(models.CharField(max_length=500), verbose_name=_("示例"), default=list, blank=True)
    transferred_on = models.DateField(_("划转日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=500, default="", blank=True)

    objects = Items.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "key"], name="one_item_a_key"),
            models.UniqueConstraint(fields=["catalogue", "code"], name="one_item_a_code"),
            models.CheckConstraint(
                condition=~Q(transfer_scope="none") | Q(transferred_on=None, enforcing=F("competent")),
                name="what_was_not_moved_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.name
