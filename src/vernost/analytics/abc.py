"""ABC classes by profit in the window (rule 3.2), and the Pareto curve over them (rule 3.5)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import has, require
from .engine import one, rows
from .results import Pareto
from .terms import PRACTICE, Terms

CLASSES = ("A", "B", "C")


def window_start(as_of: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a shorter month where there is no such day."""
    index = as_of.year * 12 + as_of.month - 1 - months
    for day in range(as_of.day, 0, -1):
        try:
            return date(index // 12, index % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def profits(steps: ir.Table, as_of: date, terms: Terms = PRACTICE) -> ir.Table:
    """Profit of each client in the window before ``as_of``: ``client``, ``profit`` (minor units).

    By margin where the orders carry it, else by revenue (rule 3.2).
    """
    require(steps, "profits", "client", "day", "amount")
    since = window_start(as_of, terms.abc_months)
    inside = steps.filter(steps.day >= ibis.literal(since), steps.day <= ibis.literal(as_of))
    worth = inside.margin if has(inside, "margin") else inside.amount
    return inside.group_by("client").aggregate(profit=worth.sum().cast("int64"))


def abc(clients: ir.Table, terms: Terms = PRACTICE) -> ir.Table:
    """Add ``abc`` and ``before`` (share of profit before the client; null for who brings none).

    Sorted by profit, then by client; A while the share *before* the client is under ``abc_a``, B while
    under ``abc_b``, else C: the client that crosses a line belongs to the better class (rule 3.2).
    Nobody is better than C where there is no profit to share.

    :param clients: ``client``, ``profit`` (minor units; null counts as 0).
    """
    require(clients, "abc", "client", "profit")
    table = clients.mutate(profit=clients.profit.fill_null(0).cast("int64"))
    whole = one(table.aggregate(whole=table.profit.sum()))["whole"] or 0
    # Who brings nothing can only be C: the order among them is not worth a sort.
    brings = table.filter(table.profit > 0)
    order = ibis.window(order_by=[ibis.desc("profit"), "client"], preceding=None, following=0)
    ranked = brings.select("client", "profit", upto=brings.profit.sum().over(order).cast("int64"))
    ranked = ranked.select("client", before=(ranked.upto - ranked.profit) / float(whole or 1))
    table = table.left_join(ranked, "client").drop("client_right")
    known = table.before.notnull() & (ibis.literal(whole) > 0)
    letter = ibis.cases(
        (known & (table.before < terms.abc_a), "A"), (known & (table.before < terms.abc_b), "B"), else_="C"
    )
    return table.mutate(abc=letter)


def pareto(ranked: ir.Table, share: float = 0.8, points: int = 100) -> Pareto:
    """The curve of profit over clients, best first, and the share of clients that bring ``share`` of it.

    :param ranked: of :func:`abc`: ``profit``, ``before``.
    """
    require(ranked, "pareto", "profit", "before")
    totals = ranked.aggregate(
        count=ranked.count(), whole=ranked.profit.sum(), needed=(ranked.before < share).sum()
    )
    found = one(totals)
    count, whole = found["count"], found["whole"]
    if not count or not whole or whole <= 0:
        return Pareto(curve=(), share_for_80=None)
    brings = ranked.filter(ranked.before.notnull())
    slot = ibis.least((brings.before * points).floor(), float(points - 1))
    parts = brings.group_by(slot=slot).aggregate(clients=brings.count(), part=brings.profit.sum())
    curve, people, money = [(0.0, 0.0)], 0, 0
    for row in rows(parts.order_by("slot")):
        people, money = people + row["clients"], money + row["part"]
        curve.append((people / count, money / whole))
    if people < count:
        curve.append((1.0, 1.0))
    return Pareto(curve=tuple(curve), share_for_80=found["needed"] / count)
