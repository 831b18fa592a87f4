"""How many came back unasked from such a silence in the firm's own past (rule 2.3)."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import count, one
from .results import CameBack, YearFlow
from .terms import PRACTICE, Terms


def horizon(first_day: date, as_of: date, terms: Terms = PRACTICE) -> int:
    """Days to look ahead from an earlier date: a year, or half of a shorter log."""
    return min(terms.horizon_days, (as_of - first_day).days // 2)


def came_back(now: ir.Table, then: ir.Table, cut: date, days: int) -> CameBack:
    """Of those past the line on ``cut``, the share who bought within the ``days`` that followed.

    :param now: the clients as they stand when those days are over: ``client``, ``last_purchase``.
    :param then: the clients as they stood on ``cut``, with ``is_lost``.
    """
    require(now, "came_back", "client", "last_purchase")
    require(then, "came_back", "client", "is_lost")
    later = now.filter(now.last_purchase > ibis.literal(cut))
    lost = then.filter(then.is_lost).select("client")
    cases, returned = count(lost), count(lost.semi_join(later, "client"))
    return CameBack(
        share=returned / cases if cases else None,
        cases=cases,
        returned=returned,
        cut=cut,
        horizon_days=days,
    )


def year_flow(now: ir.Table, then: ir.Table) -> YearFlow:
    """Flow of clients between two days: start + new − lost + returned = end (rule 2.6).

    :param now: the clients on the later day: ``client``, ``purchases``, ``is_lost``.
    :param then: the same on the earlier day.
    """
    earlier = then.filter(then.purchases > 0).select(earlier_client=then.client, was_lost=then.is_lost)
    both = now.filter(now.purchases > 0).left_join(earlier, now.client == earlier.earlier_client)
    is_new = both.earlier_client.isnull()
    was_in = ~is_new & ~both.was_lost
    row = both.aggregate(
        start=was_in.sum(),
        new=is_new.sum(),
        lost=(both.is_lost & (is_new | was_in)).sum(),
        returned=(~both.is_lost & both.was_lost.fill_null(False)).sum(),
        end=(~both.is_lost).sum(),
    )
    found = {name: int(value or 0) for name, value in one(row).items()}
    total = found["start"] + found["new"]
    return YearFlow(**found, ratio=found["lost"] / total * 100 if total else None)
