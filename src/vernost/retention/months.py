"""The terms of the LTV formula (rule 3.1) at the ends of months, of each manager's clients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from vernost.analytics.columns import has
from vernost.analytics.ltv import months_bought

SHOWN = 13


def ends(as_of: date, shown: int = SHOWN) -> list[date]:
    """The last days of the months before, oldest first, and the day itself."""
    found, first = [as_of], as_of.replace(day=1)
    for _month in range(shown - 1):
        before = first - timedelta(days=1)
        found.append(before)
        first = before.replace(day=1)
    return sorted(set(found))


def worth(steps: ir.Table, people: ir.Table, as_of: date) -> ir.Table:
    """``month, owner, clients, purchases, months, checks, revenue, margin``: sums, so that managers add
    up to the firm.
    """
    days = ends(as_of)
    together = (
        steps.group_by("client")
        .aggregate(
            **{
                f"{name}_{place}": value
                for place, day in enumerate(days)
                for name, value in _sums(steps, day).items()
            }
        )
        .cache()
    )
    owned = together.join(people.select(person="client", owner="owner"), together.client == people.client)
    parts = [_of_day(owned, place, day, has(steps, "margin")) for place, day in enumerate(days)]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _sums(steps: ir.Table, day: date) -> dict[str, Any]:
    known = steps.day <= ibis.literal(day)
    bought = known & (steps.number > 0)
    sums: dict[str, Any] = {
        "purchases": steps.number.max(where=known),
        "first_purchase": steps.day.min(where=bought),
        "last_purchase": steps.day.max(where=bought),
        "revenue": steps.amount.sum(where=known),
    }
    if has(steps, "margin"):
        sums["margin"] = steps.margin.sum(where=known)
    return sums


def _of_day(owned: ir.Table, place: int, day: date, margin: bool) -> ir.Table:
    names = ("purchases", "first_purchase", "last_purchase", "revenue", *(("margin",) if margin else ()))
    table = owned.select("owner", **{name: owned[f"{name}_{place}"] for name in names})
    table = table.filter(table.purchases > 0)
    checks = table.revenue / table.purchases
    return table.group_by("owner").aggregate(
        month=ibis.literal(day),
        clients=table.count(),
        purchases=table.purchases.sum().cast("int64"),
        months=months_bought(table).sum(),
        checks=checks.sum(),
        revenue=table.revenue.sum().cast("int64"),
        margin=table.margin.sum().cast("int64") if margin else ibis.null("int64"),
    )
