"""The purchase summary: all that the BG/NBD family needs of a client (rule 2.8)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from vernost.analytics.models.columns import require_columns

BEYOND_AMOUNT = 2**46  # twice the largest amount of one purchase, in minor units: 350 milliards of roubles


def purchase_summary(purchases: ir.Table, as_of: date) -> ir.Table:
    """One row a client with at least one purchase up to and including `as_of`.

    In: `purchases` (client, day DATE, amount minor units), one row a client and purchase day (rule 2.1).
    Out, all whole numbers: `client`; `x` repeat purchase days; `t_x` days from the first to the last
    purchase; `T` days from the first purchase to `as_of`; `spend` minor units of all purchases but the first
    (the money model is about repeat purchases: the first one is often unlike the rest); `total` of all.
    Source: Fader, Hardie & Lee (2005), "Counting your customers the easy way", Marketing Science 24(2).
    """
    require_columns(purchases, "The purchase summary", "client", "day", "amount")
    known = purchases.filter(purchases.day <= ibis.literal(as_of)).select("client", "day", "amount")
    grouped = known.group_by("client").aggregate(
        days=known.count(),
        first=known.day.min(),
        last=known.day.max(),
        total=known.amount.sum(),
        opening=(
            known.day.epoch_days().cast("int64") * BEYOND_AMOUNT + (known.amount + BEYOND_AMOUNT // 2)
        ).min(),
    )
    # day and amount ride in one number: half the time and memory of looking the first day's amount up
    opening = (grouped.opening & (BEYOND_AMOUNT - 1)) - BEYOND_AMOUNT // 2
    return grouped.select(
        client=grouped.client,
        x=(grouped.days - 1).cast("int32"),
        t_x=grouped["last"].delta(grouped["first"], unit="day").cast("int32"),
        T=ibis.literal(as_of).delta(grouped["first"], unit="day").cast("int32"),
        spend=(grouped.total - opening).cast("int64"),
        total=grouped.total.cast("int64"),
    )
