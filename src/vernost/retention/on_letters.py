"""What the figures say to letters: who has come back is fragile, and gets no offers for now (rule 2.4)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from vernost.post import guards
from vernost.retention.models import ClientFacts, Lifecycle


def fragile(client_ids: Sequence[int]) -> set[int]:
    rows = ClientFacts.objects.unscoped(reason="a guard asks of everybody who is written to")
    return set(
        rows.filter(client__in=client_ids, lifecycle=Lifecycle.RETURNED).values_list("client", flat=True)
    )


def register_own() -> None:
    why = _("The client has only just come back: for now they get no offers.")
    guards.register(guards.Guard(name="fragile", why=why, holds=fragile))
