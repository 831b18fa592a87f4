"""Discounting as a weighted sum of expected purchases at a few moments (rule 2.8)."""

from __future__ import annotations

import numpy as np

from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.leaving import Vector

YEAR = 365.25


def discount_weights(
    horizon: float, rate_a_year: float = 0.0, *, step_days: float | None = None
) -> tuple[Vector, Vector]:
    """Moments t (k,) in days and weights w (k,) with Σ w·E[X(t)] = discounted expected purchases in
    `horizon`.

    Each purchase counts e^(−δs) at its own moment s, δ = ln(1 + rate): by parts, e^(−δH)·E(H) + ∫ δ e^(−δs)
    E(s) ds, taken by Gauss-Legendre on panels that widen with s. With `step_days` the published convention
    instead: whole steps, each paid at its end (lifetimes: 30 days; horizon is cut to whole steps).
    """
    check_horizon(horizon)
    if horizon == 0 or (rate_a_year == 0 and step_days is None):
        return np.array([float(horizon)]), np.ones(1)
    force = np.log1p(rate_a_year) / YEAR
    if step_days is not None:
        moments: Vector = step_days * np.arange(1.0, min(int(horizon / step_days + 1e-9), 5000) + 1)
        paid: Vector = np.exp(-force * moments)
        return moments, paid - np.append(paid[1:], 0.0)
    edges = [0.0, min(30.0, horizon)]
    while edges[-1] < horizon and edges[-1] * force < 40.0:
        # panels four times as long each, none longer than ten units of discounting
        edges.append(min(horizon, 4.0 * edges[-1], edges[-1] + 10.0 / force))
    nodes, shares = np.polynomial.legendre.leggauss(8)
    low, high = np.array(edges[:-1])[:, None], np.array(edges[1:])[:, None]
    moments = (low + (high - low) * (nodes + 1) / 2).ravel()
    weights = (shares * (high - low) / 2).ravel() * force * np.exp(-force * moments)
    return np.append(moments, horizon), np.append(weights, np.exp(-force * horizon))
