"""A small regularised logistic regression around a given forecast, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Vector = NDArray[np.float64]
EXTREME = 4.0  # standard deviations: farther inputs count as this far, the past has not seen them


@dataclass(frozen=True)
class Correction:
    """log-odds = published + share·[constant + Σ weight · clip((input − mean) ÷ scale, ±EXTREME)]
    + lean·(returning − published): what was learned, and a lean towards the firm's own pauses.
    """

    names: tuple[str, ...]
    constant: float
    weights: Vector
    means: Vector
    scales: Vector
    share: float = 1.0
    lean: float = 0.0

    def log_odds(self, published: Vector, returning: Vector, inputs: Vector) -> Vector:
        """(n,) from log-odds by the published model and by the firm's pauses (n,), and inputs (n, k)."""
        standard = np.clip((inputs - self.means) / self.scales, -EXTREME, EXTREME)
        learned = self.share * (self.constant + standard @ self.weights)
        return np.asarray(published + learned + self.lean * (returning - published))


def fit_correction(
    names: tuple[str, ...],
    published: Vector,
    inputs: Vector,
    bought: Vector,
    *,
    ridge: float,
    sample_weights: Vector | None = None,
) -> Correction:
    """Learn a Correction from published log-odds (n,), inputs (n, k) and what followed (n,) of 0 or 1.

    Maximises Σ w ln P(bought) − ½·ridge·|weights|² over standardised inputs; with few cases the weights stay
    near zero, which is the published forecast itself. Source: Hoerl & Kennard (1970); le Cessie & van
    Houwelingen (1992), Applied Statistics 41.
    """
    n, k = inputs.shape
    w = np.ones(n) if sample_weights is None else sample_weights
    means = np.average(inputs, axis=0, weights=w) if k else np.zeros(0)
    scales = np.sqrt(np.average((inputs - means) ** 2, axis=0, weights=w)) if k else np.zeros(0)
    scales = np.where(scales > 1e-6, scales, np.inf)
    design = np.column_stack((np.ones(n), np.clip((inputs - means) / scales, -EXTREME, EXTREME)))
    penalty = np.concatenate(([1e-3], np.full(k, ridge)))
    theta = np.zeros(k + 1)

    def loss(at: Vector) -> float:
        odds = published + design @ at
        return float(w @ (np.logaddexp(0.0, odds) - bought * odds) + 0.5 * penalty @ at**2)

    now = loss(theta)
    for _ in range(60):
        chance = expit(published + design @ theta)
        gradient = design.T @ (w * (bought - chance)) - penalty * theta
        curvature = (design * (w * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        if gradient @ step < 1e-8 * max(1.0, now):
            break
        length = 1.0
        while (tried := loss(theta + length * step)) > now and length > 1e-6:
            length *= 0.5
        theta, now = theta + length * step, min(now, tried)
    return Correction(names, float(theta[0]), theta[1:], means, scales)
