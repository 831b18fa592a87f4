"""The log as it stood on an earlier day, and what followed: the firm's own past as a lesson (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.purchase_log import PurchaseLog, Whole, to_number

Vector = NDArray[np.float64]
YEAR_DAYS = 365
WARMTHS = (30.0, 120.0, 480.0)
FARTHEST = 200_000  # days: a longer horizon ends with the log all the same


@dataclass(frozen=True)
class Snapshot:
    """Clients known on a day (numbers in the log), what was known of each that day, and what followed.

    Known: `x` repeat purchases, `t_x`, `T` (days), `spend`, `total` (minor units), `silence` since the last
    purchase, `rhythm` = median and `longest` of the own pauses (NaN without one),
    `in_30`, `in_90` purchases of the last so many days, `warmth` (n, 3) = Σ e^(−days since ÷ 30, 120, 480)
    over all purchases, `latest` amount, `year_ago` = purchases in the same window a year before. Followed:
    `followed` purchases and `followed_amount`; both too small where the log ends before the window does.
    """

    client: Whole
    x: Whole
    t_x: Whole
    T: Whole
    spend: Whole
    total: Whole
    silence: Whole
    rhythm: Vector
    longest: Vector
    in_30: Whole
    in_90: Whole
    warmth: Vector
    latest: Whole
    year_ago: Whole
    followed: Whole
    followed_amount: Vector

    @property
    def clients(self) -> int:
        return len(self.client)


def snapshot(log: PurchaseLog, cut: date, horizon: int) -> Snapshot:
    """Everybody known on `cut` included: see `Snapshot`; what followed is of the `horizon` days after it."""
    day, asked = log.day, to_number(cut)
    seen = day <= asked
    n = np.bincount(log.client[seen], minlength=log.clients)
    who = np.flatnonzero(n)
    begin = log.start[:-1][who]
    end = begin + n[who] - 1
    first, last = day[begin], day[end]
    total = log.spent[end + 1] - log.spent[begin]
    after = (day > asked) & (day <= asked + min(horizon, FARTHEST))
    rhythm, longest = pause_quantiles(log, cut, (0.5, 1.0))[:, who]
    return Snapshot(
        client=who,
        x=n[who] - 1,
        t_x=last - first,
        T=asked - first,
        spend=total - log.amount[begin],
        total=total,
        silence=asked - last,
        rhythm=rhythm,
        longest=longest,
        in_30=_count(log, seen & (day > asked - 30))[who],
        in_90=_count(log, seen & (day > asked - 90))[who],
        warmth=_warmth(log, seen, asked)[who],
        latest=log.amount[end],
        year_ago=_count(
            log, (day > asked - YEAR_DAYS) & (day <= asked - YEAR_DAYS + min(horizon, YEAR_DAYS))
        )[who],
        followed=_count(log, after)[who],
        followed_amount=np.asarray(
            np.bincount(
                log.client[after], weights=log.amount[after].astype(np.float64), minlength=log.clients
            )[who],
            dtype=np.float64,
        ),
    )


def _count(log: PurchaseLog, rows: NDArray[np.bool_]) -> Whole:
    return np.bincount(log.client[rows], minlength=log.clients)


def _warmth(log: PurchaseLog, seen: NDArray[np.bool_], asked: int) -> Vector:
    client, back = log.client[seen], asked - log.day[seen]
    days = np.arange(int(back.max()) + 1 if len(back) else 1)
    return np.column_stack(
        [np.bincount(client, weights=np.exp(days / -scale)[back], minlength=log.clients) for scale in WARMTHS]
    )


def pause_quantiles(log: PurchaseLog, cut: date, shares: tuple[float, ...]) -> Vector:
    """Quantiles (type 7) of each client's pauses known on `cut`: (len(shares), clients), NaN without one."""
    rows = log.by_pause[log.day[log.by_pause] <= to_number(cut)]
    pause = log.pause[rows].astype(np.float64)
    many = np.bincount(log.client[rows], minlength=log.clients)
    begin = np.cumsum(many) - many
    found = np.full((len(shares), log.clients), np.nan)
    own = np.flatnonzero(many)
    for k, share in enumerate(shares):
        place = (many[own] - 1) * share
        low = place.astype(np.int64)
        high = np.minimum(low + 1, many[own] - 1)
        left, right = pause[begin[own] + low], pause[begin[own] + high]
        found[k, own] = left + (right - left) * (place - low)
    return found
