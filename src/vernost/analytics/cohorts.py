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
    start = known.first_day.truncate("M").cast("date")
    month = known.day.truncate("M").cast("date")
    # The purchase before lies in an earlier month where the pause reaches back past the month's first day.
    opens = known.pause.isnull() | (known.pause >= known.day.day())
    grouped = known.group_by(cohort=start, month=month).aggregate(
        active=opens.sum(), revenue=known.amount.sum()
    )
    cells: dict[date, dict[int, tuple[int, int]]] = {}
    for row in rows(grouped):
        first = row["cohort"]
        cells.setdefault(first, {})[_months(first, row["month"])] = (row["active"], row["revenue"])
    return tuple(_cohort(first, cells[first], _months(first, at)) for first in sorted(cells))


def _months(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _cohort(first: date, cells: dict[int, tuple[int, int]], last: int) -> Cohort:
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
    return Cohort(cohort=first, clients=int(clients), months=tuple(months))
