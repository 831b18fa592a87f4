"""An offer: a few variants, all on one plane, the value before the price (rule 7.3)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.sales.models.deals import Deal


class Offer(ScopedModel):
    scope = OwnerScope("deal__client__owner", client="deal__client")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="offers")
    title = models.CharField(_("heading"), max_length=200)
    opening = models.TextField(
        _("what the client wants to reach"),
        max_length=2000,
        blank=True,
        help_text=_("In the client's words. It stands first on the page."),
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    chosen = models.ForeignKey(
        "sales.Variant", models.SET_NULL, related_name="+", null=True, editable=False, db_index=False
    )
    chosen_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-made_at", "-id")
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = (models.CheckConstraint(condition=~Q(title=""), name="sales_offer_titled"),)

    def __str__(self) -> str:
        return self.title


class Variant(ScopedModel):
    """One way to buy. ``total`` is the sum of its lines, kept by the service."""

    scope = OwnerScope("offer__deal__client__owner", client="offer__deal__client")

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="variants")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of the variant"), max_length=80)
    gets = models.TextField(_("what the client gets"), max_length=2000)
    total = MoneyField(_("sum"), default=Decimal(0))

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(gets=""), name="sales_variant_says_value"),
            models.CheckConstraint(condition=Q(total__gte=0), name="sales_variant_not_negative"),
        )

    def __str__(self) -> str:
        return self.name


class OfferLine(ScopedModel):
    scope = OwnerScope("variant__offer__deal__client__owner", client="variant__offer__deal__client")

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="lines")
    product = models.CharField(_("what"), max_length=300)
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, default=Decimal(1))
    price = MoneyField(_("price"))
    amount = MoneyField(_("sum"))

    class Meta:
        ordering = ("id",)
        verbose_name = _("line of an offer")
        verbose_name_plural = _("lines of offers")
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="sales_offer_line_some",
                violation_error_message=_("A quantity is above zero."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0, amount__gte=0),
                name="sales_offer_line_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
        )

    def __str__(self) -> str:
        return self.product
