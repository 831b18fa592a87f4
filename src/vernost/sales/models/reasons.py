"""Why deals are lost (rule 7.4): the firm's list, which begins with the practice's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import EveryoneScope
from vernost.access.scoping import ScopedModel
from vernost.sales.words import REASONS


class Group(models.TextChoices):
    NEED = "need", pgettext_lazy("reasons", "We did not hear the client")
    VALUE = "value", pgettext_lazy("reasons", "We did not show the worth")
    TRUST = "trust", pgettext_lazy("reasons", "We were not trusted")
    CLOSE = "close", pgettext_lazy("reasons", "We did not bring it to a decision")
    SELLER = "seller", pgettext_lazy("reasons", "The seller was not ready")
    CLIENT = "client", pgettext_lazy("reasons", "The client was not going to buy")


class LostReason(ScopedModel):
    """``code``: of those that came with the program; their words are said in the reader's language until the
    firm writes its own. What the firm wrote is never touched by an upgrade."""

    scope = EveryoneScope()

    code = models.SlugField(max_length=40, blank=True, editable=False)
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, default=Group.CLIENT)
    name = models.CharField(_("reason"), max_length=120, blank=True)
    remedy = models.TextField(_("what can be done"), max_length=1000, blank=True)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    is_retired = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("place", "id")
        verbose_name = _("reason of a loss")
        verbose_name_plural = _("reasons of losses")
        constraints = (
            models.CheckConstraint(condition=Q(group__in=Group.values), name="sales_reason_group_known"),
            models.CheckConstraint(condition=~Q(code="", name=""), name="sales_reason_named"),
            models.UniqueConstraint(
                fields=("code",), condition=~Q(code=""), name="sales_reason_shipped_once"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(REASONS[self.code].name if self.code in REASONS else self.code)

    @property
    def cure(self) -> str:
        """The remedy at hand: the firm's own, else the shipped one."""
        return self.remedy or (str(REASONS[self.code].remedy) if self.code in REASONS else "")
