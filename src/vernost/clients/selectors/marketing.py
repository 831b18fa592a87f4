"""What channels cost, month by month and together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.models import ChannelCost
from vernost.core.paging import Page, keyset_page


def cost_list(actor: Actor, *, after: str = "") -> Page[ChannelCost]:
    """The latest month first."""
    require(actor, "cost.see")
    return keyset_page(ChannelCost.objects.visible_to(actor), order=("-month", "-id"), after=after)


def costs_between(actor: Actor, since: date, until: date) -> dict[tuple[str, str], tuple[Decimal, str]]:
    """(source, folded detail) → sum, and the detail as written, of the months of the period; one query."""
    require(actor, "cost.see")
    rows = ChannelCost.objects.visible_to(actor).filter(month__gte=since.replace(day=1), month__lte=until)
    summed = rows.order_by().values_list("source", "key").annotate(Sum("sum"), Max("detail"))
    return {(source, key): (total, detail) for source, key, total, detail in summed}
