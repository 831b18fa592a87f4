"""The dossier of a key client (rule 1.8)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import kinds
from vernost.clients.models import Client, DossierEntry
from vernost.clients.services.saving import checked, tidied
from vernost.core import clock
from vernost.core.errors import Conflict
from vernost.journal.kinds import EntryKind
from vernost.journal.write import apply, record

FIELDS = ("title", "note", "amount", "day")


@transaction.atomic
def dossier_add(actor: Actor, *, client_id: int, about: str, **values: Any) -> DossierEntry:
    """``values``: title, note, amount (Decimal or None), day."""
    client: Client = fetch(actor, Client, client_id, verb="client.edit", lock=True)
    entry = DossierEntry(
        client=client, about=about, author_id=actor.employee_id, **tidied(DossierEntry, _known(values))
    )
    checked(entry)
    entry.save(force_insert=True)
    _record(actor, kinds.DOSSIER_ADDED, entry)
    return entry


@transaction.atomic
def dossier_change(actor: Actor, *, entry_id: int, version: int, **values: Any) -> DossierEntry:
    """Who saw an older version is told what the other wrote, and loses nothing."""
    entry = _entry(actor, entry_id)
    wanted = tidied(DossierEntry, _known(values))
    if version != entry.version:
        raise Conflict(
            changes={name: (None, now) for name in wanted if (now := getattr(entry, name)) != wanted[name]}
        )
    changes = apply(entry, wanted)
    if not changes:
        return entry
    checked(entry)
    entry.version += 1
    entry.save(update_fields=[*changes, "version"])
    _record(actor, kinds.DOSSIER_CHANGED, entry, changes)
    return entry


@transaction.atomic
def dossier_end(actor: Actor, *, entry_id: int, over: bool) -> DossierEntry:
    """No longer so from today on; or, with ``over`` false, again so."""
    entry = _entry(actor, entry_id)
    if entry.is_over == over:
        return entry
    entry.ended_on = clock.today() if over else None
    entry.save(update_fields=["ended_on"])
    _record(actor, kinds.DOSSIER_ENDED if over else kinds.DOSSIER_REOPENED, entry)
    return entry


@transaction.atomic
def dossier_remove(actor: Actor, *, entry_id: int) -> None:
    """For what was written by mistake; the words stay in the journal until the person's data is erased."""
    entry = _entry(actor, entry_id)
    _record(actor, kinds.DOSSIER_REMOVED, entry, {"note": (entry.note, None)})
    entry.delete()


def _entry(actor: Actor, pk: int) -> DossierEntry:
    entry: DossierEntry = fetch(actor, DossierEntry, pk, lock=True)
    fetch(actor, Client, entry.client_id, verb="client.edit")
    return entry


def _known(values: dict[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"not for editing: {', '.join(sorted(unknown))}")
    return values


def _record(actor: Actor, kind: EntryKind, entry: DossierEntry, changes: Any = None) -> None:
    data = {"title": entry.title, "about": entry.about}
    record(actor, kind, subject=entry, client_id=entry.client_id, changes=changes, data=data)
