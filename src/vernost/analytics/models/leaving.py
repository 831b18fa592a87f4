"""What a living client will still buy: integrals over the chance p of leaving, stable at any horizon.

The published formulas divide 1 − ₂F₁(…) by a − 1: they lose all digits near a = 1, for x in the hundreds and
for long horizons. The same quantities as integrals over the posterior p ~ Beta(a, β) of a living client, with
λ ~ Gamma(A = r+x, α+T) integrated out and τ = t ÷ (α+T), have positive terms only:

    E[X(t)]        = ∫ Beta(p) · [1 − (1+pτ)^−A] ÷ p dp
    E[X(t)(X(t)−1)] = ∫ Beta(p) · 2(1−p) ÷ p² · [1 − (1+pτ)^−A · (1 + A·pτ ÷ (1+pτ))] dp

Taken in u = logit p the integrands are analytic in a strip of half width π/2 and fall off exponentially both
ways, so equal steps (the trapezium rule) converge faster than any power: ~100 points give 1e−12.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.special import betaln, trigamma

Vector = NDArray[np.float64]


class Nodes(NamedTuple):
    """Points p (k,) and weights (k,) of a Beta distribution; `rest` is the mass the grid leaves at p → 0."""

    p: Vector
    weight: Vector
    rest: float


def beta_nodes(a: float, beta: float) -> Nodes:
    """A quadrature for Beta(a, beta) by equal steps of logit p."""
    spread = float(np.sqrt(trigamma(a) + trigamma(beta)))
    step = min(0.3, 0.6 * spread)
    middle = float(np.log(a) - np.log(beta))
    # with a small the mass near p = 0 is left out of the grid and met exactly by `rest`: there all is linear
    left = min(36.0 / a, 36.0 / (1.0 + a) + 10.0) + 9.0 * spread
    right = 36.0 / beta + 9.0 * spread
    u = np.arange(middle - min(left, 400.0), middle + min(right, 400.0), step)
    log_p, log_not = -np.logaddexp(0.0, -u), -np.logaddexp(0.0, u)
    log_weight = a * log_p + beta * log_not - betaln(a, beta) + np.log(step)
    kept = log_weight > -38.0 + min(0.0, float(log_weight.max()))
    weight = np.exp(log_weight[kept])
    return Nodes(np.exp(log_p[kept]), weight, max(0.0, 1.0 - float(weight.sum())))


def leaving_beta(model: Estimate, x: float) -> tuple[float, float]:
    """The posterior Beta(a, β) of p for a client who is alive after x repeat purchases."""
    return model["a"], model["b"] + x + (1.0 if model.model == "MBG/NBD" else 0.0)


def mean_if_alive(model: Estimate, x: float, age: Vector, ahead: Vector) -> Vector:
    """E[X(t)] of living clients with x repeat purchases, `age` T (m,) and `ahead` t (m,) or (), in units →
    (m,).
    """
    nodes = beta_nodes(*leaving_beta(model, x))
    rate = model["r"] + x
    tau = np.asarray(ahead / (model["alpha"] + age), dtype=np.float64)
    grown = np.log1p(tau[..., None] * nodes.p)
    inside: Vector = -np.expm1(-rate * grown) / nodes.p
    return np.asarray(inside @ nodes.weight + nodes.rest * rate * tau)


def square_if_alive(model: Estimate, x: float, age: Vector, ahead: Vector) -> Vector:
    """E[X(t)(X(t)−1)] of living clients, shapes as in `mean_if_alive`."""
    nodes = beta_nodes(*leaving_beta(model, x))
    rate = model["r"] + x
    tau = np.asarray(ahead / (model["alpha"] + age), dtype=np.float64)[..., None]
    y = tau * nodes.p
    inside = -np.expm1(-rate * np.log1p(y) + np.log1p(rate * y / (1.0 + y)))
    small = rate * y < 1e-5  # there 1 − (1 − ½A(A+1)y² + …): written out, digits would be lost
    inside = np.where(small, 0.5 * rate * (rate + 1.0) * y**2, inside)
    return np.asarray((2.0 * (1.0 - nodes.p) / nodes.p**2 * inside) @ nodes.weight
                      + nodes.rest * rate * (rate + 1.0) * tau[..., 0] ** 2)  # fmt: skip


def as_vectors(*values: ArrayLike) -> tuple[Vector, ...]:
    """Broadcast to float arrays of one shape, at least one-dimensional."""
    return tuple(np.array(v, dtype=np.float64) for v in np.broadcast_arrays(*map(np.atleast_1d, values)))
