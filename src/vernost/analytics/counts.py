"""How many clients are in each class, and the totals of the log."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis.expr.types as ir

from . import abc, lifecycle, rfm, winback, xyz
from .columns import has
from .engine import count, one, rows
from .results import AbcClass, MatrixCell, RfmCell, Totals, Winback

KEYS = ("lifecycle", "abc", "xyz", "winback_class", "recency", "frequency", "segment")


def totals(orders: ir.Table, clients: ir.Table, first_day: date, last_day: date) -> Totals:
    """What the log holds; an order is a document where the log numbers them, else a row."""
    sales = orders.filter(~orders.refund)
    sums = {
        "gross": orders.amount.sum(where=~orders.refund),
        "refunds": orders.amount.sum(where=orders.refund),
    }
    numbered = 0
    if has(orders, "order_id"):
        numbered = count(sales.filter(sales.order_id.notnull()).select("client", "order_id").distinct())
        sums["single"] = (~orders.refund & orders.order_id.isnull()).sum()
    else:
        sums["single"] = (~orders.refund).sum()
    found = {name: int(value or 0) for name, value in one(orders.aggregate(**sums)).items()}
    who = one(clients.aggregate(clients=clients.count(), purchases=clients.purchases.sum()))
    return Totals(
        clients=int(who["clients"]),
        orders=numbered + found["single"],
        purchases=int(who["purchases"] or 0),
        gross=found["gross"],
        refunds=found["refunds"],
        net=found["gross"] + found["refunds"],
        first_day=first_day,
        last_day=last_day,
    )


def by_class(clients: ir.Table) -> dict[str, Any]:
    """Every count by class, out of one small grouped table; the keys are fields of an Analysis."""
    grouped = clients.group_by(list(KEYS)).aggregate(
        clients=clients.count(),
        lost=clients.is_lost.sum(),
        profit=clients.profit.sum(),
        revenue=clients.revenue.sum(),
        money=clients.money_lost_a_year.sum(),
    )
    cells = rows(grouped)

    def added(what: str, **wanted: Any) -> int:
        return sum(int(row[what] or 0) for row in cells if all(row[k] == v for k, v in wanted.items()))

    return {
        "lifecycle": {name: added("clients", lifecycle=name) for name in lifecycle.STAGES},
        "abc": {c: AbcClass(added("clients", abc=c), added("profit", abc=c)) for c in abc.CLASSES},
        "xyz": {c: added("clients", xyz=c) for c in xyz.CLASSES},
        "matrix": tuple(
            MatrixCell(
                a,
                x,
                winback.winback_class(a, x),
                *(added(what, abc=a, xyz=x) for what in ("clients", "lost", "profit", "money")),
            )
            for a in abc.CLASSES
            for x in xyz.CLASSES
        ),
        "winback": {
            name: Winback(added("clients", winback_class=name), added("money", winback_class=name))
            for name in winback.CLASSES
        },
        "rfm": {name: added("clients", segment=name) for name, _ in rfm.SEGMENTS},
        "rfm_grid": tuple(
            RfmCell(
                r,
                f,
                added("clients", recency=r, frequency=f),
                added("revenue", recency=r, frequency=f),
                rfm.segment(r, f),
            )
            for r in range(1, 6)
            for f in range(1, 6)
        ),
    }
