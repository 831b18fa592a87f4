"""Gamma-Gamma by maximum likelihood: what a client spends on a purchase (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vernost.analytics.models.bg_likelihood import dot
from vernost.analytics.models.compression import SpendCounts, Vector
from vernost.analytics.models.errors import NoVariance, TooFewRepeaters
from vernost.analytics.models.estimate import Estimate, estimate_at, to_logs
from vernost.analytics.models.newton import Point, newton_maximum
from vernost.analytics.models.special import gammaln, psi, trigamma

NEEDED_SPENDERS = 10


def fit_gamma_gamma(counts: SpendCounts, *, minor_units: int = 100) -> Estimate:
    """Fit Gamma-Gamma: p, q and v (v in major units of money, `minor_units` of which make one).

    Amounts of a client's purchases ~ Gamma(p, ν) with ν ~ Gamma(q, v) between clients, independent of how
    often they buy. With z = x·m the client's repeat spending:
        ln L = Σ lnΓ(px+q) − lnΓ(px) − lnΓ(q) + q ln v + (px−1) ln m + px ln x − (px+q) ln(z+v).
    The sums need distinct x and distinct z only. In: `spend_counts`; out: an Estimate whose log-likelihood is
    of major units, as published. Source: Fader & Hardie (2013), "The Gamma-Gamma model of monetary value".
    Raises: TooFewRepeaters, NoVariance, NotConverged.
    """
    if counts.clients < NEEDED_SPENDERS:
        raise TooFewRepeaters(repeaters=counts.clients, needed=NEEDED_SPENDERS)
    if counts.spread <= 1.0 + 1e-9:
        raise NoVariance()
    data = GammaGammaData.of(counts)
    logs, point = newton_maximum(data.at, np.log(np.array([4.0, 4.0, 0.75])), model="Gamma-Gamma")
    # the fit works in mean amounts (well scaled); density of m in major units = density in means × scale
    major = data.mean / minor_units
    point = point._replace(value=point.value - counts.clients * float(np.log(major)))
    scale = np.array([1.0, 1.0, major])
    return estimate_at(
        "Gamma-Gamma", ("p", "q", "v"), logs, point, clients=counts.clients, scale=scale, unit_days=1.0
    )


@dataclass(frozen=True)
class GammaGammaData:
    """SpendCounts as floats, amounts divided by the mean amount of a purchase."""

    mean: float
    x: Vector
    x_n: Vector
    z: Vector
    z_n: Vector
    z_x: Vector
    log_m: float
    px_logs: float  # Σ x ln m + x ln x = Σ x ln z

    @classmethod
    def of(cls, counts: SpendCounts) -> GammaGammaData:
        purchases = float(counts.z_purchases.sum())
        mean = float((counts.z * counts.z_clients).sum() / purchases)
        clients = counts.clients
        return cls(
            mean,
            counts.x.astype(np.float64),
            counts.x_clients.astype(np.float64),
            counts.z / mean,
            counts.z_clients.astype(np.float64),
            counts.z_purchases.astype(np.float64),
            counts.log_m - clients * float(np.log(mean)),
            counts.x_log_z - purchases * float(np.log(mean)),
        )

    def at(self, logs: Vector) -> Point:
        """Log-likelihood with its gradient and Hessian in (ln p, ln q, ln v)."""
        theta = np.exp(logs)
        p, q, v = theta
        x, n, total = self.x, self.x_n, float(self.x_n.sum())
        px, both = p * x, p * x + q
        shifted = self.z + v
        inverse, logs_z = 1.0 / shifted, np.log(shifted)
        weight = p * self.z_x + q * self.z_n
        value = n @ (gammaln(both) - gammaln(px)) - total * gammaln(q) + total * q * np.log(v)
        value += p * self.px_logs - self.log_m - dot(weight, logs_z)
        d_both, d2_both, nx = n * psi(both), n * trigamma(both), n * x
        gradient = np.array([
            d_both @ x - nx @ psi(px) + self.px_logs - dot(self.z_x, logs_z),
            d_both.sum() - total * psi(q) + total * np.log(v) - dot(self.z_n, logs_z),
            total * q / v - dot(weight, inverse),
        ])  # fmt: skip
        hessian = np.empty((3, 3))
        hessian[0, 0] = d2_both @ x**2 - (nx * x) @ trigamma(px)
        hessian[0, 1] = hessian[1, 0] = d2_both @ x
        hessian[1, 1] = d2_both.sum() - total * trigamma(q)
        hessian[0, 2] = hessian[2, 0] = -dot(self.z_x, inverse)
        hessian[1, 2] = hessian[2, 1] = total / v - dot(self.z_n, inverse)
        hessian[2, 2] = dot(weight, inverse**2) - total * q / v**2
        return to_logs(float(value), gradient, hessian, theta)
