"""Counting anew whose clients have not heard from us for too long."""

from __future__ import annotations

from django.db import transaction

from vernost.access.actor import Actor, Kind
from vernost.agenda.models import SilenceCount
from vernost.agenda.selectors.team import Counts, counted_now
from vernost.core import clock
from vernost.core.errors import NotAllowed

WHY = "the clients of the whole firm are counted"


def silence_refresh(actor: Actor) -> int:
    """Whoever has clients has a row; how many there are."""
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed
    moment = clock.now()
    counts: Counts = counted_now(actor)
    rows = [
        SilenceCount(employee_id=who, clients=number, silent=counts.silent[who], counted_at=moment)
        for who, number in counts.clients.items()
    ]
    with transaction.atomic():
        SilenceCount.objects.unscoped(reason=WHY).all().delete()
        SilenceCount.objects.bulk_create(rows)
    return len(rows)
