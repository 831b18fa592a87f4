"""One row a client: what the log says by a given day."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .terms import PRACTICE, Terms


def summary(steps: ir.Table, at: date, terms: Terms = PRACTICE) -> ir.Table:
    """Sum up each client's purchases known on the day ``at`` (rules 2.1, 2.2, 2.7).

    :param steps: of :func:`~.pauses.pauses`.
    :returns: ``client``, ``purchases``, ``first_purchase``, ``last_purchase``, ``revenue`` (minor units,
        net of all refunds), ``own_median`` and ``own_quantile`` (days; of the client's own pauses, null
        without one), ``mean_pause`` (days), ``silence`` (days from the last purchase to ``at``)
        [, ``margin``].
    """
    require(steps, "summary", "client", "day", "amount", "number", "pause")
    known = steps.filter(steps.day <= ibis.literal(at))
    real = known.pause > 0
    sums = {
        "purchases": known.number.max().cast("int32"),
        "first_purchase": known.day.min(where=known.number > 0),
        "last_purchase": known.day.max(where=known.number > 0),
        "revenue": known.amount.sum().cast("int64"),
        "own_median": known.pause.quantile(0.5, where=real),
        "own_quantile": known.pause.quantile(terms.line_quantile, where=real),
    }
    if has(known, "margin"):
        sums["margin"] = known.margin.sum().cast("int64")
    clients = known.group_by("client").aggregate(**sums)
    span = clients.last_purchase.delta(clients.first_purchase, unit="day")
    return clients.mutate(
        mean_pause=(clients.purchases > 1).ifelse(span / (clients.purchases - 1), ibis.null("float64")),
        silence=ibis.literal(at).delta(clients.last_purchase, unit="day").cast("int32"),
    )
