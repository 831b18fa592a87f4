"""An order: whose, when, for how much, what was promised and what became of it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.money import MoneyField


class State(models.TextChoices):
    PLACED = "placed", pgettext_lazy("order", "Placed")
    PAID = "paid", pgettext_lazy("order", "Paid")
    SENT = "sent", pgettext_lazy("order", "On its way")
    DELIVERED = "delivered", pgettext_lazy("order", "Delivered")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


GONE = (State.CANCELLED,)  # no purchase, whatever was paid
OPEN = (State.PLACED, State.PAID, State.SENT)


class Order(ScopedModel):
    """``day`` is ``placed_at`` in the firm's time zone: what a purchase is counted by (rule 2.1).

    ``paid`` and ``refunded`` are sums of the rows below, kept here by the services, so that the database
    itself refuses to give back more than was sold. ``external_id`` tells the order apart within ``source``.
    """

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="orders", verbose_name=_("client"), db_index=False
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    source = models.CharField(_("system"), max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001 - null is told apart
    # A mark of what its source told of it last; see importing/correcting.py.
    said = models.BigIntegerField(null=True, editable=False)
    placed_at = models.DateTimeField(_("placed"), default=clock.now)
    day = models.DateField(_("day"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLACED)
    amount = MoneyField(_("sum"))
    margin = MoneyField(_("margin"), null=True, blank=True)
    paid = MoneyField(_("paid"), default=Decimal(0), editable=False)
    refunded = MoneyField(_("given back"), default=Decimal(0), editable=False)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sold by"), null=True,
        blank=True, db_index=False,
    )  # fmt: skip
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    address = models.CharField(_("delivery address"), max_length=300, blank=True)
    # Redone or replaced at no charge (models/delivery.py): to be delivered like any, and no purchase.
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replacements", null=True, editable=False, db_index=False
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    run = models.ForeignKey(
        "orders.ImportRun", models.PROTECT, related_name="orders", null=True, editable=False, db_index=False
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="orders_order_state_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="orders_order_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
            models.CheckConstraint(condition=Q(paid__gte=0), name="orders_order_paid_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
                name="orders_order_refund_within",
                violation_error_message=_("No more can be given back than was sold."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DELIVERED) | Q(delivered_on__isnull=False),
                name="orders_order_delivered_has_day",
                violation_error_message=_("Say on which day it was delivered."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(amount=0), name="orders_order_replacement_free"
            ),
            models.UniqueConstraint(
                fields=("source", "external_id"),
                name="orders_order_once",
                condition=Q(external_id__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("client", "day"), name="orders_of_client"),
            models.Index(fields=("placed_at", "id"), name="orders_by_time"),
            models.Index(fields=("number",), name="orders_by_number", condition=~Q(number="")),
            models.Index(
                fields=("promised_on", "id"),
                name="orders_promised",
                condition=Q(state__in=OPEN, promised_on__isnull=False),
            ),
            # Kept or not: the share delivered on time is counted by the promised day.
            models.Index(
                fields=("promised_on", "delivered_on"),
                name="orders_due",
                condition=Q(promised_on__isnull=False),
            ),
            models.Index(
                fields=("replaces",), name="orders_replacements", condition=Q(replaces__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.number or f"№ {self.pk}"

    @property
    def net(self) -> Decimal:
        net: Decimal = self.amount - self.refunded
        return net

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.promised_on is not None and self.promised_on < clock.today()


class OrderLine(ScopedModel):
    scope = OwnerScope("order__client__owner", client="order__client")

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.CharField(_("what"), max_length=300)
    sku = models.CharField(_("article"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, default=Decimal(1))
    price = MoneyField(_("price"), null=True, blank=True)
    amount = MoneyField(_("sum"))

    class Meta:
        ordering = ("id",)
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="orders_line_some",
                violation_error_message=_("A quantity is above zero."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="orders_line_not_negative"),
        )

    def __str__(self) -> str:
        return self.product
