"""Two rows of one client made one, and two again (rule 1.11). Nothing is lost either way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import belongings, kinds
from vernost.clients.errors import AlreadyUndone, MergeNotLast
from vernost.clients.models import EDITABLE, Client, Distinct, Merge
from vernost.clients.services.saving import client_checked, column, search_refresh
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import apply, record

# Columns that only make sense together are taken together.
TOGETHER = (
    ("bond", "held_by", "held_note", "held_until"),
    ("closed_on", "closed_reason"),
    ("source", "source_detail", "partner"),
)
CHOOSABLE = tuple(name for name in EDITABLE if name not in ("recommended_by",))


@transaction.atomic
def clients_merge(actor: Actor, *, survivor_id: int, absorbed_id: int, take: tuple[str, ...] = ()) -> Merge:
    """Merge ``absorbed`` into ``survivor``. What the survivor lacks is filled from the other; of the
    fields in ``take`` the other's value is taken. Everything that hangs on the absorbed client moves."""
    if survivor_id == absorbed_id:
        raise Invalid(_("This is one and the same client."))
    first, second = sorted((survivor_id, absorbed_id))  # one order of locks, whichever way they are merged
    rows = {pk: fetch(actor, Client, pk, verb="client.merge", lock=True) for pk in (first, second)}
    survivor, absorbed = rows[survivor_id], rows[absorbed_id]
    unknown = set(take) - set(CHOOSABLE)
    if unknown:
        raise Invalid(_("There is no such field."))
    moved = {
        one.name: one.merge(survivor_id=survivor.pk, absorbed_id=absorbed.pk) for one in belongings.every()
    }
    absorbed.is_live, absorbed.merged_into = False, survivor
    absorbed.save(update_fields=["is_live", "merged_into"])
    changes = apply(survivor, _combined(survivor, absorbed, take))
    survivor.version += 1
    client_checked(survivor)
    survivor.save(update_fields=[*changes, "version"])
    search_refresh(survivor)
    merge: Merge = Merge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        by_id=actor.employee_id,
        record={"moved": moved, "fields": {name: list(pair) for name, pair in changes.items()}},
    )
    record(
        actor,
        kinds.MERGED,
        subject=merge,
        client_id=survivor.pk,
        changes=changes,
        data={"absorbed": absorbed.name, "absorbed_id": absorbed.pk, "version": survivor.version},
    )
    return merge


def _combined(survivor: Client, absorbed: Client, take: tuple[str, ...]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for group in _groups():
        theirs = any(name in take for name in group)
        lacking = all(_empty(survivor, name) for name in group)
        if theirs or lacking:
            wanted |= {name: getattr(absorbed, name) for name in group}
    recommender = wanted.get("recommended_by", survivor.recommended_by)
    if recommender is not None and recommender.pk in (survivor.pk, absorbed.pk):
        wanted["recommended_by"] = None
    return wanted


def _groups() -> list[tuple[str, ...]]:
    together = {name for group in TOGETHER for name in group}
    alone = [(name,) for name in EDITABLE if name not in together and name not in ("kind", "name", "level")]
    return [*TOGETHER, *alone, ("kind",), ("name",), ("level",)]


def _empty(client: Client, name: str) -> bool:
    return getattr(client, name) in ("", None, False)


@transaction.atomic
def merge_undo(actor: Actor, *, merge_id: int) -> Merge:
    """Take a merge back: what moved goes back, and what was filled is as before unless changed since.

    What came to the survivor after the merge stays with the survivor. Merges are taken back in the order
    opposite to that in which they were made.
    """
    merge: Merge = fetch(actor, Merge, merge_id, lock=True)
    survivor: Client = fetch(actor, Client, merge.survivor_id, verb="client.merge", lock=True)
    if merge.undone_at is not None:
        raise AlreadyUndone
    later = Merge._base_manager.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk)
    if later.exists():
        raise MergeNotLast
    absorbed = Client._base_manager.select_for_update().get(pk=merge.absorbed_id)
    absorbed.is_live, absorbed.merged_into = True, None
    for one in belongings.every():
        if one.name in merge.record["moved"]:
            one.undo(survivor_id=survivor.pk, absorbed_id=absorbed.pk, record=merge.record["moved"][one.name])
    absorbed.save(update_fields=["is_live", "merged_into"])
    changes = apply(survivor, _as_before(survivor, merge.record["fields"]))
    survivor.version += 1
    survivor.save(update_fields=[*changes, "version"])
    for client in (survivor, absorbed):
        search_refresh(client)
    merge.undone_at, merge.undone_by_id = clock.now(), actor.employee_id
    merge.save(update_fields=["undone_at", "undone_by"])
    record(
        actor,
        kinds.UNMERGED,
        subject=merge,
        client_id=survivor.pk,
        changes=changes,
        data={"absorbed": absorbed.name, "absorbed_id": absorbed.pk, "version": survivor.version},
    )
    return merge


def _as_before(survivor: Client, filled: Mapping[str, Any]) -> dict[str, Any]:
    """A field is put back only where it still is what the merge made of it; columns of a group go
    together."""
    unchanged = set()
    for name, (_before, after) in filled.items():
        field = column(name)
        if getattr(survivor, field.attname) == field.to_python(after):
            unchanged.add(name)
    for group in TOGETHER:
        touched = [name for name in group if name in filled]
        if any(name not in unchanged for name in touched):
            unchanged.difference_update(group)
    values: dict[str, Any] = {}
    for name in unchanged:
        field = column(name)
        before = field.to_python(filled[name][0])
        if isinstance(field, ForeignKey) and before is not None:
            before = field.remote_field.model._base_manager.filter(pk=before).first()
        values[name] = before
    return values


@transaction.atomic
def clients_tell_apart(actor: Actor, *, one_id: int, other_id: int) -> None:
    """These two look alike and are two: they are not shown as duplicates again."""
    first, second = sorted((one_id, other_id))
    if first == second:
        raise Invalid(_("This is one and the same client."))
    one: Client = fetch(actor, Client, first, verb="client.merge")
    other: Client = fetch(actor, Client, second, verb="client.merge")
    made = Distinct.objects.bulk_create(
        [Distinct(first=one, second=other, by_id=actor.employee_id)], ignore_conflicts=True
    )
    if made:
        record(actor, kinds.TOLD_APART, subject=one, client_id=one.pk, data={"other": other.name})
        record(actor, kinds.TOLD_APART, subject=other, client_id=other.pk, data={"other": one.name})
