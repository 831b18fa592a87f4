"""Newton's method for a small smooth maximum: few steps, each exact, stopped on the Newton decrement."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.models.errors import NotConverged

Vector = NDArray[np.float64]


class Point(NamedTuple):
    """A function's value, gradient (k,) and Hessian (k, k) at a point."""

    value: float
    gradient: Vector
    hessian: Vector


Objective = Callable[[Vector], Point]
BOUND = 13.0  # |log parameter|: beyond, the likelihood is flat and the model has lost that parameter


def newton_maximum(
    objective: Objective, start: Vector, *, model: str, tolerance: float = 1e-9, steps: int = 200
) -> tuple[Vector, Point]:
    """The maximum of `objective` over `start` (k,), and the point there.

    Stops where half the squared Newton decrement, the gain that the quadratic model still promises (in units
    of log-likelihood), is under `tolerance` plus rounding. Directions of the wrong curvature are turned
    uphill (eigenvalues by their absolute value), steps are at most 1.5 long, gains are checked (Armijo).
    Source: Boyd & Vandenberghe, "Convex optimization", 9.5.
    """
    place = np.clip(np.asarray(start, dtype=np.float64), -BOUND, BOUND)
    here = objective(place)
    for _ in range(steps):
        step, decrement = _direction(here)
        if decrement <= tolerance + 1e-13 * abs(here.value):
            return place, here
        length = 1.0
        while True:
            trial_place = np.clip(place + length * step, -BOUND, BOUND)
            trial = objective(trial_place)
            gain = trial.value - here.value
            if np.isfinite(gain) and gain >= 1e-4 * length * float(here.gradient @ step):
                break
            length *= 0.4
            if length < 1e-7:  # rounding decides here: no better point is to be had
                if decrement <= 1e-4 or np.any(np.abs(place) >= BOUND):
                    return place, here
                raise NotConverged(model=model, steps=steps)
        moved = float(np.max(np.abs(trial_place - place)))
        place, here = trial_place, trial
        if moved < 1e-12:
            return place, here
    raise NotConverged(model=model, steps=steps)


def _direction(here: Point) -> tuple[Vector, float]:
    """An uphill Newton step, at most 1.5 in any coordinate, and half its squared decrement."""
    if not (np.isfinite(here.value) and np.all(np.isfinite(here.hessian))):
        raise NotConverged(model="Newton", steps=0)
    values, vectors = np.linalg.eigh(-here.hessian)
    curvature = np.maximum(np.abs(values), 1e-9 * max(float(np.max(np.abs(values))), 1e-12))
    along = vectors.T @ here.gradient
    step = vectors @ (along / curvature)
    decrement = 0.5 * float(here.gradient @ step)
    longest = float(np.max(np.abs(step)))
    if longest > 1.5:
        step = step * (1.5 / longest)
    return step, decrement
