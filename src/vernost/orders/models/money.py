"""Money in and money back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.orders.models.order import Order


class Payment(ScopedModel):
    scope = OwnerScope("order__client__owner", client="order__client")

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments")
    amount = MoneyField(_("sum"))
    day = models.DateField(_("day"), default=clock.today)
    means = models.CharField(_("how"), max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("day", "id")
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="orders_payment_some"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.amount}"


class Refund(ScopedModel):
    """Money given back: of an order, or loose where nobody knows of which (rule 2.1)."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="refunds", verbose_name=_("client"), db_index=False
    )
    order = models.ForeignKey(
        Order, models.PROTECT, related_name="refunds", verbose_name=_("order"), null=True, blank=True
    )
    amount = MoneyField(_("sum"))
    day = models.DateField(_("day"), default=clock.today)
    # When on that day, where it is known: what was sold later cannot have been given back by it.
    given_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    source = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001 - null is told apart
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    run = models.ForeignKey(
        "orders.ImportRun", models.PROTECT, related_name="refunds", null=True, editable=False, db_index=False
    )

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="orders_refund_some",
                violation_error_message=_("A refund is above zero."),
            ),
            models.UniqueConstraint(
                fields=("source", "external_id"),
                name="orders_refund_once",
                condition=Q(external_id__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("client", "day"), name="orders_refunds_of_client"),
            models.Index(fields=("day", "id"), name="orders_refunds_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.amount}"
