"""When each client will come next, with an interval (rule 2.8)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.purchase_log import PurchaseLog, Whole, to_number
from vernost.analytics.forecast.snapshot import Snapshot, pause_quantiles
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.estimate import Estimate

Vector = NDArray[np.float64]
OWN_PAUSES = 3  # from so many on, a client's own rhythm says more than the model (rule 2.2)
FARTHEST = 3650.0  # days: a date beyond ten years is no date
LIVELY = 0.5  # chance alive under which no date is told
NOTHING = -(2**31)  # a date that is not told
NONE, RHYTHM, MODEL = 0, 1, 2


class NextPurchases(NamedTuple):
    """Days since 1970 of the expected next purchase and its interval (n,), NOTHING where none is told;
    `source`: NONE, RHYTHM or MODEL.
    """

    day: Whole
    earliest: Whole
    latest: Whole
    source: Whole


def next_purchases(
    log: PurchaseLog, known: Snapshot, model: Estimate, as_of: date, *, level: float = 0.8
) -> NextPurchases:
    """The next purchase of everybody in a snapshot of `as_of`.

    A client with three pauses or more who is not yet silent longer than any of them: last purchase + median
    pause, with the quantiles of the client's own pauses that hold the middle `level`; by RHYTHM. Else, if the
    chance alive is at least one half, by the MODEL: the waiting time of a living client is Lomax,
    P(wait > t) = ((α+T) ÷ (α+T+t))^(r+x), its median and quantiles. Else nothing is invented. No date lies
    before the day after `as_of`, none beyond ten years. Source: Fader, Hardie & Lee (2005), A.
    """
    tail = (1.0 - level) / 2
    own = (known.x >= OWN_PAUSES) & (known.silence <= np.nan_to_num(known.longest, nan=-1.0))
    alive = chance_alive(model, known.x, known.t_x, known.T)
    source = np.where(own, RHYTHM, np.where(alive >= LIVELY, MODEL, NONE))
    low, high = pause_quantiles(log, as_of, (tail, 1.0 - tail))[:, known.client]

    def moment(pause: Vector, share: float) -> Whole:
        days = np.where(own, pause - known.silence, _waiting(model, known, share))
        days = np.rint(np.clip(np.nan_to_num(days, nan=1.0), 1.0, FARTHEST)).astype(np.int64)
        return np.where(source == NONE, NOTHING, to_number(as_of) + days)

    return NextPurchases(moment(known.rhythm, 0.5), moment(low, tail), moment(high, 1.0 - tail), source)


def _waiting(model: Estimate, known: Snapshot, share: float) -> Vector:
    """Days within which `share` of living clients with this past have bought again."""
    growth = -np.log1p(-share) / (known.x + model["r"])
    return np.asarray((known.T + model["alpha"] * model.unit_days) * np.expm1(np.minimum(growth, 50.0)))
