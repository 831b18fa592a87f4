"""Cohorts by month of first purchase: who buys again, and what they bring (rule 3.6)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import rows
from .results import Cohort, CohortMonth


def cohorts(steps: ir.Table, clients: ir.Table, at: date) -> tuple[Cohort, ...]:
    """Clients active and revenue for each month since the first purchase.

    :param steps: of :func:`~.pauses.pauses`; money that belongs to no purchase is left out.
    :param clients: ``client``, ``first_purchase``.
    :returns: one :class:`Cohort` a month of first purchase, oldest first, months in order and without
        gaps up to the month of ``at``.
    """
    require(steps, "cohorts", "client", "day", "amount", "number", "pause")
    require(clients, "cohorts", "client", "first_purchase")
    known = steps.filter(steps.number > 0, steps.day <= ibis.literal(at))
    joined = known.join(clients.select("client", cohort=_month(clients.first_purchase)), "client")
    # The purchase before lies in an earlier month where the pause reaches back past the month's first day.
    opens = joined.pause.isnull() | (joined.pause >= joined.day.day())
    grouped = joined.group_by("cohort", month=_month(joined.day)).aggregate(
        active=opens.sum(), revenue=joined.amount.sum()
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
