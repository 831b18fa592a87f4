"""A manager with clients to hand over, and a plan for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.cast import Cast
from vernost.access.actor import SYSTEM, Actor
from vernost.clients import services
from vernost.clients.models import Client, Handover
from vernost.clients.tests.factories import make


def several(cast: Cast, number: int, whose: str = "owner") -> list[Client]:
    return [make(cast, f"Клиент {place}", whose=whose) for place in range(number)]


def planned(cast: Cast, actor: Actor, *successors: str, **values: Any) -> Handover:
    """Evenly over these."""
    handover = services.handover_plan(actor, leaver_id=cast.owner.pk)
    chosen = [cast[name].pk for name in successors]
    services.handover_split(actor, handover_id=handover.pk, rule="evenly", successors=chosen)
    if values:
        services.handover_settle(actor, handover_id=handover.pk, **values)
    return handover


def owners(clients: Sequence[Client]) -> list[int | None]:
    rows = Client.objects.visible_to(SYSTEM).filter(pk__in=[client.pk for client in clients])
    return list(rows.order_by("pk").values_list("owner", flat=True))
