from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from vernost.access.scopes import OwnerScope
from vernost.access.scoping import ScopedModel
from vernost.core.models import Leased
from vernost.core.money import MoneyField


class Pot(ScopedModel):
    """Stands for a client."""

    scope = OwnerScope("owner", client="pk")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pots", null=True)
    label = models.CharField(max_length=50, unique=True)
    worth = MoneyField(null=True, blank=True)

    class Meta:
        app_label = "scoped"


class Lid(ScopedModel):
    """Stands for what hangs on a client."""

    scope = OwnerScope("pot__owner", client="pot")
    pot = models.ForeignKey(Pot, models.CASCADE, related_name="lids")

    class Meta:
        app_label = "scoped"


class Parcel(Leased):
    """Stands for what a sweep works off."""

    objects: ClassVar[models.Manager[Parcel]] = models.Manager()

    class Meta:
        app_label = "scoped"
