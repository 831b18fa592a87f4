"""RFM scores 1–5 and their named segments (rule 3.4)."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from .columns import require
from .engine import one

POINTS = (0.2, 0.4, 0.6, 0.8)

# Segment → lines of (recency from–to, frequency from–to); the first that fits names the client.
SEGMENTS: tuple[tuple[str, tuple[tuple[int, int, int, int], ...]], ...] = (
    ("champions", ((5, 5, 4, 5),)),
    ("loyal", ((3, 4, 4, 5),)),
    ("potential_loyal", ((4, 5, 2, 3),)),
    ("newcomers", ((5, 5, 1, 1),)),
    ("promising", ((4, 4, 1, 1),)),
    ("need_attention", ((3, 3, 3, 3),)),
    ("about_to_sleep", ((3, 3, 1, 2),)),
    ("cannot_lose", ((1, 2, 5, 5),)),
    ("at_risk", ((1, 2, 3, 4),)),
    ("hibernating", ((2, 2, 1, 2),)),
    ("gone", ((1, 1, 1, 2),)),
)


@dataclass(frozen=True, slots=True)
class CutPoints:
    """Quantiles 20, 40, 60, 80 % (type 7) of silence in days, purchases, and revenue in minor units."""

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    monetary: tuple[float, ...]


def cut_points(clients: ir.Table) -> CutPoints | None:
    """Cut points over the clients who ever bought; ``None`` where there are none (rule 3.4)."""
    require(clients, "cut_points", "silence", "purchases", "revenue")
    buyers = clients.filter(clients.purchases > 0)
    values = {"recency": buyers.silence, "frequency": buyers.purchases, "monetary": buyers.revenue}
    quantiles = {name: value.quantile(list(POINTS)) for name, value in values.items()}
    row = one(buyers.aggregate(**quantiles))
    if not row["recency"]:
        return None
    return CutPoints(**{name: tuple(row[name]) for name in values})


def segment(recency: int, frequency: int) -> str:
    """Named segment of a pair of scores."""
    for name, boxes in SEGMENTS:
        for low_r, high_r, low_f, high_f in boxes:
            if low_r <= recency <= high_r and low_f <= frequency <= high_f:
                return name
    raise ValueError(f"scores are 1…5, not {recency} and {frequency}")


def rfm(clients: ir.Table, cuts: CutPoints | None) -> ir.Table:
    """Add ``recency``, ``frequency``, ``monetary`` (1–5, 5 best), ``rfm`` ("545") and ``segment``.

    A score is 1 + the number of cut points that the value exceeds; for recency, that it stays under:
    equal values always share a score (rule 3.4). Empty for those who never bought.
    """
    require(clients, "rfm", "silence", "purchases", "revenue")
    bought = clients.purchases > 0
    nothing = ibis.null("int8")
    if cuts is None:
        empty = dict.fromkeys(("recency", "frequency", "monetary"), nothing)
        return clients.mutate(**empty, rfm=ibis.null("string"), segment=ibis.null("string"))

    def score(value: ir.NumericValue, points: tuple[float, ...], *, under: bool) -> ir.Value:
        over = [(value < point if under else value > point).cast("int8") for point in points]
        return bought.ifelse(sum(over, start=ibis.literal(1, "int8")).cast("int8"), nothing)

    table = clients.mutate(
        recency=score(clients.silence, cuts.recency, under=True),
        frequency=score(clients.purchases, cuts.frequency, under=False),
        monetary=score(clients.revenue, cuts.monetary, under=False),
    )
    code = (table.recency.cast("int16") * 100 + table.frequency * 10 + table.monetary).cast("string")
    boxes = [
        (table.recency.between(low_r, high_r) & table.frequency.between(low_f, high_f), name)
        for name, lines in SEGMENTS
        for low_r, high_r, low_f, high_f in lines
    ]
    named = ibis.cases(*boxes, else_=ibis.null("string"))
    return table.mutate(rfm=code, segment=named)
