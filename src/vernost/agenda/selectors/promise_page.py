"""The page of promises: open, overdue, settled; of everybody whose clients the actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Kept, Promise
from vernost.core import clock
from vernost.core.paging import LIMIT, Page, keyset_page


class Standing(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"


LABELS = {
    Standing.OPEN: pgettext_lazy("promises", "Open"),
    Standing.OVERDUE: pgettext_lazy("promises", "Overdue"),
    Standing.KEPT: pgettext_lazy("promises", "Kept"),
    Standing.LATE: pgettext_lazy("promises", "Kept late"),
    Standing.BROKEN: pgettext_lazy("promises", "Broken"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    standing: Standing = Standing.OPEN
    by: int | None = None

    @property
    def is_waiting(self) -> bool:
        return self.standing in (Standing.OPEN, Standing.OVERDUE)


def promises_page(actor: Actor, asked: Asked, *, after: str = "", limit: int = LIMIT) -> Page[Promise]:
    """What waits by its day, the nearest first; what is settled the latest first. Of closed clients nothing
    waits."""
    require(actor, "agenda.see")
    rows = Promise.objects.visible_to(actor).filter(_standing(asked.standing))
    if asked.is_waiting:
        rows = rows.filter(client__is_live=True, client__closed_on=None)
    if asked.by is not None:
        rows = rows.filter(by=asked.by)
    order = ("due_on", "id") if asked.is_waiting else ("-due_on", "-id")
    return keyset_page(
        rows.select_related("client", "by", "settled_by"), order=order, after=after, limit=limit
    )


def _standing(standing: Standing) -> Any:
    if standing is Standing.OVERDUE:
        return Q(state=Kept.OPEN, due_on__lt=clock.today())
    return Q(state=Kept.OPEN) if standing is Standing.OPEN else Q(state=standing.value)
