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
REACH = 9.0  # |log parameter|: beyond, the likelihood is flat and the model has lost that parameter


def newton_maximum(
    objective: Objective,
    start: Vector,
    *,
    model: str,
    reach: Vector | float = REACH,
    tolerance: float = 1e-7,
    steps: int = 200,
) -> tuple[Vector, Point]:
    """The maximum of `objective` over `start` (k,) within ±`reach`, and the point there.

    Stops where half the squared Newton decrement, the gain that the quadratic model still promises (in units
    of log-likelihood), is under `tolerance` plus rounding. Directions of the wrong curvature are turned
    uphill (eigenvalues by their absolute value), steps are at most 1.5 long, gains are checked (Armijo).
    A parameter that presses against `reach` is held there: many logs have, say, no difference between
    clients in leaving, and the likelihood then rises for ever towards infinity by less and less.
    Source: Boyd & Vandenberghe, "Convex optimization", 9.5; Bertsekas (1982), projected Newton.
    """
    limit = np.broadcast_to(np.asarray(reach, dtype=np.float64), np.shape(start))
    place = np.clip(np.asarray(start, dtype=np.float64), -limit, limit)
    here = objective(place)
    for _ in range(steps):
        step, decrement = _direction(here, place, limit, model)
        if decrement <= tolerance + 1e-13 * abs(here.value):
            # the last step is free: it squares an error that is already small
            return np.clip(place + step, -limit, limit), here
        found = _uphill(objective, place, here, step, limit)
        if found is None:  # rounding decides here; a twentieth of a unit of log-likelihood says nothing
            if decrement <= 0.05:
                return place, here
            raise NotConverged(model=model, steps=steps)
        if float(np.max(np.abs(found[0] - place))) < 1e-12:
            return found
        place, here = found
    if decrement <= 0.05:
        return place, here
    raise NotConverged(model=model, steps=steps)


def _uphill(
    objective: Objective, place: Vector, here: Point, step: Vector, limit: Vector
) -> tuple[Vector, Point] | None:
    """The first of ever shorter steps that gains enough; None where even the shortest does not."""
    length = 1.0
    while length > 1e-7:
        trial_place = np.clip(place + length * step, -limit, limit)
        trial = objective(trial_place)
        promised = float(here.gradient @ (trial_place - place))
        if np.isfinite(trial.value) and trial.value - here.value >= 1e-4 * promised:
            return trial_place, trial
        length *= 0.4
    return None


def _direction(here: Point, place: Vector, limit: Vector, model: str) -> tuple[Vector, float]:
    """An uphill Newton step, at most 1.5 in any coordinate, and half its squared decrement."""
    if not (np.isfinite(here.value) and np.all(np.isfinite(here.hessian))):
        raise NotConverged(model=model, steps=0)
    step = np.zeros_like(place)
    free = (np.abs(place) < limit) | (here.gradient * place < 0)
    if not free.any():
        return step, 0.0
    values, vectors = np.linalg.eigh(-here.hessian[np.ix_(free, free)])
    curvature = np.maximum(np.abs(values), 1e-9 * max(float(np.max(np.abs(values))), 1e-12))
    step[free] = vectors @ ((vectors.T @ here.gradient[free]) / curvature)
    decrement = 0.5 * float(here.gradient @ step)
    longest = float(np.max(np.abs(step)))
    if longest > 1.5:
        step = step * (1.5 / longest)
    return step, decrement
