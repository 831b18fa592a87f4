"""What new clients cost (rule 1.5); steps within the pyramid and first offers (rule 1.6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client, Level, Source
from vernost.core import clock
from vernost.core.money import MoneyField


class ChannelCost(ScopedModel):
    """What a channel cost in a month. ``month`` is its first day; ``key`` the detail as it is compared."""

    scope = EveryoneScope()

    month = models.DateField(_("month"))
    source = models.CharField(_("came from"), max_length=20, choices=Source.choices)
    detail = models.CharField(_("which one"), max_length=120, blank=True)
    key = models.CharField(max_length=120, blank=True, editable=False)
    sum = MoneyField(_("sum"))
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-month", "source", "key")
        verbose_name = _("cost of a channel")
        verbose_name_plural = _("costs of channels")
        constraints = (
            models.UniqueConstraint(fields=("month", "source", "key"), name="clients_cost_once"),
            models.CheckConstraint(
                condition=Q(sum__gt=0),
                name="clients_cost_some",
                violation_error_message=_("A cost is above zero."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=[value for value in Source.values if value]),
                name="clients_cost_source_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_source_display()}: {self.sum}"


class LevelChange(ScopedModel):
    """A step within the pyramid (rule 1.6), as the journal has it too: flows are counted on these rows."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="level_changes", db_index=False)
    day = models.DateField(default=clock.today)
    before = models.CharField(max_length=12, choices=Level.choices)
    after = models.CharField(max_length=12, choices=Level.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("id",)
        verbose_name = _("step within the pyramid")
        verbose_name_plural = _("steps within the pyramid")
        constraints = (
            models.CheckConstraint(
                condition=Q(before__in=Level.values, after__in=Level.values) & ~Q(before=models.F("after")),
                name="clients_level_change_moves",
            ),
        )
        indexes = (
            models.Index(fields=("day", "before", "after"), name="clients_level_changes"),
            models.Index(fields=("client",), name="clients_level_changes_of"),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class OfferResult(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("first offer", "No answer yet")
    TOOK = "took", pgettext_lazy("first offer", "Took it")
    DECLINED = "declined", pgettext_lazy("first offer", "Declined")


class FirstOffer(ScopedModel):
    """A small first offer to somebody who is not ours yet (rule 1.6), and what came of it. ``level``: where
    they stood when it was made."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="first_offers", db_index=False)
    level = models.CharField(max_length=12, choices=Level.choices, editable=False)
    text = models.CharField(_("what was offered"), max_length=300)
    offered_on = models.DateField(_("offered on"), default=clock.today)
    result = models.CharField(
        _("result"), max_length=8, choices=OfferResult.choices, default=OfferResult.WAITING, editable=False
    )
    settled_on = models.DateField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-offered_on", "-id")
        verbose_name = _("first offer")
        verbose_name_plural = _("first offers")
        constraints = (
            models.CheckConstraint(
                condition=Q(level__in=(Level.COMPETITORS, Level.POTENTIAL)), name="clients_offer_to_the_lower"
            ),
            models.CheckConstraint(
                condition=Q(result=OfferResult.WAITING, settled_on=None)
                | (Q(result__in=(OfferResult.TOOK, OfferResult.DECLINED)) & Q(settled_on__isnull=False)),
                name="clients_offer_settled_on_a_day",
            ),
        )
        indexes = (
            models.Index(fields=("client", "-offered_on"), name="clients_offers_of"),
            models.Index(fields=("-offered_on", "-id"), name="clients_offers_by_day"),
        )

    def __str__(self) -> str:
        return self.text[:60]
