"""Imports: one's own; a director's, all."""

from __future__ import annotations

from typing import Any

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.core.paging import Page, keyset_page
from vernost.orders.models import ImportRun


def import_list(actor: Actor, *, after: str = "") -> Page[ImportRun]:
    rows = ImportRun.objects.visible_to(actor).select_related("created_by")
    return keyset_page(rows, order=("-id",), after=after)


def import_get(actor: Actor, pk: Any) -> ImportRun:
    rows: Any = ImportRun.objects.select_related("created_by", "owner")
    run: ImportRun = fetch(actor, rows, pk)
    return run
