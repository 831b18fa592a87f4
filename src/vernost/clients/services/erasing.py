"""One person's data: given to them whole, or erased with the sums kept (rule 1.10; 152-FZ, GDPR)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import belongings, forgetting, kinds
from vernost.clients.models import EDITABLE, Client
from vernost.clients.services.saving import column
from vernost.core import clock
from vernost.core.birthdays import iso
from vernost.journal import erase as journal_erase
from vernost.journal.models import Entry
from vernost.journal.watch import count
from vernost.journal.write import record

# What says nothing of the person once their name is gone, and is needed for sums by channel, level and
# segment.
KEPT = frozenset({"kind", "level", "source", "segment", "bond", "rhythm_days", "is_key"})
NOBODY = "—"


@transaction.atomic
def client_erase(actor: Actor, *, client_id: int) -> None:
    """Erase a person, those merged into them, and what the journal holds of them. It cannot be taken back.

    The row stays without a name, so that orders and sums of the past stand. One-way hashes of their phones,
    e-mails and numbers stay too, so that the next file does not bring them back.
    """
    client: Client = fetch(actor, Client, client_id, verb="client.erase_person", lock=True)
    ids = with_merged(client)
    forgetting.forget(ids)
    for one in belongings.every():
        one.erase(ids)
    now = clock.now()
    for row in Client._base_manager.filter(pk__in=ids):
        for name, value in _blank().items():
            setattr(row, name, value)
        row.is_live, row.erased_at = False, now
        row.version += 1
        row.save()
    journal_erase.erase(ids)
    record(actor, kinds.ERASED, subject=client, client_id=client.pk)


def _blank() -> dict[str, Any]:
    values: dict[str, Any] = {"name": NOBODY, "name_key": "", "name_sound": "", "search": ""}
    for name in EDITABLE:
        if name not in KEPT and name != "name":
            field = column(name)
            values[name] = None if field.null else field.get_default()
    return values | {"held_by": "", "bond": "", "held_note": "", "held_until": None}


@transaction.atomic
def client_export(actor: Actor, *, client_id: int) -> dict[str, Any]:
    """Everything kept of one person, for that person: plain names and values, ready for JSON."""
    client: Client = fetch(actor, Client, client_id, verb="client.export_person")
    ids = with_merged(client)
    told: dict[str, Any] = {
        "client": [
            {name: str(getattr(row, name) or "") for name in EDITABLE}
            | {"birthday": iso(row.birthday) if row.birthday else ""}
            | {"id": row.pk, "added": row.created_at}
            for row in Client._base_manager.filter(pk__in=ids).select_related("partner", "recommended_by")
        ]
    }
    for row in told["client"]:
        row["recommended_by"] = bool(row["recommended_by"])  # that they were, not by whom: another's data
    for one in belongings.every():
        rows = one.export(ids)
        if rows:
            told[one.name] = rows
    entries = (
        Entry.objects.filter(client_id__in=ids, in_timeline=True)
        .select_related("employee")
        .order_by("at", "id")
    )
    told["history"] = [{"at": entry.at, "what": entry.text} for entry in entries.iterator(500)]
    record(actor, kinds.PERSON_DATA_EXPORTED, subject=client, client_id=client.pk)
    if actor.employee_id is not None:
        count(actor.employee_id, exported=1)
    return told


def with_merged(client: Client) -> list[int]:
    """The client and everybody who was merged into them; chains were flattened when merged."""
    merged = Client._base_manager.filter(merged_into=client).order_by("pk").values_list("pk", flat=True)
    return [client.pk, *merged]
