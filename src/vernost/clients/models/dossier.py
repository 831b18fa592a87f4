"""The dossier of a key client beyond its people (rule 1.8): rivals, agreements, risks, plans, savings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client
from vernost.core import clock
from vernost.core.money import MoneyField


class About(models.TextChoices):
    """``SAVED``: what the client saved or gained with us; it goes onto the page that is sent to them."""

    RIVAL = "rival", pgettext_lazy("dossier", "Competitor in the account")
    AGREEMENT = "agreement", pgettext_lazy("dossier", "Agreement")
    RISK = "risk", pgettext_lazy("dossier", "Risk")
    GROWTH = "growth", pgettext_lazy("dossier", "Plan of growth")
    SAVED = "saved", pgettext_lazy("dossier", "Saved or gained with us")


class DossierEntry(ScopedModel):
    """One thing known of a key client. What is no longer so is ended, not removed: the account has a past."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="dossier", db_index=False)
    about = models.CharField(_("about what"), max_length=10, choices=About.choices)
    title = models.CharField(_("in short"), max_length=200)
    note = models.TextField(_("in detail"), max_length=4000, blank=True)
    amount = MoneyField(_("sum"), null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    ended_on = models.DateField(null=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    written_at = models.DateTimeField(default=clock.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name = _("entry of the dossier")
        verbose_name_plural = _("entries of the dossier")
        constraints = (
            models.CheckConstraint(condition=Q(about__in=About.values), name="clients_dossier_about_known"),
            models.CheckConstraint(condition=~Q(title=""), name="clients_dossier_says_something"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="clients_dossier_not_negative",
                violation_error_message=_("A sum is zero or more."),
            ),
        )
        indexes = (models.Index(fields=("client", "about", "id"), name="clients_dossier_of"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ended_on is not None

    @property
    def is_past(self) -> bool:
        """Its day has gone by, and nobody has said what became of it."""
        if self.about == About.SAVED:
            return False  # what was saved was saved on a day that has gone by
        return not self.is_over and self.day is not None and self.day < clock.today()
