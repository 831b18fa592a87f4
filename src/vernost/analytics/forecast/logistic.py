"""A small regularised logistic regression around a given forecast, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.models.special import expit

Vector = NDArray[np.float64]
BLOCK = 256  # rows
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
        learned = self.share * (self.constant + np.einsum("nk,k->n", standard, self.weights))
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
    standard = np.clip((inputs - means) / scales, -EXTREME, EXTREME)
    design = np.ascontiguousarray(np.column_stack((np.ones(n), standard)))
    penalty = np.concatenate(([1e-3], np.full(k, ridge)))
    theta = np.zeros(k + 1)

    def odds_at(at: Vector) -> Vector:
        return np.asarray(published + np.einsum("nk,k->n", design, at))

    def loss(at: Vector, odds: Vector) -> float:
        # ln(1 + e^odds), safe for large odds
        each = np.maximum(odds, 0.0) + np.log1p(np.exp(-np.abs(odds))) - bought * odds
        return float(np.einsum("n,n->", w, each) + 0.5 * np.sum(penalty * at**2))

    odds = odds_at(theta)
    now = loss(theta, odds)
    for _ in range(60):
        chance = expit(odds)
        gradient = np.einsum("nk,n->k", design, w * (bought - chance)) - penalty * theta
        curvature = _gram(design, w * chance * (1 - chance)) + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        if gradient @ step < 1e-8 * max(1.0, now):
            break
        length = 1.0
        while length > 1e-6:
            tried_odds = odds_at(theta + length * step)
            tried = loss(theta + length * step, tried_odds)
            if tried <= now:
                break
            length *= 0.5
        theta, now, odds = theta + length * step, min(now, tried), tried_odds
    return Correction(names, float(theta[0]), theta[1:], means, scales)


def _gram(design: Vector, weights: Vector) -> Vector:
    """Xᵀ·diag(weights)·X in small blocks: over larger ones BLAS starts threads that spin against each
    other.
    """
    whole = len(design) // BLOCK * BLOCK
    heavy = design * weights[:, None]
    left = heavy[:whole].reshape(-1, BLOCK, design.shape[1])
    right = design[:whole].reshape(-1, BLOCK, design.shape[1])
    found = np.matmul(left.transpose(0, 2, 1), right).sum(axis=0) + heavy[whole:].T @ design[whole:]
    return np.asarray(found)
