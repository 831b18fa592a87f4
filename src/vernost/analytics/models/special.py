"""The gamma function's logarithm and its derivatives, and the logistic function.

`scipy.special` has them all, but importing it pulls in half of NumPy's own development tools: a third of a
second
of a command that has three. These are the textbook series; a test holds them to SciPy's to the last digits.
Source: Abramowitz & Stegun (1964), 6.1.41, 6.3.18, 6.4.12, with the recurrences 6.1.15, 6.3.5, 6.4.6 below
ten.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float64]
SHIFT = 10
HALF_LOG_TAU = 0.9189385332046727  # ½ ln 2π
LOG_GAMMA = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)
DIGAMMA = (-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12)
TRIGAMMA = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


def gammaln(x: ArrayLike) -> Vector:
    """ln Γ(x) for x > 0."""
    small, y = _shifted(x)
    series = (y - 0.5) * np.log(y) - y + HALF_LOG_TAU + _series(LOG_GAMMA, y) / y
    if not small.any():
        return series
    below = _below(x, y)
    return np.where(small, series - np.log(np.prod(below, axis=0)), series)


def psi(x: ArrayLike) -> Vector:
    """The digamma function, d ln Γ(x) ÷ dx, for x > 0."""
    small, y = _shifted(x)
    series = np.log(y) - 0.5 / y + _series(DIGAMMA, y) / y**2
    if not small.any():
        return series
    return np.where(small, series - (1.0 / _below(x, y)).sum(axis=0), series)


def trigamma(x: ArrayLike) -> Vector:
    """The trigamma function, d² ln Γ(x) ÷ dx², for x > 0."""
    small, y = _shifted(x)
    series = 1.0 / y + 0.5 / y**2 + _series(TRIGAMMA, y) / y**3
    if not small.any():
        return series
    return np.where(small, series + (1.0 / _below(x, y) ** 2).sum(axis=0), series)


def betaln(a: ArrayLike, b: ArrayLike) -> Vector:
    """ln B(a, b) for a, b > 0."""
    return np.asarray(gammaln(a) + gammaln(b) - gammaln(np.add(a, b)))


def expit(x: ArrayLike) -> Vector:
    """1 ÷ (1 + e^−x)."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0))))


def _shifted(x: ArrayLike) -> tuple[NDArray[np.bool_], Vector]:
    x = np.asarray(x, dtype=np.float64)
    small = x < SHIFT
    return small, np.where(small, x + SHIFT, x)


def _below(x: ArrayLike, y: Vector) -> Vector:
    """x, x+1, … x+9 along a new first axis; ones where x is not small, so that nothing overflows there."""
    x = np.asarray(x, dtype=np.float64)
    steps = np.arange(SHIFT).reshape((SHIFT,) + (1,) * x.ndim)
    return np.where(x == y, 1.0, x + steps)


def _series(coefficients: tuple[float, ...], y: Vector) -> Vector:
    inverse = 1.0 / y**2
    found = np.zeros_like(y)
    for coefficient in reversed(coefficients):
        found = found * inverse + coefficient
    return found
