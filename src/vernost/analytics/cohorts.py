"""Cohorts by month of first purchase: who buys again, and what they bring (rule 3.6)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import rows
from .results import Cohort, CohortMonth


def cohorts(steps: ir.Table, at: date) -> tuple[Cohort, ...]:
    """Clients active and revenue for each month since the first purchase.

    :param steps: of :func:`~.pauses.pauses`; money that belongs to no purchase is left out.
    :returns: one :class:`Cohort` a month of first purchase, oldest first, months in order and without
        gaps up to the month of ``at``.
    """
    require(steps, "cohorts", "client", "day", "amount", "pause", "first_day")
    known = steps.filter(steps.number > 0, steps.day <= ibis.literal(at))
    # The purchase before lies in an earlier month where the pause reaches back past the month's first day.
    opens = known.pause.isnull() | (known.pause >= known.day.day())
    grouped = known.group_by(cohort=_month(known.first_day), month=_month(known.day)).aggregate(
        active=opens.sum(), revenue=known.amount.sum()
    )
    cells: dict[int, dict[int, tuple[int, int]]] = {}
    for row in rows(grouped):
        cells.setdefault(row["cohort"], {})[row["month"] - row["cohort"]] = (row["active"], row["revenue"])
    now = at.year * 12 + at.month - 1
    return tuple(_cohort(first, cells[first], now - first) for first in sorted(cells))


def _month(day: ir.DateValue) -> ir.IntegerValue:
    """Months since the year 0: numbers group five times faster than dates cut to their month."""
    return (day.year() * 12 + day.month() - 1).cast("int32")


def _cohort(first: int, cells: dict[int, tuple[int, int]], last: int) -> Cohort:
    clients = cells[0][0]
    months, earned = [], 0
    for number in range(last + 1):
        active, revenue = cells.get(number, (0, 0))
        earned += int(revenue)
        months.append(
            CohortMonth(
                month=number,
                active=int(active),
                share=active / clients,
                revenue=int(revenue),
                cumulative_per_client=earned / clients,
            )
        )
    return Cohort(cohort=date(first // 12, first % 12 + 1, 1), clients=int(clients), months=tuple(months))
