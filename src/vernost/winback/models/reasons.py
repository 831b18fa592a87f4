"""Why clients leave: the firm's catalogue with its remedies, and what is known of one client (6.2, 6.3)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.winback.words import REASONS


class Group(models.TextChoices):
    COMPETITORS = "competitors", pgettext_lazy("why they leave", "Competitors")
    OURSELVES = "ourselves", pgettext_lazy("why they leave", "Ourselves")
    CLIENT = "client", pgettext_lazy("why they leave", "The client")


class Reason(ScopedModel):
    """``code``: of those that came with the program. What the firm wrote is never touched by an upgrade."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("reason"), max_length=120, blank=True)
    group = models.CharField(_("whose doing"), max_length=12, choices=Group.choices, default=Group.OURSELVES)
    remedy = models.TextField(_("what helps"), max_length=1000, blank=True)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("reason of a loss of a client")
        verbose_name_plural = _("reasons why clients leave")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="winback_reason_named"),
            models.CheckConstraint(condition=Q(group__in=Group.values), name="winback_reason_group_known"),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="winback_reason_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(REASONS[self.code].name if self.code in REASONS else self.code)

    @property
    def helps(self) -> str:
        """The remedy at hand (rule 6.3)."""
        return self.remedy or str(REASONS[self.code].remedy if self.code in REASONS else "")


class Says(models.TextChoices):
    CLIENT = "client", pgettext_lazy("who says why", "The client said so")
    EMPLOYEE = "employee", pgettext_lazy("who says why", "We think so")
    SURVEY = "survey", pgettext_lazy("who says why", "Answer to a survey")
    OTHERS = "others", pgettext_lazy("who says why", "Heard from others")


class Sure(models.IntegerChoices):
    GUESS = 1, pgettext_lazy("how sure", "A guess")
    LIKELY = 2, pgettext_lazy("how sure", "Likely")
    SURE = 3, pgettext_lazy("how sure", "Sure")


class ClientReason(ScopedModel):
    """Why this client may have left; one is the real one, once somebody has confirmed it."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="leaving_reasons", db_index=False)
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="+", verbose_name=_("reason"))
    says = models.CharField(_("who says so"), max_length=8, choices=Says.choices, default=Says.EMPLOYEE)
    sure = models.PositiveSmallIntegerField(_("how sure"), choices=Sure.choices, default=Sure.LIKELY)
    note = models.CharField(_("in their words"), max_length=500, blank=True)
    is_real = models.BooleanField(default=False, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    said_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("-is_real", "-sure", "-id")
        verbose_name = _("why a client left")
        verbose_name_plural = _("why clients left")
        constraints = (
            models.UniqueConstraint(fields=("client", "reason"), name="winback_reason_once"),
            models.UniqueConstraint(
                fields=("client",), condition=Q(is_real=True), name="winback_one_real_reason"
            ),
            models.CheckConstraint(condition=Q(says__in=Says.values), name="winback_reason_says_known"),
            models.CheckConstraint(condition=Q(sure__in=Sure.values), name="winback_reason_sure_known"),
            models.CheckConstraint(
                condition=Q(is_real=False, confirmed_at=None) | Q(is_real=True, confirmed_at__isnull=False),
                name="winback_real_is_confirmed",
            ),
        )
        indexes = (models.Index(fields=("client", "-is_real", "-sure", "-id"), name="winback_reasons_of"),)

    def __str__(self) -> str:
        return f"{self.client_id}: {self.reason_id}"
