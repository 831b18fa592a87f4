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

    A client's terms change only in months with orders, and what they changed by is summed: a month's figures
    are what has come together until then. Nobody is looked at once a month.
    """
    days = ends(as_of)
    margin = has(steps, "margin")
    known = _known(steps, days, margin)
    owned = known.join(people.select(person="client", owner="owner"), known.client == people.client)
    changed = owned.group_by("owner", "place").aggregate(**{name: owned[name].sum() for name in TERMS})
    months = ibis.memtable(
        [{"at": place, "month": day} for place, day in enumerate(days)],
        schema={"at": "int64", "month": "date"},
    )
    until = months.join(changed, changed.place <= months["at"])
    counts = {name: until[name].sum().cast("int64") for name in ("clients", "purchases", "revenue")}
    sums = {name: until[name].sum() for name in ("months", "checks")}
    earned = until.margin.sum().cast("int64")
    return until.group_by("owner", "month").aggregate(**counts, **sums, margin=earned)


TERMS = ("clients", "purchases", "months", "checks", "revenue", "margin")


def _known(steps: ir.Table, days: list[date], margin: bool) -> ir.Table:
    """By how much a client's terms changed in a month with orders (``place`` among ``days``)."""
    place = ibis.cases(*[(steps.day <= ibis.literal(day), number) for number, day in enumerate(days)])
    rows = steps.mutate(place=place.cast("int64")).filter(steps.day <= ibis.literal(days[-1]))
    bought = rows.number > 0
    month = rows.group_by("client", "place").aggregate(
        purchases=rows.number.max().cast("int64"),
        first_purchase=rows.day.min(where=bought),
        last_purchase=rows.day.max(where=bought),
        revenue=rows.amount.sum().cast("int64"),
        margin=rows.margin.sum().cast("int64") if margin else ibis.null("int64"),
    )
    so_far = ibis.window(group_by="client", order_by="place", preceding=None, following=0)
    month = month.mutate(
        purchases=month.purchases.max().over(so_far),
        first_purchase=month.first_purchase.min().over(so_far),
        last_purchase=month.last_purchase.max().over(so_far),
        revenue=month.revenue.sum().over(so_far).cast("int64"),
        margin=month.margin.sum().over(so_far).cast("int64"),
    )
    month = month.filter(month.purchases > 0)
    terms = month.select(
        "client", "place", "purchases", "revenue", "margin", clients=ibis.literal(1, "int64"),
        months=months_bought(month), checks=month.revenue / month.purchases,
    )  # fmt: skip
    order = ibis.window(group_by="client", order_by="place")
    changes: dict[str, Any] = {
        name: terms[name] - terms[name].lag().over(order).coalesce(0) for name in TERMS
    }
    return terms.select("client", "place", **changes)
