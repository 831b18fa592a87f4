"""Late deliveries and returns (rule 5.4): what was promised, who told the client, refund or redo."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.orders.models.money import Refund
from vernost.orders.models.order import Order

# What the list of causes begins with. A firm renames them, adds its own, takes off what it does not need.
SHIPPED_CAUSES = {
    "stock": pgettext_lazy("delay", "Not in stock"),
    "supplier": pgettext_lazy("delay", "The supplier is late"),
    "making": pgettext_lazy("delay", "Not made in time"),
    "packing": pgettext_lazy("delay", "Packed wrongly or late"),
    "carrier": pgettext_lazy("delay", "The carrier is late"),
    "weather": pgettext_lazy("delay", "Weather or roads"),
    "address": pgettext_lazy("delay", "Wrong address or nobody there"),
    "paper": pgettext_lazy("delay", "Papers or payment were missing"),
    "forgot": pgettext_lazy("delay", "We forgot"),
}


class DelayCause(ScopedModel):
    """The firm's own list. ``name`` is empty for a shipped one that nobody has renamed."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=20, blank=True, editable=False)
    name = models.CharField(_("cause of a delay"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=100, editable=False)
    is_used = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("cause of a delay")
        verbose_name_plural = _("causes of delays")
        constraints = (
            models.UniqueConstraint(fields=("code",), name="orders_delay_cause_once", condition=~Q(code="")),
            models.CheckConstraint(condition=~Q(code="", name=""), name="orders_delay_cause_named"),
        )

    def __str__(self) -> str:
        return self.name or str(SHIPPED_CAUSES.get(self.code, self.code))


class Told(models.TextChoices):
    """How the client was told."""

    CALL = "call", pgettext_lazy("contact", "Call")
    LETTER = "letter", pgettext_lazy("contact", "Letter")
    MEETING = "meeting", pgettext_lazy("contact", "Meeting")
    CHAT = "chat", pgettext_lazy("contact", "Chat")


class Delay(ScopedModel):
    """A promised day that will not be kept, or was not: why, what day instead, and who told the client.

    One row a day that was promised (``was``): what is known of it later is written over it. An order that
    is overdue without a row is a delay that nobody has said a word about.
    """

    scope = OwnerScope("order__client__owner", client="order__client")

    order = models.ForeignKey(Order, models.CASCADE, related_name="delays", db_index=False)
    was = models.DateField(_("promised for"))
    new_day = models.DateField(_("new day"), null=True, blank=True)
    cause = models.ForeignKey(
        DelayCause, models.PROTECT, related_name="+", verbose_name=_("why it is late"), null=True, blank=True,
    )  # fmt: skip
    note = models.CharField(_("in more detail"), max_length=200, blank=True)
    known_at = models.DateTimeField(default=clock.now, editable=False)
    known_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    told_at = models.DateTimeField(_("the client was told"), null=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    told_how = models.CharField(
        _("how the client was told"), max_length=8, choices=Told.choices, blank=True, editable=False
    )

    class Meta:
        ordering = ("id",)
        verbose_name = _("delay")
        verbose_name_plural = _("delays")
        constraints = (
            models.UniqueConstraint(fields=("order", "was"), name="orders_delay_once"),
            models.CheckConstraint(
                condition=Q(new_day=None) | Q(new_day__gt=models.F("was")),
                name="orders_delay_later",
                violation_error_message=_("The new day is after the promised one."),
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, told_how="") | Q(told_at__isnull=False, told_how__in=Told.values),
                name="orders_delay_told_somehow",
            ),
        )
        indexes = (
            models.Index(fields=("order",), name="orders_delays_untold", condition=Q(told_at=None)),
            models.Index(fields=("known_at",), name="orders_delays_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.was}: {self.why}"

    @property
    def why(self) -> str:
        """The cause and what was written beside it."""
        return ": ".join(part for part in (str(self.cause) if self.cause else "", self.note) if part)


class Wish(models.TextChoices):
    REFUND = "refund", pgettext_lazy("return", "Money back")
    REDO = "redo", pgettext_lazy("return", "Redo or replace")


class Stage(models.TextChoices):
    """The steps of a return, in their order; the last two end it."""

    ASKED = "asked", pgettext_lazy("return", "Asked for")
    AGREED = "agreed", pgettext_lazy("return", "Agreed")
    GOODS_BACK = "goods_back", pgettext_lazy("return", "Goods are back")
    SETTLED = "settled", pgettext_lazy("return", "Settled")
    REFUSED = "refused", pgettext_lazy("return", "Refused")


ENDED = (Stage.SETTLED, Stage.REFUSED)


class Return(ScopedModel):
    """What a client wants done about an order: money back or a redo, step by step, each with its day.

    What it ended in is a row of its own (``refund``, ``redo``), each of one return at most: never doubled.
    """

    scope = OwnerScope("order__client__owner", client="order__client")

    order = models.ForeignKey(Order, models.PROTECT, related_name="returns")
    wish = models.CharField(_("what the client wants"), max_length=8, choices=Wish.choices)
    reason = models.CharField(_("what is wrong"), max_length=300)
    stage = models.CharField(
        _("step"), max_length=12, choices=Stage.choices, default=Stage.ASKED, editable=False
    )
    due_on = models.DateField(_("settled by"))
    refund = models.OneToOneField(Refund, models.PROTECT, related_name="of_return", null=True, editable=False)
    redo = models.OneToOneField(Order, models.PROTECT, related_name="redo_of", null=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = (
            models.CheckConstraint(condition=Q(wish__in=Wish.values), name="orders_return_wish_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="orders_return_stage_known"),
            models.UniqueConstraint(
                fields=("order",), name="orders_return_one_open", condition=~Q(stage__in=ENDED)
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.SETTLED) | Q(refund=None, redo=None), name="orders_return_unsettled"
            ),
            models.CheckConstraint(
                condition=Q(refund=None) | Q(redo=None), name="orders_return_refund_or_redo"
            ),
        )
        indexes = (
            models.Index(fields=("due_on", "id"), name="orders_returns_due", condition=~Q(stage__in=ENDED)),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.get_wish_display()}"

    @property
    def is_open(self) -> bool:
        return self.stage not in ENDED


class ReturnStep(ScopedModel):
    """A step of a return that was made: which, on which day, by whom. Each once."""

    scope = OwnerScope("of__order__client__owner", client="of__order__client")

    of = models.ForeignKey(Return, models.CASCADE, related_name="steps", db_index=False)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("id",)
        verbose_name = _("step of a return")
        verbose_name_plural = _("steps of returns")
        constraints = (models.UniqueConstraint(fields=("of", "stage"), name="orders_return_step_once"),)

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.at:%Y-%m-%d}"
