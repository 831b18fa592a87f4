"""When each client will come next, with an interval (rule 2.8)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from vernost.analytics.forecast.snapshot import numbered_purchases
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.predictions import chance_alive_expression

OWN_PAUSES = 3  # from so many on, a client's own rhythm says more than the model (rule 2.2)
FARTHEST = 3650.0  # days: a date beyond ten years is no date
LIVELY = 0.5  # chance alive under which no date is told


def next_purchase(
    purchases: ir.Table, model: Estimate, as_of: date, *, level: float = 0.8, margin: float = 1.0
) -> ir.Table:
    """One row a client: `client, next_purchase, next_from, next_until` (dates) and `next_source`.

    A client with three pauses or more who is not yet silent longer than any of them: last purchase + median
    pause, with the quantiles of the client's own pauses that hold the middle `level`; source "rhythm". Else
    by the model, if the chance alive is at least one half: the waiting time of a living client is Lomax,
    P(wait > t) = ((α+T) ÷ (α+T+t))^(r+x), its median and quantiles; source "model". Else all NULL: nothing
    is invented. No date lies before the day after `as_of`, none beyond ten years. Source: Fader, Hardie &
    Lee (2005), A.
    """
    check_horizon(margin)
    require_columns(purchases, "The next purchase", "client", "day", "amount")
    log = numbered_purchases(purchases.filter(purchases.day <= ibis.literal(as_of)))
    tail = (1.0 - level) / 2
    rows = log.group_by("client").aggregate(
        days=log.count(),
        first=log.day.min(),
        last=log.day.max(),
        middle=log.pause.median().cast("float64"),
        low=log.pause.quantile(tail).cast("float64"),
        high=log.pause.quantile(1.0 - tail).cast("float64"),
        longest=log.pause.max().cast("float64"),
    )
    rows = rows.mutate(
        x=rows.days - 1,
        T=ibis.literal(as_of).delta(rows["first"], unit="day"),
        t_x=rows["last"].delta(rows["first"], unit="day"),
        silence=ibis.literal(as_of).delta(rows["last"], unit="day").cast("float64"),
    )
    alive = chance_alive_expression(rows, model)
    own = (rows.x >= OWN_PAUSES) & (rows.silence <= rows.longest)
    source = ibis.cases((own, "rhythm"), (alive >= LIVELY, "model"))

    def moment(own_pause: ir.FloatingValue, share: float) -> ir.DateValue:
        after = ibis.ifelse(own, own_pause - rows.silence, _waiting(rows, model, share))
        days = ibis.least(ibis.greatest(after, 1.0), FARTHEST).round().cast("int32")
        told = (ibis.literal(as_of) + days.as_interval("D")).cast("date")
        return ibis.ifelse(source.notnull(), told, ibis.null("date"))

    return rows.select(
        client=rows.client,
        next_purchase=moment(rows.middle, 0.5),
        next_from=moment(rows.low, tail),
        next_until=moment(rows.high, 1.0 - tail),
        next_source=source,
    )


def _waiting(rows: ir.Table, model: Estimate, share: float) -> ir.FloatingValue:
    """Days within which `share` of living clients with this past have bought again."""
    x, age = rows.x.cast("float64"), rows["T"].cast("float64")
    growth = ibis.literal(1.0 - share, "float64").ln() / (x + model["r"]) * -1.0
    return (age + model["alpha"] * model.unit_days) * (ibis.least(growth, 50.0).exp() - 1.0)
