"""Expected purchases within a horizon, and how far they scatter (rule 2.8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, as_vectors, mean_if_alive, square_if_alive


def expected_purchases(model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Vector:
    """Expected purchases (n,) within `horizon` days; x, t_x, T as in `chance_alive`.

    P(alive) · E[X(t) | alive], see `leaving`. Equal to Fader, Hardie & Lee (2005), eq. 10, and Hoppe & Wagner
    (2007), but stable for hundreds of purchases, horizons of decades and a near 1.
    """
    check_horizon(horizon)
    x, t_x, T = as_vectors(x, t_x, T)
    return np.asarray(chance_alive(model, x, t_x, T) * _by_x(mean_if_alive, model, x, T, horizon))


def purchase_scatter(model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Vector:
    """Variance (n,) of the number of purchases within `horizon` days: E[X(X−1)] + E[X] − E[X]²."""
    check_horizon(horizon)
    x, t_x, T = as_vectors(x, t_x, T)
    alive = chance_alive(model, x, t_x, T)
    mean = alive * _by_x(mean_if_alive, model, x, T, horizon)
    return np.asarray(alive * _by_x(square_if_alive, model, x, T, horizon) + mean - mean**2)


def _by_x(integral, model: Estimate, x: Vector, T: Vector, horizon: float) -> Vector:  # type: ignore[no-untyped-def]
    """Run an integral of `leaving` once for each distinct x."""
    found = np.empty_like(x)
    for purchases in np.unique(x):
        same = x == purchases
        ahead = np.asarray(horizon / model.unit_days)
        found[same] = integral(model, float(purchases), T[same] / model.unit_days, ahead)
    return found


def expected_purchases_of_a_newcomer(model: Estimate, horizon: float) -> float:
    """Expected repeat purchases within `horizon` days of the first purchase, E[X(t)]."""
    return float(expected_purchases(model, 0, 0, 0, horizon)[0])
