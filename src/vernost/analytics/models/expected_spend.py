"""Expected amount of a client's next purchase (rule 2.8)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, as_vectors


def expected_spend(model: Estimate, x: ArrayLike, spend: ArrayLike) -> Vector:
    """Expected amount (n,) of a purchase, in the unit of `spend` and of the model's v (major units as
    fitted).

    p·(v + z) ÷ (p·x + q − 1) with z the client's spending over x repeat purchases: the client's own mean and
    the firm's, weighted by how much is known. Where p·x + q ≤ 1 the mean does not exist: NaN.
    Source: Fader & Hardie (2013), eq. 5.
    """
    x, spend = as_vectors(x, spend)
    known = model["p"] * x + model["q"] - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(known > 0, model["p"] * (model["v"] + spend) / known, np.nan)
