"""What a client brought in the first months after the first purchase (rule 1.5)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require

SPANS = {3: 91, 6: 183, 12: 365}  # months → days: the same number for every client, whatever the calendar


def brought(steps: ir.Table, clients: ir.Table, at: date) -> ir.Table:
    """Net sums of each client's first 3, 6 and 12 months, of those alone who have been here that long.

    :param steps: ``client``, ``day``, ``amount`` (minor units, net of refunds) of :func:`~.pauses.pauses`.
    :param clients: ``client``, ``first_purchase`` of :func:`~.summary.summary`.
    :param at: the day asked: a span that it has not closed yet is null, never a part taken for the whole.
    :returns: ``brought_client``, ``brought_3``, ``brought_6``, ``brought_12`` (minor units). The day of the
        first purchase is day 0 and belongs to each span; day 91, 183 or 365 does not. A refund counts on
        its own day.
    :source: rule 1.5: channels are compared by what their clients bring over time.
    """
    require(steps, "brought", "client", "day", "amount")
    require(clients, "brought", "client", "first_purchase")
    begun = clients.filter(clients.first_purchase.notnull())
    begun = begun.select(brought_client="client", brought_from="first_purchase")
    joined = steps.join(begun, steps.client == begun.brought_client)
    age = joined.day.delta(joined.brought_from, unit="day")
    sums = {f"sum_{months}": joined.amount.sum(where=age < days) for months, days in SPANS.items()}
    found = joined.group_by("brought_client", "brought_from").aggregate(**sums)
    here = ibis.literal(at).delta(found.brought_from, unit="day")
    values = {
        f"brought_{months}": (here >= days).ifelse(
            found[f"sum_{months}"].fill_null(0).cast("int64"), ibis.null("int64")
        )
        for months, days in SPANS.items()
    }
    return found.select("brought_client", **values)
