"""A complaint and what happened in it (rule 5.1)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.complaints.models.causes import Cause
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.orders.models import Order

LONGEST = 10_000


class Step(models.TextChoices):
    """How far a case is. It ends with the last one, and with nothing else."""

    RECEIVED = "received", pgettext_lazy("complaint", "Received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("complaint", "Acknowledged")
    FACTS = "facts", pgettext_lazy("complaint", "Facts established")
    AGREED = "agreed", pgettext_lazy("complaint", "Measures agreed")
    CARRIED_OUT = "carried_out", pgettext_lazy("complaint", "Carried out")
    CONFIRMED = "confirmed", pgettext_lazy("complaint", "Confirmed by the client")


# What is to be done next, once a case stands there: said on the board and on Today.
AWAITED = {
    Step.RECEIVED: pgettext_lazy("complaint", "Acknowledge: sympathy, and who is responsible"),
    Step.ACKNOWLEDGED: pgettext_lazy("complaint", "Establish the facts"),
    Step.FACTS: pgettext_lazy("complaint", "Agree with the client what is done by when"),
    Step.AGREED: pgettext_lazy("complaint", "Carry out what was agreed"),
    Step.CARRIED_OUT: pgettext_lazy("complaint", "Hear from the client whether it is settled"),
}


class Channel(models.TextChoices):
    CALL = "call", pgettext_lazy("complaint", "Telephone")
    LETTER = "letter", pgettext_lazy("complaint", "Letter")
    MEETING = "meeting", pgettext_lazy("complaint", "In person")
    CHAT = "chat", pgettext_lazy("complaint", "Chat")
    FORM = "form", pgettext_lazy("complaint", "Form on the site")
    SURVEY = "survey", pgettext_lazy("complaint", "Answer to a survey")
    REVIEW = "review", pgettext_lazy("complaint", "Review")


class Compensation(models.TextChoices):
    NONE = "", pgettext_lazy("compensation", "None")
    WITHIN = "within", pgettext_lazy("compensation", "Within one’s authority")
    ASKED = "asked", pgettext_lazy("compensation", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("compensation", "Approved")
    REFUSED = "refused", pgettext_lazy("compensation", "Not approved")


class Complaint(ScopedModel):
    """``due_at``: the deadline of the step that is awaited; ``silent_at``: when silence towards the client is
    too long. Both are empty while the client thinks, and once the case is confirmed. ``link`` is in the
    client's address of the case: another number, and the old address is dead."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="complaints", db_index=False)
    order = models.ForeignKey(
        Order, models.SET_NULL, related_name="complaints", verbose_name=_("order"), null=True, blank=True
    )
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel.choices, default=Channel.CALL)
    text = models.TextField(_("what happened, in the client’s words"), max_length=LONGEST, blank=True)
    wish = models.CharField(_("what they want"), max_length=500, blank=True)
    product = models.CharField(_("product or service"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("responsible"),
        null=True,
        blank=True,
        db_index=False,
    )
    received_at = models.DateTimeField(_("received"), default=clock.now)
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.RECEIVED, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    silent_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    left = models.DurationField(null=True, editable=False)  # working time to the deadline when it was paused
    escalated_at = models.DateTimeField(null=True, editable=False)  # since the case last moved
    confirmed_at = models.DateTimeField(null=True, editable=False)
    reopened = models.PositiveSmallIntegerField(default=0, editable=False)

    facts = models.TextField(_("what really happened"), max_length=LONGEST, blank=True)
    cause = models.ForeignKey(
        Cause, models.PROTECT, related_name="+", verbose_name=_("root cause"), null=True, blank=True
    )
    cost = MoneyField(_("what it cost us"), null=True, blank=True)
    measures = models.TextField(_("what was agreed"), max_length=LONGEST, blank=True)
    measures_by = models.DateField(_("by which day"), null=True, blank=True)
    compensation = MoneyField(_("compensation"), null=True, blank=True)
    approval = models.CharField(max_length=8, choices=Compensation.choices, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    key = models.CharField(max_length=120, blank=True, editable=False)
    link = models.PositiveSmallIntegerField(default=1, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-received_at", "-id")
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=Step.values), name="complaints_step_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="complaints_channel_known"),
            models.CheckConstraint(
                condition=Q(approval__in=Compensation.values), name="complaints_approval_known"
            ),
            models.CheckConstraint(
                condition=Q(step=Step.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(step=Step.CONFIRMED) & Q(confirmed_at=None)),
                name="complaints_end_by_the_client",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None, left=None) | Q(paused_at__isnull=False, due_at=None),
                name="complaints_paused_has_no_deadline",
            ),
            models.CheckConstraint(
                condition=(Q(cost=None) | Q(cost__gte=0)) & (Q(compensation=None) | Q(compensation__gte=0)),
                name="complaints_sums_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
            models.UniqueConstraint(fields=("key",), name="complaints_once", condition=~Q(key="")),
        )
        indexes = (
            models.Index(fields=("client", "-received_at", "-id"), name="complaints_of_client"),
            models.Index(fields=("-received_at", "-id"), name="complaints_by_time"),
            models.Index(fields=("due_at", "id"), name="complaints_due", condition=~Q(step=Step.CONFIRMED)),
            models.Index(
                fields=("responsible", "due_at", "id"),
                name="complaints_of_responsible",
                condition=~Q(step=Step.CONFIRMED),
            ),
        )

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.step != Step.CONFIRMED

    @property
    def origin(self) -> str:
        """The page of what it came from (key «loop:7:12» → the answer), if there is such an address."""
        name, _colon, rest = self.key.partition(":")
        number = rest.partition(":")[0]
        if not (name and number.isascii() and number.isdigit()):
            return ""
        try:
            return reverse(name, args=[int(number)])
        except NoReverseMatch:
            return ""

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < clock.now()

    @property
    def is_silent(self) -> bool:
        return self.is_open and self.silent_at is not None and self.silent_at < clock.now()

    @property
    def presses(self) -> datetime | None:
        """The nearer of the two: the deadline of the step, or the end of patience."""
        moments = [one for one in (self.due_at, self.silent_at) if one is not None]
        return min(moments) if moments and self.is_open else None

    @property
    def awaited(self) -> str:
        return str(AWAITED[Step(self.step)]) if self.is_open else ""


class What(models.TextChoices):
    STEP = "step", pgettext_lazy("complaint", "Step")
    TOLD = "told", pgettext_lazy("complaint", "The client was told")
    HEARD = "heard", pgettext_lazy("complaint", "The client said")
    NOTE = "note", pgettext_lazy("complaint", "Note")
    PAUSED = "paused", pgettext_lazy("complaint", "The client thinks")
    RESUMED = "resumed", pgettext_lazy("complaint", "Goes on")
    REOPENED = "reopened", pgettext_lazy("complaint", "Open again")
    HANDED = "handed", pgettext_lazy("complaint", "Another is responsible")
    ESCALATED = "escalated", pgettext_lazy("complaint", "Told the head")
    MONEY = "money", pgettext_lazy("complaint", "Compensation")


class Event(ScopedModel):
    """What happened in a case, in order. ``by`` empty: the client, or Vernost; ``was_due``: the deadline of
    the step, so that its punctuality is known; ``shown``: the client sees it on their page."""

    scope = OwnerScope("complaint__client__owner", client="complaint__client")

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="events", db_index=False)
    what = models.CharField(max_length=10, choices=What.choices)
    step = models.CharField(max_length=12, choices=Step.choices, blank=True)
    text = models.TextField(max_length=LONGEST, blank=True)
    shown = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.now)
    was_due = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    by_client = models.BooleanField(default=False)

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("event of a complaint")
        verbose_name_plural = _("events of complaints")
        constraints = (
            models.CheckConstraint(condition=Q(what__in=What.values), name="complaints_event_known"),
            models.CheckConstraint(
                condition=Q(what=What.STEP, step__in=Step.values) | (~Q(what=What.STEP) & Q(step="")),
                name="complaints_event_step",
            ),
        )
        indexes = (models.Index(fields=("complaint", "at", "id"), name="complaints_events_of"),)

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
