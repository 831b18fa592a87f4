"""Where a client came into the base from, and who was merged into whom."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vernost.access.scopes import EveryoneScope, OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.clients.models.client import Client
from vernost.core import clock


class ExternalId(ScopedModel):
    """By which name another system knows the client: the same import twice adds nobody twice."""

    scope = OwnerScope("client__owner", client="client")

    client = models.ForeignKey(Client, models.CASCADE, related_name="external_ids")
    source = models.CharField(_("system"), max_length=40)
    value = models.CharField(_("its number there"), max_length=120)

    class Meta:
        verbose_name = _("number in another system")
        verbose_name_plural = _("numbers in other systems")
        constraints = (models.UniqueConstraint(fields=("source", "value"), name="clients_external_id_once"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.value}"


class Merge(ScopedModel):
    """``absorbed`` was merged into ``survivor``; ``record`` holds what moved and what was overwritten,
    for undoing."""

    scope = OwnerScope("survivor__owner", client="survivor")

    survivor = models.ForeignKey(Client, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Client, models.CASCADE, related_name="absorbed_in")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    record = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = (
            models.UniqueConstraint(
                fields=("absorbed",), name="clients_merged_once", condition=Q(undone_at=None)
            ),
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="clients_merge_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"


class Distinct(ScopedModel):
    """Two clients that look alike and are two: said by a person, not asked again."""

    scope = OwnerScope("first__owner", client="first")

    first = models.ForeignKey(Client, models.CASCADE, related_name="+")
    second = models.ForeignKey(Client, models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("pair of two different clients")
        verbose_name_plural = _("pairs of different clients")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="clients_distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="clients_distinct_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Forgotten(ScopedModel):
    """A one-way hash of something by which an erased person was known: no file brings them back. Nothing here
    says who they were, so it hangs on no client.
    """

    scope = EveryoneScope()

    salt = models.CharField(max_length=32, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("trace of an erased person")
        verbose_name_plural = _("traces of erased people")
        constraints = (models.UniqueConstraint(fields=("salt", "digest"), name="clients_forgotten_once"),)

    def __str__(self) -> str:
        return self.digest[:8]
