"""One row a client: what the log says by a given day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .terms import PRACTICE, Terms, window_start


def summary(steps: ir.Table, at: date, terms: Terms = PRACTICE) -> ir.Table:
    """Sum up each client's purchases known on the day ``at`` (rules 2.1, 2.2, 2.7).

    :param steps: of :func:`~.pauses.pauses`.
    :returns: ``client``, ``purchases``, ``first_purchase``, ``last_purchase``, ``revenue`` (minor units,
        net of all refunds), ``own_median`` and ``own_quantile`` (days; of the client's own pauses, null
        without one), ``mean_pause`` (days), ``silence`` (days from the last purchase to ``at``),
        ``months`` in which something was bought, ``profit`` in the window of rule 3.2 (minor units; by
        margin where the orders carry it, else by revenue) [, ``margin``].
    """
    return summaries(steps, [at], terms)[at]


def summaries(
    steps: ir.Table, days: Iterable[date], terms: Terms = PRACTICE, *, cached: bool = False
) -> dict[date, ir.Table]:
    """The summaries of several days in one pass over the log; see :func:`summary`.

    :param cached: compute now and keep, for tables that many measures will read.
    """
    require(steps, "summary", "client", "day", "amount", "number", "pause")
    wanted = list(dict.fromkeys(days))
    sums: dict[str, Any] = {}
    for place, at in enumerate(wanted):
        for name, value in _sums(steps, at, terms).items():
            sums[f"{name}_{place}"] = value
    together = steps.group_by("client").aggregate(**sums)
    if cached:
        together = together.cache()
    return {at: _one_day(together, at, place) for place, at in enumerate(wanted)}


def _sums(steps: ir.Table, at: date, terms: Terms) -> dict[str, Any]:
    known = steps.day <= ibis.literal(at)
    bought = known & (steps.number > 0)
    sums: dict[str, Any] = {
        "purchases": steps.number.max(where=known),
        "first_purchase": steps.day.min(where=bought),
        "last_purchase": steps.day.max(where=bought),
        "revenue": steps.amount.sum(where=known),
        "own": steps.pause.quantile([0.5, terms.line_quantile], where=known & (steps.pause > 0)),
        # A pause that reaches back past the first of the month opens that month.
        "months": steps.count(where=bought & (steps.pause.isnull() | (steps.pause >= steps.day.day()))),
    }
    recent = known & (steps.day >= ibis.literal(window_start(at, terms.abc_months)))
    if has(steps, "margin"):
        sums["margin"] = steps.margin.sum(where=known)
        sums["profit"] = steps.margin.sum(where=recent)
    else:
        sums["profit"] = steps.amount.sum(where=recent)
    return sums


def _one_day(together: ir.Table, at: date, place: int) -> ir.Table:
    names = [name.removesuffix(f"_{place}") for name in together.columns if name.endswith(f"_{place}")]
    table = together.select("client", **{name: together[f"{name}_{place}"] for name in names})
    table = table.filter(table.purchases.notnull())
    span = table.last_purchase.delta(table.first_purchase, unit="day")
    money = {name: table[name].cast("int64") for name in ("revenue", "margin") if has(table, name)}
    money["profit"] = table.profit.fill_null(0).cast("int64")
    return table.mutate(
        **money,
        purchases=table.purchases.cast("int32"),
        months=table.months.cast("int32"),
        own_median=table.own[0].cast("float64"),
        own_quantile=table.own[1].cast("float64"),
        mean_pause=(table.purchases > 1).ifelse(span / (table.purchases - 1), ibis.null("float64")),
        silence=ibis.literal(at).delta(table.last_purchase, unit="day").cast("int32"),
    ).drop("own")
