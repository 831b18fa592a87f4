"""What a client agreed to, with its proof (rule 1.10), and what employees noted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client
from vernost.core import clock


class Purpose(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("Keeping personal data")
    LETTERS = "letters", pgettext_lazy("consent", "Letters with offers")
    MESSAGES = "messages", pgettext_lazy("consent", "Messages in messengers and SMS")
    CALLS = "calls", pgettext_lazy("consent", "Calls with offers")
    PUBLISHING = "publishing", _("Publishing a review")


class Given(models.TextChoices):
    PAPER = "paper", _("On paper")
    SITE = "site", _("On the site")
    LETTER = "letter", pgettext_lazy("consent", "By letter")
    SPOKEN = "spoken", _("By word of mouth")
    IMPORTED = "imported", _("Brought from another system")


class Consent(ScopedModel):
    """One giving, and perhaps its withdrawal. Never edited: a new giving is a new row."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("to what"), max_length=16, choices=Purpose.choices)
    given_at = models.DateTimeField(_("when given"), default=clock.now)
    how = models.CharField(_("how given"), max_length=10, choices=Given.choices)
    proof = models.TextField(
        _("proof"), max_length=2000, blank=True, help_text=_("Text agreed to, form, address, scan.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    withdrawn_at = models.DateTimeField(_("when withdrawn"), null=True, blank=True)
    withdrawn_how = models.CharField(_("how withdrawn"), max_length=200, blank=True)

    class Meta:
        ordering = ("-given_at", "-id")
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="clients_consent_purpose_known"
            ),
            models.CheckConstraint(condition=Q(how__in=Given.values), name="clients_consent_how_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="clients_consent_in_order",
                violation_error_message=_("A consent is withdrawn after it was given."),
            ),
        )
        indexes = (models.Index(fields=("purpose", "client"), name="clients_consent_purpose"),)

    def __str__(self) -> str:
        return str(Purpose(self.purpose).label)


class Note(ScopedModel):
    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=10000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    written_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    is_pinned = models.BooleanField(_("keep at the top"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-is_pinned", "-written_at", "-id")
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="clients_note_says_something"),)

    def __str__(self) -> str:
        return self.text[:60]
