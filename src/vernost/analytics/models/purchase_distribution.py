"""How many purchases: the whole distribution and its intervals (rule 2.8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, gammaln

from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, as_vectors, leaving_beta

CHUNK = 2_048


def purchase_distribution(
    model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float, most: int
) -> Vector:
    """P(X(t) = k) for k = 0 … `most`, an array (n, most + 1); x, t_x, T in purchases and days.

    Alive, with N ~ negative binomial (A = r+x, τ = t ÷ (α+T)) and p ~ Beta(a, β):
        P(X=k) = B(a, β+k) ÷ B(a, β) · P(N=k) + [k>0] · B(a+1, β+k−1) ÷ B(a, β) · P(N≥k),
    in logs, P(N≥k) by the incomplete beta function, so no sum of differences. Source: Fader, Hardie & Lee
    (2005), eq. 8; a newcomer is x = t_x = T = 0.
    """
    check_horizon(horizon)
    x, t_x, T = as_vectors(x, t_x, T)
    alive = chance_alive(model, x, t_x, T)[:, None]
    rate = (model["r"] + x)[:, None]
    a = model["a"]
    beta = np.array([leaving_beta(model, float(v))[1] for v in x])[:, None]
    tau = (horizon / (model["alpha"] * model.unit_days + T))[:, None]
    k = np.arange(most + 1, dtype=np.float64)[None, :]
    share = tau / (1.0 + tau)
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(k == 0, 0.0, k * np.log(share))
    log_nb = gammaln(rate + k) - gammaln(rate) - gammaln(k + 1) + grown - rate * np.log1p(tau)
    stayed = np.exp(betaln(a, beta + k) - betaln(a, beta) + log_nb)
    later = np.maximum(k, 1.0)
    left = np.exp(betaln(a + 1, beta + later - 1) - betaln(a, beta)) * betainc(later, rate, share)
    found = alive * (stayed + np.where(k > 0, left, 0.0))
    found[:, 0] += 1.0 - alive[:, 0]
    return np.asarray(found)


def purchase_interval(
    model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float,
    *, level: float = 0.8, most: int = 400,
) -> tuple[Vector, Vector]:  # fmt: skip
    """Lowest and highest number of purchases (n,), (n,) that hold the middle `level` of the distribution.

    A count above `most` is told as `most`. The interval is of what will happen, not of the estimate.
    """
    x, t_x, T = as_vectors(x, t_x, T)
    low, high = np.empty_like(x), np.empty_like(x)
    tail = (1.0 - level) / 2
    for start in range(0, len(x), CHUNK):
        rows = slice(start, start + CHUNK)
        upto = np.cumsum(purchase_distribution(model, x[rows], t_x[rows], T[rows], horizon, most), axis=1)
        low[rows] = (upto < tail).sum(axis=1)
        high[rows] = np.minimum((upto < 1.0 - tail - 1e-12).sum(axis=1), most)
    return low, high
