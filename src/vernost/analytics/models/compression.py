"""Compressed sufficient statistics: a fit sees these and never a client, so its cost follows distinct
rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.arrays import column
from vernost.analytics.engine import arrow
from vernost.analytics.models.columns import require_columns

EXACT_SPENDERS = 100_000
BINS = 4096  # a factor of e is cut into
Whole = NDArray[np.int64]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class PurchaseCounts:
    """Distinct (x, t_x, T) in purchases and days with the number of clients `n`; four arrays of one
    length.
    """

    x: Whole
    t_x: Whole
    T: Whole
    n: Whole

    @property
    def clients(self) -> int:
        return int(self.n.sum())

    @property
    def repeaters(self) -> int:
        return int(self.n[self.x > 0].sum())


@dataclass(frozen=True)
class SpendCounts:
    """Repeat spending, compressed: what Gamma-Gamma needs of clients with x > 0 and spend > 0.

    By distinct x: `x`, `x_clients`. By spend z (minor units, distinct or nearly): `z`, `z_clients`,
    `z_purchases` = Σ x.
    Sums over clients, with m = z ÷ x: `log_m` = Σ ln m, `x_log_z` = Σ x ln z.
    """

    x: Whole
    x_clients: Whole
    z: Vector
    z_clients: Whole
    z_purchases: Whole
    log_m: float
    x_log_z: float
    spread: float  # largest ÷ smallest mean amount

    @property
    def clients(self) -> int:
        return int(self.x_clients.sum())


def purchase_counts(summary: ir.Table) -> PurchaseCounts:
    """Count clients by distinct (x, t_x, T) in the engine. In: the purchase summary; out: NumPy arrays."""
    require_columns(summary, "The purchase model", "x", "t_x", "T")
    rows = columns_of(summary.group_by("x", "t_x", "T").aggregate(n=summary.count()))
    return PurchaseCounts(*(rows[name].astype(np.int64) for name in ("x", "t_x", "T", "n")))


def compressed(x: Whole, t_x: Whole, T: Whole) -> PurchaseCounts:
    """The same from arrays over clients."""
    wide_t, wide_x = int(T.max(initial=0)) + 1, int(x.max(initial=0)) + 1
    keys, n = np.unique((T.astype(np.int64) * wide_t + t_x) * wide_x + x, return_counts=True)
    rest = keys // wide_x
    return PurchaseCounts(keys % wide_x, rest % wide_t, rest // wide_t, n.astype(np.int64))


def spend_counts(summary: ir.Table) -> SpendCounts:
    """Compress repeat spending by distinct x and by distinct spend, in the engine.

    Of more than EXACT_SPENDERS clients, spends within 1 ÷ BINS of each other count as their mean: nearly all
    would be distinct, and the fit would cost as much as there are clients.
    """
    require_columns(summary, "The money model", "x", "spend")
    paying = summary.filter((summary.x > 0) & (summary.spend > 0))
    by_x = columns_of(paying.group_by("x").aggregate(n=paying.count()))
    x, n = by_x["x"].astype(np.int64), by_x["n"].astype(np.int64)
    spend = paying.spend.cast("float64")
    key = paying.spend if int(n.sum()) <= EXACT_SPENDERS else (spend.ln() * BINS).floor().cast("int32")
    mean = spend / paying.x
    by_z = columns_of(
        paying.group_by(key=key).aggregate(
            n=paying.count(), purchases=paying.x.sum().cast("int64"), z=spend.mean(),
            low=mean.min(), high=mean.max(),
        )
    )  # fmt: skip
    order = np.argsort(by_z["z"])
    spread = float(by_z["high"].max() / by_z["low"].min()) if len(order) else 1.0
    z, clients, purchases = by_z["z"][order], by_z["n"][order], by_z["purchases"][order]
    return _spend_counts(x, n, z, clients.astype(np.int64), purchases.astype(np.int64), spread)


def compressed_spend(x: Whole, spend: Whole) -> SpendCounts:
    """The same from arrays over clients."""
    paying = (x > 0) & (spend > 0)
    x, spend = x[paying].astype(np.int64), spend[paying].astype(np.int64)
    each, clients = np.unique(x, return_counts=True)
    z, place, n = np.unique(spend, return_inverse=True, return_counts=True)
    purchases = np.bincount(place, weights=x, minlength=len(z)).astype(np.int64)
    mean = spend / np.maximum(x, 1)
    spread = float(mean.max() / mean.min()) if len(mean) else 1.0
    return _spend_counts(
        each, clients.astype(np.int64), z.astype(np.float64), n.astype(np.int64), purchases, spread
    )


def _spend_counts(
    x: Whole, clients: Whole, z: Vector, z_clients: Whole, purchases: Whole, spread: float
) -> SpendCounts:
    """Sums are added in the order of z and x: the same log gives the same last digit, whatever held it."""
    order, log_z = np.argsort(x), np.log(z)
    x, clients = x[order], clients[order]
    return SpendCounts(
        x, clients, z, z_clients, purchases,
        log_m=float(z_clients @ log_z - clients @ np.log(x.astype(np.float64))),
        x_log_z=float(purchases @ log_z),
        spread=spread,
    )  # fmt: skip


def columns_of(table: ir.Table) -> dict[str, NDArray[Any]]:
    """Run the expression and hand its columns over as NumPy arrays, by name (through Arrow, no row loops)."""
    found = arrow(table)
    return {name: column(found, name) for name in found.column_names}
