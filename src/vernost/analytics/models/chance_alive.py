"""Chance alive (rule 2.8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, as_vectors
from vernost.analytics.models.special import expit


def chance_alive(model: Estimate, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> Vector:
    """Chance (n,) that clients with x repeat purchases, the last t_x days after the first, are alive at age
    T days.

    1 ÷ (1 + eᶻ), z = ln a − ln(b+x−1+c) + (r+x)·ln((α+T) ÷ (α+t_x)); c = 0 for BG/NBD, where a client with x
    = 0 is always alive, c = 1 for MBG/NBD. Source: Fader, Hardie & Lee, note 21; Batislam et al. (2007), eq.
    5.
    """
    x, t_x, T = as_vectors(x, t_x, T)
    unit, modified = model.unit_days, model.model == "MBG/NBD"
    rest = model["b"] + (x if modified else np.maximum(x, 1.0) - 1.0)
    gap = np.log((model["alpha"] + T / unit) / (model["alpha"] + t_x / unit))
    alive: Vector = expit(np.log(rest) - np.log(model["a"]) - (model["r"] + x) * gap)
    return alive if modified else np.where(x == 0, 1.0, alive)
