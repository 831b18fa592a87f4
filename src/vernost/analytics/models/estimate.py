"""What a fit gives: parameters, their covariance and the likelihood they reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from vernost.analytics.models.newton import Point, Vector


@dataclass(frozen=True)
class Estimate:
    """A fitted model. `values` and `covariance` are of the original parameters, in the order of `names`.

    Covariance: the inverse of the observed information of the log parameters, carried to the parameters by
    the delta method. `weak` names the parameters that the data hardly determine (standard error of the log
    above 1: a factor of 2.7 either way); predictions may still be sound, the single figure is not.
    """

    model: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: Vector = field(repr=False, compare=False)
    log_likelihood: float
    clients: int
    unit_days: float = 7.0

    def __getitem__(self, name: str) -> float:
        return self.values[self.names.index(name)]

    @property
    def standard_errors(self) -> dict[str, float | None]:
        """Standard error by parameter; None where the information is not positive."""
        variances = np.diag(self.covariance)
        return {
            name: float(np.sqrt(variance)) if np.isfinite(variance) and variance > 0 else None
            for name, variance in zip(self.names, variances, strict=True)
        }

    @property
    def weak(self) -> tuple[str, ...]:
        errors = self.standard_errors
        return tuple(
            name
            for name, value in zip(self.names, self.values, strict=True)
            if (error := errors[name]) is None or error > value
        )

    def interval(self, z: float = 1.959964) -> dict[str, tuple[float, float] | None]:
        """Per parameter a confidence interval made on the log scale, so it never crosses zero."""
        errors = self.standard_errors
        found: dict[str, tuple[float, float] | None] = {}
        for name, value in zip(self.names, self.values, strict=True):
            error = errors[name]
            spread = None if error is None else float(np.exp(z * error / value))
            found[name] = None if spread is None else (value / spread, value * spread)
        return found

    def as_json(self) -> dict[str, Any]:
        """The model as `report` tells it: parameters by name, likelihood, unit, standard errors."""
        return {
            **dict(zip(self.names, self.values, strict=True)),
            "log_likelihood": self.log_likelihood,
            "unit": {7.0: "week", 1.0: "day"}.get(self.unit_days, f"{self.unit_days:g} days"),
            "standard_errors": self.standard_errors,
        }


def estimate_at(
    model: str,
    names: tuple[str, ...],
    logs: Vector,
    point: Point,
    *,
    clients: int,
    scale: Vector,
    unit_days: float,
) -> Estimate:
    """The estimate at a maximum on log parameters; `scale` (k,) takes working parameters to original ones."""
    values = np.exp(logs) * scale
    information = -point.hessian
    if np.all(np.linalg.eigvalsh(information) > 0):
        of_logs = np.linalg.inv(information)
    else:  # a parameter at the edge: no curvature, no error to tell
        of_logs = np.full_like(information, np.nan)
    covariance = of_logs * np.outer(values, values)
    return Estimate(
        model, names, tuple(float(v) for v in values), covariance, float(point.value), clients, unit_days
    )


def to_logs(value: float, gradient: Vector, hessian: Vector, parameters: Vector) -> Point:
    """Value, gradient and Hessian in θ → the same in log θ (chain rule)."""
    slope = gradient * parameters
    return Point(value, slope, hessian * np.outer(parameters, parameters) + np.diag(slope))
