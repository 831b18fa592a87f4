"""What was sold on each day to the clients of each manager, net of what was given back for it (rule 2.1).

The very expressions of the facts, so the sums of all days are those of ``vernost report``: a refund is taken
from the day of the order it belongs to, whenever it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import ibis
import pyarrow as pa

from vernost.analytics.engine import count
from vernost.analytics.pauses import pauses
from vernost.analytics.purchases import settle
from vernost.core import clock
from vernost.core.practice import MARGIN_SHARE
from vernost.orders.models import Order, Refund
from vernost.retention import reading

FEW_DAYS = 40  # of more, everybody is sooner read than looked for
WHY = "sums of the whole firm by day"


def sold_by_day(first: date | None = None, last: date | None = None) -> pa.Table:
    """``day, owner, net, earned, purchases, again, orders``: minor units; ``again``: net of"
      " purchases that were
    not the client's first. Of every day, or of those from ``first`` to ``last``.

    ``earned`` is the margin of the orders; where one carries none, the firm's own share of its sum (rule
    3.1).
    """
    few = first is not None and last is not None and (last - first).days < FEW_DAYS
    some = _who_bought(first, last) if few and first is not None and last is not None else None
    orders, people = reading.orders(clock.today().isoformat(), some), reading.people(some)
    engine = ibis.duckdb.connect()
    log = engine.create_table("orders", orders)
    owners = engine.create_table("people", people).select(person="client", owner="owner")
    refunds = bool(count(log.filter(log.refund)))
    steps = pauses(settle(log, refunds=refunds), refunds=refunds)
    if first is not None and last is not None:
        steps = steps.filter(steps.day >= ibis.literal(first), steps.day <= ibis.literal(last))
    share = float(MARGIN_SHARE.value()) / 100
    opens = (steps.number > 0) & (steps.pause.isnull() | (steps.pause > 0))
    steps = steps.mutate(
        earned=steps.margin.cast("float64").coalesce(steps["amount"] * share),
        opens=opens.ifelse(1, 0),
        again=(steps.number > 1).ifelse(steps["amount"], 0),
    )
    sums = ("amount", "earned", "opens", "again", "placed")
    sold = log.filter(~log.refund)
    sold = sold.select(
        "client", day=sold["at"].cast("date"), amount=0, earned=0.0, opens=0, again=0, placed=1
    )
    if first is not None and last is not None:
        sold = sold.filter(sold.day >= ibis.literal(first), sold.day <= ibis.literal(last))
    parts = []
    for rows in (steps.mutate(placed=0), sold):
        owned = rows.left_join(owners, rows.client == owners.person)
        parts.append(
            owned.group_by("day", "owner").aggregate(
                **{name: owned[name].sum().cast("float64") for name in sums}
            )
        )
    both = parts[0].union(parts[1])
    table = both.group_by(day=both.day.cast("date"), owner=both.owner).aggregate(
        net=both["amount"].sum(), earned=both.earned.sum(), purchases=both.opens.sum(),
        again=both.again.sum(), orders=both.placed.sum(),
    )  # fmt: skip
    found: pa.Table = table.order_by("day").to_pyarrow()
    return found


def _who_bought(first: date, last: date) -> Sequence[int]:
    """Clients with anything sold or given back on these days."""
    since, until = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    sold = Order.objects.unscoped(reason=WHY).filter(placed_at__gte=since, placed_at__lt=until)
    back = Refund.objects.unscoped(reason=WHY).filter(day__gte=first, day__lte=last)
    return sorted({*sold.values_list("client", flat=True), *back.values_list("client", flat=True)})
