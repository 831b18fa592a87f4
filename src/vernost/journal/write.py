"""Writing the journal: from services only, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models

from vernost.access.actor import Actor
from vernost.core import clock
from vernost.journal import listening
from vernost.journal.errors import IncompleteEntry, OutsideTransaction
from vernost.journal.kinds import EntryKind
from vernost.journal.models import Entry

Changes = Mapping[str, tuple[Any, Any]]
BATCH = 1000


def record(
    actor: Actor,
    kind: EntryKind,
    *,
    subject: models.Model | None = None,
    client_id: int | None = None,
    changes: Changes | None = None,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry:
    """One entry.

    ``changes``: field → (before, after), as ``diff`` gives it; ``data``: what the text needs.
    """
    entry = draft(actor, kind, subject=subject, client_id=client_id, changes=changes, data=data, at=at)
    _demand_transaction(kind.name)
    entry.save(force_insert=True)
    listening.tell(kind.name)
    return entry


def draft(
    actor: Actor,
    kind: EntryKind,
    *,
    subject: models.Model | None = None,
    client_id: int | None = None,
    changes: Changes | None = None,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry:
    """An entry not yet written, for ``record_many``."""
    said = dict(data or {})
    missing = kind.needs - said.keys()
    if missing:
        raise IncompleteEntry(kind.name, missing)
    return Entry(
        at=at or clock.now(),
        kind=kind.name,
        actor_kind=actor.kind.value,
        employee_id=actor.employee_id,
        address=actor.address,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        client_id=client_id,
        changes={field: list(pair) for field, pair in (changes or {}).items()},
        data=said,
        in_timeline=kind.timeline and client_id is not None,
        in_audit=kind.audit,
    )


def record_many(entries: Iterable[Entry]) -> int:
    """Many at once, for bulk changes and imports; streamed, so a million costs no memory."""
    _demand_transaction("record_many")
    written, batch = 0, []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            written += len(Entry.objects.bulk_create(batch))
            batch = []
    return written + len(Entry.objects.bulk_create(batch))


def diff(row: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What would change on ``row``: field → (before, after), only where they differ.

    Set them with ``apply``.
    """
    changes = {}
    for name, after in values.items():
        before = getattr(row, name)
        if before != after:
            changes[name] = (_plain(before), _plain(after))
    return changes


def apply(row: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """``diff``, and set the values on the row (not saved)."""
    changes = diff(row, values)
    for name in changes:
        setattr(row, name, values[name])
    return changes


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _demand_transaction(kind: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
