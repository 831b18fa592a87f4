"""The plain rule of being lost as it stood on an earlier day, for checks on the past (rules 2.2 and 2.3)."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.arrays import middle
from vernost.analytics.forecast.purchase_log import PurchaseLog
from vernost.analytics.forecast.snapshot import Snapshot, pause_quantiles
from vernost.analytics.terms import PRACTICE, Terms

Vector = NDArray[np.float64]


def lost_by_rule(
    log: PurchaseLog,
    known: Snapshot,
    cut: date,
    *,
    factor: float,
    terms: Terms = PRACTICE,
    stand_in: Vector | None = None,
) -> NDArray[np.bool_]:
    """Who of a snapshot (n,) was past the lost line with `factor` × rhythm: `lifecycle.line_days` over
    arrays.

    `stand_in` (clients of the log,): days where an employee or a segment says them, NaN where none does; else
    the rhythm of the base stands in for clients with too few pauses. Equality with `lifecycle` is tested.
    """
    own = known.x >= terms.own_pauses
    of_rhythms = known.rhythm[own] if own.any() else known.rhythm[~np.isnan(known.rhythm)]
    base = middle(of_rhythms)
    fallback = np.full(known.clients, base)
    if stand_in is not None:
        said = stand_in[known.client]
        fallback = np.where(np.isnan(said), base, said)
    rhythm = np.where(own, known.rhythm, fallback)
    tail = pause_quantiles(log, cut, (terms.line_quantile,))[0, known.client]
    usual = rhythm * factor
    line = np.maximum(np.maximum(usual, np.where(np.isnan(tail), usual, tail)), float(terms.line_floor_days))
    with np.errstate(invalid="ignore"):
        return np.asarray(~np.isnan(line) & (known.silence > np.floor(line + 1e-9)))
