"""How a word was kept (rule 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Value
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Kept, Promise
from vernost.agenda.rules import share_kept
from vernost.core import clock

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Word:
    """How an employee kept their word in a year (rule 5.2)."""

    employee: int
    name: str
    kept: int
    late: int
    broken: int
    overdue: int

    @property
    def share(self) -> float | None:
        return share_kept(kept=self.kept, late=self.late, broken=self.broken, overdue=self.overdue)


def promises_kept(actor: Actor) -> list[Word]:
    """Share of promises kept per employee, due within a year, of the clients the actor sees: one query.

    A promise that is open past its day counts against it as a broken one does (rule 5.2). Whoever sees own
    clients alone is told of their own word alone.
    """
    require(actor, "agenda.see")
    day = clock.today()
    rows = Promise.objects.visible_to(actor).filter(due_on__gt=day - YEAR).order_by()
    if not actor.sees_all and len(actor.owners) == 1:
        rows = rows.filter(by_id__in=actor.owners)
    # Not by the key itself: the database would walk everybody's promises along its index to group them.
    rows = rows.annotate(who=Coalesce("by", Value(0)))
    counted = rows.values("who", "by__name").annotate(
        **{state: Count("pk", filter=Q(state=state)) for state in (Kept.KEPT, Kept.LATE, Kept.BROKEN)},
        overdue=Count("pk", filter=Q(state=Kept.OPEN, due_on__lt=day)),
    )
    words = [
        Word(row["who"], row["by__name"], row["kept"], row["late"], row["broken"], row["overdue"])
        for row in counted
        if row["who"]
    ]
    return sorted((one for one in words if one.share is not None), key=lambda one: (one.share or 0, one.name))
