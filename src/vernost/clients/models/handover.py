"""A handover (rule 1.3): whose clients go to whom, planned, run, and taken back within a day."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope, SelfScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client
from vernost.core import clock

UNDONE_WITHIN = timedelta(days=1)
LETTERS_WAIT = timedelta(minutes=30)  # so that a slip can be taken back before anybody has read of it


class Handover(ScopedModel):
    """Whoever plans it sees it, and who sees all of them. ``record``: what each belonging needs to take it
    back."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("handover", "Planned")
        DONE = "done", pgettext_lazy("handover", "Done")
        TAKEN_BACK = "taken_back", pgettext_lazy("handover", "Taken back")

    scope = SelfScope("by", also="handover.see_all")

    leaver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("whose clients")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    leaves = models.BooleanField(
        _("leaves the firm"),
        default=False,
        help_text=_("Access is closed in the same step. It can be opened again."),
    )
    subject = models.CharField(_("subject of the letter"), max_length=200, blank=True)
    text = models.TextField(_("letter to each client"), max_length=4000, blank=True)
    calls_a_day = models.PositiveSmallIntegerField(_("first calls a day, at most"), default=15)
    state = models.CharField(_("standing"), max_length=10, choices=State.choices, default=State.PLANNED)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    record = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = (
            models.CheckConstraint(condition=Q(calls_a_day__gte=1), name="clients_handover_some_calls"),
            models.CheckConstraint(
                condition=Q(state="planned", done_at=None) | (~Q(state="planned") & Q(done_at__isnull=False)),
                name="clients_handover_done_when",
            ),
            models.UniqueConstraint(
                fields=("leaver", "by"),
                name="clients_handover_one_plan",
                condition=Q(state="planned"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.leaver}: {self.get_state_display()}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def with_letter(self) -> bool:
        return bool(self.text)

    @property
    def until(self) -> object:
        """Until when it can be taken back."""
        return self.done_at + UNDONE_WITHIN if self.done_at else None

    @property
    def may_be_taken_back(self) -> bool:
        done = self.state == self.State.DONE and self.done_at is not None
        return done and clock.now() < self.done_at + UNDONE_WITHIN  # type: ignore[operator]


class HandoverClient(ScopedModel):
    """One client of a handover. ``personal``: bound to the manager rather than to the firm, and so at risk
    (rules 1.7, 6.3 «staff»)."""

    class Back(models.TextChoices):
        NOT = "", pgettext_lazy("handover", "Not taken back")
        BACK = "back", pgettext_lazy("handover", "Taken back")
        KEPT = "kept", pgettext_lazy("handover", "Changed hands meanwhile")

    class Mail(models.TextChoices):
        NONE = "", pgettext_lazy("handover", "No letter")
        DUE = "due", pgettext_lazy("handover", "To be written")
        WRITTEN = "written", pgettext_lazy("handover", "Given to the post")

    scope = OwnerScope("client__owner", client="client")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="clients")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False)
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("goes to"),
        null=True,
        blank=True,
        db_index=False,
    )
    personal = models.BooleanField(_("bound to the manager in person"), default=False)
    first_call_on = models.DateField(null=True, editable=False)
    mail = models.CharField(max_length=7, choices=Mail.choices, blank=True, editable=False)
    back = models.CharField(max_length=4, choices=Back.choices, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("client of a handover")
        verbose_name_plural = _("clients of a handover")
        constraints = (
            models.UniqueConstraint(fields=("client", "handover"), name="clients_handover_client_once"),
        )
        indexes = (
            models.Index(
                fields=("client",), name="clients_handover_personal", condition=Q(personal=True, back="")
            ),
            models.Index(fields=("id",), name="clients_handover_mail", condition=Q(mail="due")),
        )

    def __str__(self) -> str:
        return f"{self.client_id} → {self.successor_id}"
