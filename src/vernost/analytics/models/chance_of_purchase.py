"""Chance of at least one purchase within a horizon (rule 2.8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.errors import BadHorizon
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, as_vectors


def chance_of_purchase(model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike, horizon: float) -> Vector:
    """Chance (n,) of one purchase or more within `horizon` days after age T; x, t_x, T as in `chance_alive`.

    P(alive) · [1 − ((α+T) ÷ (α+T+t))^(r+x)]: who is alive buys unless nothing falls into the horizon; leaving
    comes only after a purchase. Source: Fader, Hardie & Lee (2005), eq. 8 with n = 0, given the past.
    """
    check_horizon(horizon)
    x, t_x, T = as_vectors(x, t_x, T)
    none = (model["r"] + x) * np.log1p(horizon / (model["alpha"] * model.unit_days + T))
    return np.asarray(chance_alive(model, x, t_x, T) * -np.expm1(-none))


def check_horizon(horizon: float) -> None:
    """Raise BadHorizon unless `horizon` is a finite number of days, zero or more."""
    if not (np.isfinite(horizon) and horizon >= 0):
        raise BadHorizon(horizon=horizon)
