"""What a firm adds of its own: tags, and fields that it defines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client

Value = str | Decimal | date | bool | None


class Tag(ScopedModel):
    scope = EveryoneScope()

    name = models.CharField(_("tag"), max_length=60)
    key = models.CharField(max_length=60, unique=True, editable=False)

    class Meta:
        ordering = ("key",)
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name


class ClientTag(ScopedModel):
    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged", db_index=False)

    class Meta:
        verbose_name = _("tag of a client")
        verbose_name_plural = _("tags of clients")
        constraints = (models.UniqueConstraint(fields=("client", "tag"), name="clients_tag_once"),)
        indexes = (models.Index(fields=("tag", "client"), name="clients_tagged"),)

    def __str__(self) -> str:
        return str(self.tag)


class FieldKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("field", "Text")
    NUMBER = "number", pgettext_lazy("field", "Number")
    DATE = "date", pgettext_lazy("field", "Date")
    CHOICE = "choice", pgettext_lazy("field", "One of a list")
    FLAG = "flag", pgettext_lazy("field", "Yes or no")


class CustomField(ScopedModel):
    """A field of the firm's own. What it is of never changes; one no longer wanted is retired, its
    values stay."""

    scope = EveryoneScope()

    label = models.CharField(_("name of the field"), max_length=80)
    key = models.CharField(max_length=80, unique=True, editable=False)
    kind = models.CharField(
        _("what it holds"), max_length=8, choices=FieldKind.choices, default=FieldKind.TEXT
    )
    options = models.JSONField(_("the list"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("position", "id")
        verbose_name = _("field of the firm")
        verbose_name_plural = _("fields of the firm")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="clients_field_kind_known"),
        )

    def __str__(self) -> str:
        return self.label


class CustomValue(ScopedModel):
    """One value, in the column of its type: compared and sorted by the database, not read out of JSON."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="values")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values", db_index=False)
    text = models.CharField(max_length=500, blank=True)
    folded = models.CharField(max_length=500, blank=True, editable=False)
    number = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    day = models.DateField(null=True)
    flag = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("value of a field")
        verbose_name_plural = _("values of fields")
        constraints = (
            models.UniqueConstraint(fields=("client", "field"), name="clients_value_once"),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(number=None, day=None, flag=None))
                | (Q(text="", day=None, flag=None) & Q(number__isnull=False))
                | (Q(text="", number=None, flag=None) & Q(day__isnull=False))
                | (Q(text="", number=None, day=None) & Q(flag__isnull=False)),
                name="clients_value_is_one",
            ),
        )
        indexes = (
            models.Index(fields=("field", "folded", "client"), name="clients_value_text"),
            models.Index(
                fields=("field", "number", "client"),
                name="clients_value_number",
                condition=Q(number__isnull=False),
            ),
            models.Index(
                fields=("field", "day", "client"), name="clients_value_day", condition=Q(day__isnull=False)
            ),
            models.Index(
                fields=("field", "flag", "client"), name="clients_value_flag", condition=Q(flag__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return str(self.value)

    @property
    def value(self) -> Value:
        for one in (self.number, self.day, self.flag):
            if one is not None:
                return one
        return self.text
