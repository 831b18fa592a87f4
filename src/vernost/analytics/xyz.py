"""XYZ classes: how evenly a client buys (rule 3.3)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import one
from .terms import PRACTICE, Terms

CLASSES = ("X", "Y", "Z")
LONGEST_MONTH = 31  # days; who buys on the same date of every month is not slower than a month


def _period(day: ir.DateValue, quarterly: ir.BooleanValue) -> ir.IntegerValue:
    quarter = day.year() * 4 + (day.month() - 1) // 3
    return quarterly.ifelse(quarter, day.year() * 12 + day.month()).cast("int32")


def _quarterly(clients: ir.Table) -> ir.BooleanValue:
    return (clients.rhythm_days > LONGEST_MONTH).fill_null(False)


def _periods(clients: ir.Table, as_of: date) -> ir.IntegerValue:
    """Periods from the first purchase on; the one not yet over counts once something was bought in it."""
    quarterly = _quarterly(clients)
    before_now = _period(ibis.literal(as_of), quarterly) - 1
    last = ibis.greatest(_period(clients.last_purchase, quarterly), before_now)
    return last - _period(clients.first_purchase, quarterly) + 1


def variation(steps: ir.Table, clients: ir.Table, as_of: date) -> ir.Table:
    """Coefficient of variation of each client's amounts per period (rule 3.3).

    A period is a month; a quarter where the rhythm is slower than a month. Periods run from the first
    purchase to the one that holds ``as_of``; that last one, not yet over, counts only when something
    was bought in it. Periods without purchases count as 0; the deviation is that of the population.

    :param clients: ``client``, ``first_purchase``, ``last_purchase``, ``rhythm_days``.
    :returns: ``client``, ``periods``, ``cv`` (null where the mean is not above 0).
    """
    require(clients, "variation", "client", "first_purchase", "last_purchase", "rhythm_days")
    today = ibis.literal(as_of)
    buyers = clients.filter(clients.purchases > 0)
    spans = buyers.select("client", quarterly=_quarterly(buyers), periods=_periods(buyers, as_of))
    joined = steps.filter(steps.number > 0, steps.day <= today).join(spans, "client")
    joined = joined.mutate(period=_period(joined.day, joined.quarterly))
    parts = joined.group_by("client", "period", "periods").aggregate(amount=joined.amount.sum())
    amount = parts.amount.cast("float64")
    sums = parts.group_by("client", "periods").aggregate(one=amount.sum(), two=(amount * amount).sum())
    mean = sums.one / sums.periods
    variance = ibis.greatest(sums.two / sums.periods - mean * mean, 0.0)
    cv = (mean > 0).ifelse(variance.sqrt() / mean, ibis.null("float64"))
    return sums.select("client", "periods", cv=cv)


def steady_enough(clients: ir.Table, as_of: date, terms: Terms = PRACTICE) -> ir.Table:
    """Clients who can be better than Z at all: enough periods, and not too many of them empty.

    By Cauchy and Schwarz the share of periods with a purchase is at least 1 ÷ (1 + cv²): who bought in
    fewer of them has a coefficient of variation above ``xyz_y``, whatever the amounts. On real logs
    this spares all but a few clients the grouping by period.

    :param clients: with ``months`` in which they bought, and ``purchases``, which are at least the quarters.
    """
    require(clients, "steady_enough", "months", "purchases", "rhythm_days")
    periods = _periods(clients, as_of)
    bought = _quarterly(clients).ifelse(clients.purchases, clients.months)
    needed = periods / (1 + terms.xyz_y**2)
    return clients.filter(periods >= terms.xyz_periods, bought >= needed - 1e-9)


def xyz(clients: ir.Table, spread: ir.Table, terms: Terms = PRACTICE) -> ir.Table:
    """Add ``xyz``: X up to ``xyz_x``, Y up to ``xyz_y``, Z above or with fewer than ``xyz_periods`` periods.

    :param spread: of :func:`variation`; clients it does not hold are Z.
    """
    require(spread, "xyz", "client", "periods", "cv")
    table = clients.left_join(spread, "client").drop("client_right")
    known = (table.periods >= terms.xyz_periods) & table.cv.notnull()
    # A constant amount summed in floating point must not miss a line by its last bit.
    letter = ibis.cases(
        (known & (table.cv <= terms.xyz_x + 1e-9), "X"),
        (known & (table.cv <= terms.xyz_y + 1e-9), "Y"),
        else_="Z",
    )
    return table.mutate(xyz=letter).drop("periods", "cv")


def terciles(spread: ir.Table, terms: Terms = PRACTICE) -> tuple[float, float] | None:
    """The firm's own lines: the coefficients under which a third and two thirds of its clients lie."""
    known = spread.filter(spread.periods >= terms.xyz_periods, spread.cv.notnull())
    row = one(known.aggregate(x=known.cv.quantile(1 / 3), y=known.cv.quantile(2 / 3)))
    return None if row["x"] is None else (float(row["x"]), float(row["y"]))
