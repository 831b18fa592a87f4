"""The root causes of complaints, and up to which sum an employee settles a case alone (rule 5.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.complaints.words import CAUSES
from vernost.core.money import MoneyField


class Cause(ScopedModel):
    """``code``: of those that came with the program. What the firm wrote is never touched by an upgrade."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("cause"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("cause of a complaint")
        verbose_name_plural = _("causes of complaints")
        constraints = (
            models.CheckConstraint(condition=~Q(code="", name=""), name="complaints_cause_named"),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="complaints_cause_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(CAUSES.get(self.code, self.code))


class Authority(models.Model):
    """What this employee settles alone, where it differs from the firm's sum."""

    employee = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    amount = MoneyField(_("settles alone up to"))

    class Meta:
        verbose_name = _("authority of an employee")
        verbose_name_plural = _("authority of employees")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="complaints_authority_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.amount}"
