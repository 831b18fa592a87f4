"""Each purchase with the pause before it: the table that every measure of rhythm reads."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .columns import has, require


def pauses(settled: ir.Table, *, refunds: bool = True) -> ir.Table:
    """Number each client's purchases and measure the pause before each, in one pass.

    :param settled: ``client``, ``day``, ``amount``, ``counts`` of :func:`~.purchases.settle`.
    :param refunds: ``False`` where every row counts.
    :returns: ``client``, ``day``, ``amount`` [, ``margin``], ``number`` (of the purchase, from 1; 0 for
        rows that are none), ``pause`` (whole days since the row before; null for the first; 0 for a
        further row of the same day). A row with ``pause`` null or above zero opens a purchase. Several
        rows of one day are left as they are: merging them first would cost a second pass over the log and
        changes nothing that is summed.
    """
    require(settled, "pauses", "client", "day", "amount", "counts")
    counted = settled.filter(settled.counts) if refunds else settled
    margin = ("margin",) if has(settled, "margin") else ()
    run = ibis.window(group_by=counted.client, order_by=counted.day)
    before = counted.day.lag().over(run)
    steps = counted.select(
        "client",
        "day",
        "amount",
        *margin,
        number=(ibis.dense_rank().over(run) + 1).cast("int32"),
        pause=counted.day.delta(before, unit="day").cast("int32"),
    )
    if not refunds:
        return steps
    rest = settled.filter(~settled.counts)
    nothing: dict[str, Any] = {"number": ibis.literal(0, "int32"), "pause": ibis.null("int32")}
    uncounted = rest.select("client", "day", "amount", *margin, **nothing)
    return steps.union(uncounted.select(*steps.columns))
