"""A deal: a possible purchase on its stage; won, or lost with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.agenda.models import Done, Step
from vernost.clients.models import Client, Source
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.intake.models import Request
from vernost.orders.models import Order
from vernost.sales.models.reasons import LostReason
from vernost.sales.models.stages import Stage


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("deal", "Open")
    WON = "won", pgettext_lazy("deal", "Won")
    LOST = "lost", pgettext_lazy("deal", "Lost")


# Neither done nor dropped: the deal is somebody's turn on some day.
MOVING = Q(step__state=Done.OPEN)


class Deal(ScopedModel):
    """It belongs to whoever looks after the client; ``seller`` works on it. ``furthest`` is the last stage,
    in the order of the pipeline, that it ever stood on. ``external_id`` tells it apart within ``system``."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(
        Client, models.PROTECT, related_name="deals", verbose_name=_("client"), db_index=False
    )
    title = models.CharField(_("what it is about"), max_length=200)
    amount = MoneyField(_("sum"), null=True, blank=True)
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"), db_index=False
    )
    furthest = models.ForeignKey(Stage, models.PROTECT, related_name="+", editable=False)
    expected_on = models.DateField(_("expected by"), null=True, blank=True)
    source = models.CharField(_("where it came from"), max_length=20, choices=Source.choices, blank=True)
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("seller"), null=True,
        blank=True,
    )  # fmt: skip
    seller_name = models.CharField(
        max_length=120, blank=True, editable=False
    )  # out of a file: nobody of ours
    note = models.TextField(_("note"), max_length=2000, blank=True)
    step = models.ForeignKey(
        Step, models.SET_NULL, related_name="+", verbose_name=_("next step"), null=True, editable=False
    )
    request = models.ForeignKey(
        Request, models.SET_NULL, related_name="deals", verbose_name=_("request"), null=True, editable=False
    )
    state = models.CharField(_("state"), max_length=4, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(_("begun"), default=clock.now)
    moved_at = models.DateTimeField(default=clock.now, editable=False)  # to this stage
    closed_at = models.DateTimeField(_("ended"), null=True, editable=False)
    reason = models.ForeignKey(
        LostReason, models.PROTECT, related_name="deals", verbose_name=_("why it was lost"), null=True,
        editable=False,
    )  # fmt: skip
    said = models.TextField(_("what the client said"), max_length=2000, blank=True)
    order = models.ForeignKey(
        Order, models.SET_NULL, related_name="deals", verbose_name=_("order"), null=True, editable=False
    )
    system = models.CharField(max_length=40, blank=True, editable=False)
    external_id = models.CharField(max_length=120, null=True, editable=False)  # noqa: DJ001 - null is told apart
    told = models.CharField(max_length=32, blank=True, editable=False)  # a mark of what its system told last
    search = models.CharField(max_length=200, blank=True, editable=False)  # the title, folded
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-opened_at", "-id")
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="sales_deal_titled"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="sales_deal_state_known"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="sales_deal_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at=None)
                | (~Q(state=State.OPEN) & Q(closed_at__isnull=False)),
                name="sales_deal_open_or_ended",
            ),
            # Old systems lose deals without a reason; ours does not.
            models.CheckConstraint(
                condition=(~Q(state=State.LOST) & Q(reason=None))
                | Q(state=State.LOST, reason__isnull=False)
                | Q(state=State.LOST, external_id__isnull=False),
                name="sales_deal_lost_with_reason",
            ),
            models.UniqueConstraint(
                fields=("system", "external_id"),
                name="sales_deal_once",
                condition=Q(external_id__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("client", "state"), name="sales_deals_of"),
            models.Index(fields=("stage",), name="sales_deals_open", condition=Q(state=State.OPEN)),
            models.Index(fields=("state", "closed_at", "id"), name="sales_deals_ended"),
            models.Index(fields=("opened_at", "id"), name="sales_deals_begun"),
            models.Index(fields=("stage", "state"), name="sales_deals_on"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.expected_on is not None and self.expected_on < clock.today()

    @property
    def next_step(self) -> Step | None:
        """What is to be done, if anything is; a deal without it stands still."""
        step: Step | None = self.step
        return step if step is not None and step.state == Done.OPEN else None


class StageChange(ScopedModel):
    """A deal's stay on a stage: since ``at``, until it moved on or ended."""

    scope = OwnerScope("deal__client__owner", client="deal__client")

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="changes", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        indexes = (models.Index(fields=("deal", "at", "id"), name="sales_changes_of"),)

    def __str__(self) -> str:
        return f"{self.stage} {self.at:%Y-%m-%d}"
