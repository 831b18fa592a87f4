"""Promises and next steps as plain lists, for programs."""

from __future__ import annotations

from typing import Any

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Done, Kept, Promise, Step
from vernost.core.paging import Page, keyset_page

BY_DAY = ("due_on", "id")


def promises(
    actor: Actor, *, state: str = Kept.OPEN, client_id: int | None = None, after: str = "", limit: int = 50
) -> Page[Promise]:
    require(actor, "agenda.see")
    rows: Any = Promise.objects.visible_to(actor).filter(state=state, client__is_live=True)
    return keyset_page(_of(rows, client_id).select_related("by"), order=BY_DAY, after=after, limit=limit)


def steps(
    actor: Actor, *, state: str = Done.OPEN, client_id: int | None = None, after: str = "", limit: int = 50
) -> Page[Step]:
    require(actor, "agenda.see")
    rows: Any = Step.objects.visible_to(actor).filter(state=state, client__is_live=True)
    return keyset_page(_of(rows, client_id), order=BY_DAY, after=after, limit=limit)


def _of(rows: Any, client_id: int | None) -> Any:
    return rows if client_id is None else rows.filter(client=client_id)
