"""The plain rule of being lost, for checks on the past (rules 2.2 and 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ibis
import ibis.expr.types as ir

from vernost.analytics.forecast.snapshot import numbered_purchases
from vernost.analytics.models.columns import require_columns

LostRule = Callable[[ir.Table, date, float], ir.Table]
FLOOR_DAYS = 14.0


def plain_lost(purchases: ir.Table, cut: date, multiplier: float) -> ir.Table:
    """`client`, `lost` (boolean) as of `cut`: silent past max(multiplier × rhythm, 90th percentile of own
    pauses).

    In: `purchases` (client, day, amount); only days up to `cut` are read. The rhythm is the median pause with
    three pauses or more, else that of the base; the line is never under 14 days. A caller with stated rhythms
    and segments hands its own rule of the same shape to `backtest`.
    """
    require_columns(purchases, "The plain rule", "client", "day", "amount")
    log = numbered_purchases(purchases.filter(purchases.day <= ibis.literal(cut)))
    base = log.pause.median().as_scalar()
    rows = log.group_by("client").aggregate(
        last=log.day.max(),
        pauses=log.pause.count(),
        rhythm=log.pause.median().cast("float64"),
        tail=log.pause.quantile(0.9).cast("float64"),
    )
    rhythm = ibis.ifelse(rows.pauses >= 3, rows.rhythm, base.cast("float64"))
    silence = ibis.literal(cut).delta(rows["last"], unit="day").cast("float64")
    line = ibis.greatest(rhythm * multiplier, rows.tail.fill_null(0.0), FLOOR_DAYS)
    return rows.select(client=rows.client, lost=(silence > line).fill_null(False))
