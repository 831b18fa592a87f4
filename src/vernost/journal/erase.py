"""The one function that alters entries: it takes a person's data out of them, and leaves what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from vernost.core import clock
from vernost.journal.kinds import Blank, BlankAll, NothingPersonal, known
from vernost.journal.models import Entry
from vernost.journal.write import _demand_transaction

BATCH = 500


def erase(client_ids: Sequence[int]) -> int:
    """Erase what the journal holds of these clients (a person and those merged into them). Once a row.

    The caller (clients/) has asked the policy and records that it was done. The database lets through only an
    UPDATE that sets ``erased_at`` and touches nothing but ``data`` and ``changes``.
    """
    _demand_transaction("erase")
    rows = Entry.objects.filter(client_id__in=client_ids, erased_at=None)
    erased = 0
    for name in rows.order_by("kind").values_list("kind", flat=True).distinct():
        declared = known(name)
        rule = declared.erasure if declared else BlankAll()  # a kind of another release: take no chance
        if isinstance(rule, BlankAll):
            erased += _update(rows.filter(kind=name), data={}, changes={})
        elif isinstance(rule, Blank):
            erased += _blank(rows.filter(kind=name), rule.keys)
        else:
            assert isinstance(rule, NothingPersonal)
    return erased


def _blank(rows: QuerySet[Entry], keys: frozenset[str]) -> int:
    erased = 0
    for entry in rows.only("id", "data", "changes").iterator(BATCH):
        erased += _update(
            Entry.objects.filter(pk=entry.pk),
            data={key: value for key, value in entry.data.items() if key not in keys},
            changes={key: value for key, value in entry.changes.items() if key not in keys},
        )
    return erased


def _update(rows: QuerySet[Entry], **values: Any) -> int:
    plain: QuerySet[Entry] = QuerySet(Entry)
    plain.query = rows.query.chain()
    return plain.update(erased_at=clock.now(), **values)
