"""One row a client: what the log says by a given day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .terms import PRACTICE, Terms, window_start

Test: TypeAlias = "ir.BooleanValue | None"


def summary(steps: ir.Table, at: date, terms: Terms = PRACTICE) -> ir.Table:
    """Sum up each client's purchases known on the day ``at`` (rules 2.1, 2.2, 2.7).

    :param steps: of :func:`~.pauses.pauses`.
    :returns: ``client``, ``purchases``, ``first_purchase``, ``last_purchase``, ``revenue`` (minor units,
        net of all refunds), ``first_amount`` (of the first purchase), ``own_median`` and ``own_quantile``
        (days; of the client's own pauses, null
        without one), ``mean_pause`` (days), ``silence`` (days from the last purchase to ``at``),
        ``months`` in which something was bought, ``profit`` in the window of rule 3.2 (minor units; by
        margin where the orders carry it, else by revenue) [, ``margin``].
    """
    return summaries(steps, at, (), terms)[at]


def summaries(
    steps: ir.Table,
    at: date,
    past: Iterable[date],
    terms: Terms = PRACTICE,
    *,
    cached: bool = False,
    bounded: bool = False,
    refunds: bool = True,
) -> dict[date, ir.Table]:
    """The summary of ``at`` and the standing on ``past`` days, in one pass over the log.

    :param cached: compute now and keep, for tables that many measures will read.
    :param bounded: ``True`` where the steps are known to hold nothing later than ``at``.
    :param refunds: ``False`` where every step is known to be a purchase. Both spare a test of every row for
        every sum.
    :returns: by day; of past days only ``client``, ``purchases``, ``last_purchase``, ``own_median``,
        ``own_quantile`` and ``silence``.
    """
    require(steps, "summary", "client", "day", "amount", "number", "pause")
    days = list(dict.fromkeys([at, *past]))
    known = {day: None if bounded and day == at else steps.day <= ibis.literal(day) for day in days}
    real = steps.number > 0 if refunds else None
    sums = {
        f"{name}_{place}": value
        for place, day in enumerate(days)
        for name, value in {
            **_standing(steps, known[day], real, terms),
            **(_sums(steps, known[at], real, window_start(at, terms.abc_months)) if not place else {}),
        }.items()
    }
    together = steps.group_by("client").aggregate(**sums)
    # Two numbers are cheaper to keep than a list of two.
    own = {
        f"{name}_{place}": together[f"own_{place}"][at_place].cast("float64")
        for place in range(len(days))
        for at_place, name in enumerate(("own_median", "own_quantile"))
    }
    together = together.mutate(**own).drop(*(f"own_{place}" for place in range(len(days))))
    if cached:
        together = together.cache()
    return {day: _one_day(together, day, place) for place, day in enumerate(days)}


def _standing(steps: ir.Table, known: Test, real: Test, terms: Terms) -> dict[str, Any]:
    return {
        "purchases": steps.number.max(where=known),
        "last_purchase": steps.day.max(where=_both(known, real)),
        "own": steps.pause.quantile([0.5, terms.line_quantile], where=_both(known, steps.pause > 0)),
    }


def _sums(steps: ir.Table, known: Test, real: Test, window: date) -> dict[str, Any]:
    bought = _both(known, real)
    recent = _both(known, steps.day >= ibis.literal(window))
    # A pause that reaches back past the first of the month opens that month.
    opens = steps.pause.isnull() | (steps.pause >= steps.day.day())
    margin = has(steps, "margin")
    sums: dict[str, Any] = {
        "first_purchase": steps.day.min(where=bought),
        "revenue": steps.amount.sum(where=known),
        "first_amount": steps.amount.sum(where=steps.number == 1),
        "profit": (steps.margin if margin else steps.amount).sum(where=recent),
        "months": steps.count(where=_both(bought, opens)),
    }
    if margin:
        sums["margin"] = steps.margin.sum(where=known)
    return sums


def _both(one: Test, other: Test) -> Test:
    """Rows that pass both tests; None stands for the test that all rows pass."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _one_day(together: ir.Table, at: date, place: int) -> ir.Table:
    names = [name.removesuffix(f"_{place}") for name in together.columns if name.endswith(f"_{place}")]
    table = together.select("client", **{name: together[f"{name}_{place}"] for name in names})
    table = table.filter(table.purchases.notnull())
    table = table.mutate(
        purchases=table.purchases.cast("int32"),
        silence=ibis.literal(at).delta(table.last_purchase, unit="day").cast("int32"),
    )
    if place:
        return table
    span = table.last_purchase.delta(table.first_purchase, unit="day")
    money = {
        name: table[name].cast("int64") for name in ("revenue", "first_amount", "margin") if has(table, name)
    }
    return table.mutate(
        **money,
        profit=table.profit.fill_null(0).cast("int64"),
        months=table.months.cast("int32"),
        mean_pause=(table.purchases > 1).ifelse(span / (table.purchases - 1), ibis.null("float64")),
    )
