"""ABC classes by profit in the window (rule 3.2), and the Pareto curve over them (rule 3.5)."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import one, rows
from .results import Pareto
from .terms import PRACTICE, Terms

CLASSES = ("A", "B", "C")


def ranking(clients: ir.Table) -> ir.Table:
    """Those who bring profit, best first: ``client``, ``profit``, ``before`` (share of profit before them).

    :param clients: ``client``, ``profit`` (minor units; null counts as 0).
    """
    require(clients, "ranking", "client", "profit")
    whole = one(clients.aggregate(whole=clients.profit.sum()))["whole"] or 0
    # Who brings nothing can only be C: the order among them is not worth a sort.
    brings = clients.filter(clients.profit > 0)
    order = ibis.window(order_by=[ibis.desc("profit"), "client"], preceding=None, following=0)
    upto = brings.select("client", "profit", upto=brings.profit.sum().over(order).cast("int64"))
    before = (upto.upto - upto.profit) / float(whole) if whole > 0 else ibis.literal(1.0)
    return upto.select("client", "profit", before=before)


def abc(clients: ir.Table, ranked: ir.Table, terms: Terms = PRACTICE) -> ir.Table:
    """Add ``abc``: A while the share *before* the client is under ``abc_a``, B while under ``abc_b``, else C.

    The client that crosses a line belongs to the better class; clients are sorted by profit, then by
    client (rule 3.2). Nobody is better than C where there is no profit to share.

    :param ranked: of :func:`ranking`, for the same clients.
    """
    require(ranked, "abc", "client", "profit", "before")
    # The last client of a class marks it: comparing with two of them spares a join of the whole base.
    a, b = (_last_within(ranked, line) for line in (terms.abc_a, terms.abc_b))

    def within(last: dict[str, Any] | None) -> ir.BooleanValue:
        if last is None:
            return ibis.literal(False)
        same = (clients.profit == last["profit"]) & (clients.client <= last["client"])
        return ((clients.profit > last["profit"]) | same).fill_null(False)

    return clients.mutate(abc=ibis.cases((within(a), "A"), (within(b), "B"), else_="C"))


def _last_within(ranked: ir.Table, line: float) -> dict[str, Any] | None:
    inside = ranked.filter(ranked.before < line)
    found = rows(inside.order_by([inside.profit.asc(), inside.client.desc()]).limit(1))
    return found[0] if found else None


def pareto(clients: ir.Table, ranked: ir.Table, share: float = 0.8, points: int = 100) -> Pareto:
    """The curve of profit over clients, best first, and the share of clients that bring ``share`` of it.

    :param ranked: of :func:`ranking`, for the same clients.
    """
    require(ranked, "pareto", "profit", "before")
    found = one(clients.aggregate(count=clients.count(), whole=clients.profit.sum()))
    count, whole = found["count"], found["whole"] or 0
    if not count or whole <= 0:
        return Pareto(curve=(), share_for_80=None)
    slot = ibis.least((ranked.before * points).floor(), float(points - 1))
    parts = ranked.group_by(slot=slot).aggregate(
        clients=ranked.count(), part=ranked.profit.sum(), needed=(ranked.before < share).sum()
    )
    curve, people, money, needed = [(0.0, 0.0)], 0, 0, 0
    for row in rows(parts.order_by("slot")):
        people, money, needed = people + row["clients"], money + row["part"], needed + row["needed"]
        curve.append((people / count, money / whole))
    if people < count:
        curve.append((1.0, 1.0))
    return Pareto(curve=tuple(curve), share_for_80=needed / count)
