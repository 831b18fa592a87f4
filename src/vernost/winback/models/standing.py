"""Whom to win back, ranked: chances by cell, one row a lost client, and those who were let go (6.1, 6.4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.retention.models import Winback


class Recency(models.TextChoices):
    """How long past the line, counted in rhythms (rule 6.4)."""

    RECENT = "recent", pgettext_lazy("lost", "Lately")
    LONG = "long", pgettext_lazy("lost", "Long ago")


class Where(models.TextChoices):
    """What is being done about a lost client. «Left alone»: of the control group."""

    FREE = "free", pgettext_lazy("winning back", "Nothing yet")
    PLAN = "plan", pgettext_lazy("winning back", "In a plan")
    ALONE = "alone", pgettext_lazy("winning back", "Control group")
    LET_GO = "let_go", pgettext_lazy("winning back", "Let go")


class Cell(models.Model):
    """What was learned of lost clients of one class, recency and reason. Empty and 0: all of them.

    ``cost``: of the plan that fits them, by the firm's templates.
    """

    winback_class = models.CharField(max_length=12, blank=True)
    recency = models.CharField(max_length=6, blank=True)
    reason = models.BigIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    prior = models.FloatField()
    chance = models.FloatField()
    cost = MoneyField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("winback_class", "recency", "reason"), name="winback_cell_once"),
        )

    def __str__(self) -> str:
        return f"{self.winback_class} {self.recency} {self.reason}: {self.chance:.2f}"


class Candidate(ScopedModel):
    """A lost client and what winning them back is worth; computed after the facts, never by hand.

    ``value``: chance × worth − cost of the plan (rule 6.1).
    """

    scope = OwnerScope("client__owner", client="client")

    client = models.OneToOneField(
        Client, models.CASCADE, primary_key=True, related_name="candidate", db_constraint=False
    )
    # Whose they are, for the index alone; who may see them is asked of the client.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    winback_class = models.CharField(_("win-back class"), max_length=12, choices=Winback.choices)
    recency = models.CharField(max_length=6, choices=Recency.choices)
    # 0: not known; no key, so that a list of reasons is free to change.
    reason = models.BigIntegerField(default=0)
    where = models.CharField(max_length=6, choices=Where.choices, default=Where.FREE)
    chance = models.FloatField(_("chance of a return"))
    worth = MoneyField(_("worth a year"))
    value = MoneyField(_("expected value of the return"))

    class Meta:
        verbose_name = _("client to win back")
        verbose_name_plural = _("clients to win back")
        indexes = (
            models.Index(fields=("where", "winback_class", "-value", "client"), name="winback_by_value"),
            models.Index(
                fields=("owner", "where", "winback_class", "-value", "client"), name="winback_of_owner"
            ),
            models.Index(
                fields=("reason", "where", "-value", "client", "worth"), name="winback_by_reason",
                condition=Q(reason__gt=0),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.client_id}: {self.value}"


class Ranking(models.Model):
    """Which run of the facts the candidates come from. One row."""

    refresh = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.refresh)


class LetGo(ScopedModel):
    """A decision, with a name and a day: this client is not won back. It can be taken back."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="let_go", db_index=False)
    why = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    on = models.DateField(default=clock.today, editable=False)
    taken_back_on = models.DateField(null=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )

    class Meta:
        ordering = ("-on", "-id")
        verbose_name = _("client let go")
        verbose_name_plural = _("clients let go")
        constraints = (
            models.UniqueConstraint(
                fields=("client",), condition=Q(taken_back_on=None), name="winback_let_go_once"
            ),
        )
        indexes = (models.Index(fields=("client", "-id"), name="winback_let_go_of"),)

    def __str__(self) -> str:
        return f"{self.client_id} {self.on}"
