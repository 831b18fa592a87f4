"""Lifetime value of the firm's clients by the practice's formula (rule 3.1)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .engine import one
from .results import Ltv
from .terms import DAYS_A_MONTH


def months_bought(clients: ir.Table) -> ir.NumericValue:
    """Months a client buys: days from first to last purchase ÷ 30.4375, at least 1."""
    days = clients.last_purchase.delta(clients.first_purchase, unit="day")
    return ibis.greatest(days / DAYS_A_MONTH, 1.0)


def practice_formula(
    sum_of_average_checks: float, purchases_a_month: float, margin_share: float, months: float, clients: float
) -> float:
    """(Σ average checks) × purchases a month × margin share × months ÷ clients, in the checks' unit."""
    return sum_of_average_checks * purchases_a_month * margin_share * months / clients


def ltv(clients: ir.Table, margin_share: float | None = None) -> Ltv:
    """Σ average checks × purchases a month × margin share × average months ÷ clients (rule 3.1).

    :param clients: ``purchases``, ``average_check`` (minor units), ``first_purchase``,
        ``last_purchase``, ``revenue`` [, ``margin``]; those who never bought are left out.
    :param margin_share: 0…1, given by the firm; the orders' own margin, where they carry it, comes
        first. Without either the value is by revenue, and ``margin_source`` says so.
    """
    require(clients, "ltv", "purchases", "average_check", "first_purchase", "last_purchase", "revenue")
    buyers = clients.filter(clients.purchases > 0)
    months = months_bought(buyers)
    sums = {
        "clients": buyers.count(),
        "checks": buyers.average_check.sum(),
        "purchases": buyers.purchases.sum(),
        "months": months.sum(),
        "revenue": buyers.revenue.sum(),
    }
    if has(buyers, "margin"):
        sums["margin"] = buyers.margin.sum()
    found = one(buyers.aggregate(**sums))
    share, source = 1.0, "revenue"
    if found.get("margin") is not None and (found["revenue"] or 0) > 0:
        share, source = found["margin"] / found["revenue"], "orders"
    elif margin_share is not None:
        share, source = margin_share, "given"
    count = int(found["clients"])
    if not count:
        return Ltv(None, 0, 0.0, share, source, 0.0, 0)
    often = found["purchases"] / found["months"]
    long = found["months"] / count
    value = practice_formula(found["checks"], often, share, long, count)
    return Ltv(round(value), round(found["checks"]), often, share, source, long, count)
