"""What the lost clients brought a year (rule 2.7), and how many there are (rule 2.6)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import one
from .terms import DAYS_A_YEAR


def yearly_worth(clients: ir.Table) -> ir.Table:
    """Add ``average_check``, ``purchases_a_year``, ``money_a_year`` and ``money_lost_a_year``.

    Average check = net revenue ÷ purchases; purchases a year = 365.25 ÷ mean pause, ÷ rhythm where the
    client has no pause of its own; money a year is their product, in minor units, rounded
    (rule 2.7). ``money_lost_a_year`` is the same for lost clients, null for the others.

    :param clients: with ``revenue``, ``purchases``, ``mean_pause``, ``rhythm_days``, ``is_lost``.
    """
    require(clients, "yearly_worth", "revenue", "purchases", "mean_pause", "rhythm_days", "is_lost")
    check = (clients.purchases > 0).ifelse(clients.revenue / clients.purchases, ibis.null("float64"))
    pause = clients.mean_pause.coalesce(clients.rhythm_days)
    often = (pause > 0).ifelse(ibis.literal(DAYS_A_YEAR) / pause, ibis.null("float64"))
    table = clients.mutate(average_check=check, purchases_a_year=often)
    money = (table.average_check * table.purchases_a_year).round().cast("int64")
    table = table.mutate(money_a_year=money)
    return table.mutate(money_lost_a_year=table.is_lost.ifelse(table.money_a_year, ibis.null("int64")))


def loss(clients: ir.Table) -> tuple[int, int, float | None, int]:
    """Clients who ever bought, how many are lost, lost ÷ total × 100 %, and the money they brought a year.

    :param clients: of :func:`yearly_worth`.
    :returns: total, lost, ratio in per cent (``None`` without clients), money a year in minor units.
    """
    require(clients, "loss", "purchases", "is_lost", "money_lost_a_year")
    row = clients.aggregate(
        total=(clients.purchases > 0).sum(),
        lost=clients.is_lost.sum(),
        money=clients.money_lost_a_year.sum(),
    )
    found = one(row)
    total, lost = int(found["total"] or 0), int(found["lost"] or 0)
    return total, lost, (lost / total * 100 if total else None), int(found["money"] or 0)
