"""What employees propose, who supports it, what was answered and what came of it (rule 10.2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.team.models.commission import Accrual

EMPLOYEE = settings.AUTH_USER_MODEL


class Decision(models.TextChoices):
    WAITS = "", pgettext_lazy("idea", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("idea", "Accepted")
    TRY = "try", pgettext_lazy("idea", "To be tried")
    DECLINED = "declined", pgettext_lazy("idea", "Declined")


class Idea(ScopedModel):
    scope = EveryoneScope()

    author = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(_("the idea in one line"), max_length=160)
    text = models.TextField(_("what to do, and what for"), max_length=4000, blank=True)
    at = models.DateTimeField(default=clock.now)
    key = models.CharField(max_length=80, blank=True, editable=False)
    supports = models.PositiveIntegerField(default=0, editable=False)

    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    until = models.DateField(_("done or checked by"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        EMPLOYEE, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    reward = models.CharField(_("reward in words"), max_length=200, blank=True)
    reward_sum = MoneyField(_("reward, sum"), null=True, blank=True)
    paid_by = models.OneToOneField(Accrual, models.PROTECT, related_name="idea", null=True, editable=False)
    effect = models.TextField(_("what changed for clients"), max_length=2000, blank=True)
    effect_link = models.CharField(_("where it is seen"), max_length=300, blank=True)
    effect_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints = (
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="team_idea_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(decision="", answered_at=None)
                | (~Q(decision="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="team_idea_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.DECLINED) | ~Q(answer=""),
                name="team_idea_declined_with_why",
                violation_error_message=_(
                    "Say why: an idea that is declined without a word is the last one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(reward_sum=None) | Q(reward_sum__gt=0),
                name="team_idea_reward_some",
                violation_error_message=_("A reward is above zero."),
            ),
            models.UniqueConstraint(fields=("author", "key"), condition=~Q(key=""), name="team_idea_once"),
        )
        indexes = (
            models.Index(fields=("at", "id"), name="team_ideas_waiting", condition=Q(decision="")),
            models.Index(fields=("-at", "-id"), name="team_ideas_by_time"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def waits(self) -> bool:
        return self.decision == Decision.WAITS


class Support(models.Model):
    """One voice of one employee."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="supported", db_index=False)
    employee = models.ForeignKey(EMPLOYEE, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("idea", "employee"), name="team_support_once"),)

    def __str__(self) -> str:
        return f"{self.employee_id} → {self.idea_id}"
