"""Who looks after whom: handing clients over, one or many, all or none (rule 1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients import belongings, kinds, owning
from vernost.clients.models import Client
from vernost.clients.services.properties import visible_ids
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.kinds import EntryKind
from vernost.journal.write import draft, record, record_many
from vernost.staff.models import Employee

BATCH = 500


@transaction.atomic
def clients_hand_over(actor: Actor, *, client_ids: Sequence[int], successor_id: int) -> int:
    """Give clients to another manager with everything that goes along; how many changed hands.

    All or none: where one of them is not the actor's to see, nothing is done.
    """
    require(actor, "client.hand_over")
    successor = Employee.objects.active().filter(pk=successor_id).first()
    if successor is None:
        raise Invalid(successor=_("There is no such employee."))
    owning.demand([successor.pk], field="successor")
    ids = visible_ids(actor, client_ids)
    before = locked(ids)
    moving = [pk for pk in ids if before.get(pk) != successor.pk]
    if not moving:
        return 0
    move(actor, before, successor, belongings.HandOver(actor, moving, successor.pk))
    if len(moving) > 1:
        record(actor, kinds.BULK_CHANGED, subject=successor, data={"rows": len(moving), "change": "owner"})
    return len(moving)


def move(
    actor: Actor,
    before: Mapping[int, int | None],
    successor: Employee,
    handover: belongings.HandOver,
    *,
    kind: EntryKind = kinds.HANDED_OVER,
) -> dict[str, Any]:
    """These clients, all locked, are ``successor``'s, and what hangs on them with them; in a few queries a
    batch. What is to be remembered for taking it back.

    ``HANDED_BACK``: only they themselves; what hangs on them goes back by what was remembered.
    """
    moving, now = list(handover.client_ids), clock.now()
    for start in range(0, len(moving), BATCH):
        rows = Client._base_manager.filter(pk__in=moving[start : start + BATCH])
        rows.update(owner=successor, changed_at=now, version=F("version") + 1)
    belongings.owned_by(moving, successor.pk)
    versions = _versions(moving)
    told = belongings.hand_over(handover) if kind is kinds.HANDED_OVER else {}
    record_many(
        draft(
            actor,
            kind,
            client_id=pk,
            changes={"owner": (before[pk], successor.pk)},
            data={"successor": successor.name, "version": versions[pk]},
        )
        for pk in moving
    )
    return told


def locked(ids: Sequence[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for start in range(0, len(ids), BATCH):
        rows = (
            Client._base_manager.select_for_update().filter(pk__in=ids[start : start + BATCH]).order_by("pk")
        )
        found.update(rows.values_list("pk", "owner_id"))
    return found


def _versions(ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(ids), BATCH):
        found.update(
            Client._base_manager.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "version")
        )
    return found
