"""Compressed sufficient statistics: a fit sees these and never a client, so its cost follows distinct
rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.models.columns import require_columns

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

    By distinct x: `x`, `x_clients`. By distinct spend z (minor units): `z`, `z_clients`, `z_purchases` = Σ x.
    Sums over clients, with m = z ÷ x: `log_m` = Σ ln m, `x_log_z` = Σ x ln z.
    """

    x: Whole
    x_clients: Whole
    z: Whole
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


def spend_counts(summary: ir.Table) -> SpendCounts:
    """Compress repeat spending by distinct x and by distinct spend, in the engine."""
    require_columns(summary, "The money model", "x", "spend")
    paying = summary.filter((summary.x > 0) & (summary.spend > 0))
    by_x = columns_of(paying.group_by("x").aggregate(n=paying.count()))
    by_z = columns_of(paying.group_by("spend").aggregate(n=paying.count(), purchases=paying.x.sum()))
    mean = paying.spend.cast("float64") / paying.x
    sums = columns_of(paying.aggregate(low=mean.min(), high=mean.max()))
    x, clients = by_x["x"].astype(np.int64), by_x["n"].astype(np.int64)
    z, z_clients = by_z["spend"].astype(np.int64), by_z["n"].astype(np.int64)
    purchases = by_z["purchases"].astype(np.int64)
    empty = len(z) == 0
    log_z = np.log(z.astype(np.float64))
    return SpendCounts(
        x, clients, z, z_clients, purchases,
        log_m=float(z_clients @ log_z - clients @ np.log(x.astype(np.float64))),
        x_log_z=float(purchases @ log_z),
        spread=1.0 if empty else float(sums["high"][0] / sums["low"][0]),
    )  # fmt: skip


def columns_of(table: ir.Table) -> dict[str, NDArray[Any]]:
    """Run the expression and hand its columns over as NumPy arrays, by name (through Arrow, no row loops)."""
    arrow = table.to_pyarrow()
    return {name: arrow.column(name).to_numpy(zero_copy_only=False) for name in arrow.column_names}
