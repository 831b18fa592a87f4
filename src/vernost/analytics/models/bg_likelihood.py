"""The likelihood that BG/NBD and MBG/NBD share, on compressed statistics.

With c = 0 (BG/NBD: a client may leave after a repeat purchase) or c = 1 (MBG/NBD: also right after the
first):

    ln L = Σ  lnΓ(r+x) − lnΓ(r) + lnΓ(a+b) − lnΓ(b) + lnΓ(b+x+c) − lnΓ(a+b+x+c)       over x by distinct x
         + Σ  r ln α − (r+x) ln(α+T)                                                  over T by distinct T
         + Σ  ln(1 + eᶻ),  z = ln a − ln(b+x−1+c) + (r+x)·[ln(α+T) − ln(α+t_x)]        over distinct (x, t_x,
         T)

where the last sum takes x > 0 only for BG/NBD. T and t_x are whole days, so ln(α+·) and 1÷(α+·) come from
tables over days; only z needs an exponent a row. Sources: Fader, Hardie & Lee (2005); Batislam, Denizel &
Filiztekin (2007); Hoppe & Wagner (2007); compression after Fader & Hardie, note 4, section 7.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.models.compression import PurchaseCounts, Vector, Whole
from vernost.analytics.models.estimate import to_logs
from vernost.analytics.models.newton import Point
from vernost.analytics.models.special import gammaln, psi, trigamma

BLOCK = 16_384  # rows a step: a dozen such arrays stay in the processor's cache


@dataclass(frozen=True)
class BgData:
    """PurchaseCounts arranged for the three sums; times stay whole days, `unit` days make a unit of α."""

    modified: bool
    unit: float
    x: Whole  # distinct x
    x_n: Vector
    age: Whole  # distinct T
    age_n: Vector
    age_x: Vector  # Σ x by distinct T
    row_x: Whole  # rows of the last sum
    row_t: Whole
    row_age: Whole
    row_n: Vector

    @classmethod
    def of(cls, counts: PurchaseCounts, *, modified: bool, unit: float) -> BgData:
        by_x: Vector = np.bincount(counts.x, weights=counts.n).astype(np.float64)
        by_age: Vector = np.bincount(counts.T, weights=counts.n).astype(np.float64)
        purchases: Vector = np.bincount(counts.T, weights=counts.n * counts.x).astype(np.float64)
        x, age = np.flatnonzero(by_x), np.flatnonzero(by_age)
        rows = slice(None) if modified else counts.x > 0
        return cls(
            modified, unit, x, by_x[x], age, by_age[age], purchases[age],
            counts.x[rows].astype(np.intp), counts.t_x[rows].astype(np.intp),
            counts.T[rows].astype(np.intp), counts.n[rows].astype(np.float64),
        )  # fmt: skip

    def at(self, logs: Vector) -> Point:
        """Log-likelihood with its gradient and Hessian in (ln r, ln α, ln a, ln b)."""
        theta = np.exp(logs)
        parts = (self._by_x(theta), self._by_age(theta))
        value = sum(p.value for p in parts)
        gradient = np.add(parts[0].gradient, parts[1].gradient)
        hessian = np.add(parts[0].hessian, parts[1].hessian)
        smooth = to_logs(float(value), gradient, hessian, theta)
        rows = self._by_row(theta)
        return Point(
            smooth.value + rows.value, smooth.gradient + rows.gradient, smooth.hessian + rows.hessian
        )

    def _by_x(self, theta: Vector) -> Point:
        r, _, a, b = theta
        x, n, total = self.x.astype(np.float64), self.x_n, float(self.x_n.sum())
        y = x + (1.0 if self.modified else 0.0)
        value = n @ (gammaln(r + x) + gammaln(b + y) - gammaln(a + b + y))
        value += total * (gammaln(a + b) - gammaln(b) - gammaln(r))
        joint = total * psi(a + b) - n @ psi(a + b + y)
        joint2 = total * trigamma(a + b) - n @ trigamma(a + b + y)
        gradient = np.array(
            [n @ psi(r + x) - total * psi(r), 0.0, joint, joint + n @ psi(b + y) - total * psi(b)]
        )
        hessian = np.zeros((4, 4))
        hessian[0, 0] = n @ trigamma(r + x) - total * trigamma(r)
        hessian[2, 2] = hessian[2, 3] = hessian[3, 2] = joint2
        hessian[3, 3] = joint2 + n @ trigamma(b + y) - total * trigamma(b)
        return Point(float(value), gradient, hessian)

    def _by_age(self, theta: Vector) -> Point:
        r, alpha = theta[0], theta[1]
        shifted = alpha + self.age / self.unit
        weight = r * self.age_n + self.age_x
        n, logs = float(self.age_n.sum()), np.log(shifted)
        value = n * r * np.log(alpha) - weight @ logs
        by_alpha, by_alpha2 = weight @ (1 / shifted), weight @ (1 / shifted**2)
        gradient = np.array([n * np.log(alpha) - self.age_n @ logs, n * r / alpha - by_alpha, 0.0, 0.0])
        hessian = np.zeros((4, 4))
        hessian[0, 1] = hessian[1, 0] = n / alpha - self.age_n @ (1 / shifted)
        hessian[1, 1] = by_alpha2 - n * r / alpha**2
        return Point(float(value), gradient, hessian)

    def _by_row(self, theta: Vector) -> Point:
        """Σ n ln(1 + eᶻ) in log parameters: dz = (r·ΔL, α(r+x)·ΔI, 1, −b÷(b+x−1+c))."""
        tables = RowTables.at(self, theta)
        starts = range(0, len(self.row_x), BLOCK)
        if len(self.row_x) < 4 * BLOCK:
            parts = [self._block(theta, tables, start) for start in starts]
        else:  # NumPy lets go of the interpreter inside each step, so two threads are two cores
            with ThreadPoolExecutor(2) as pool:
                parts = list(pool.map(lambda start: self._block(theta, tables, start), starts))
        value, slope, curve = 0.0, np.zeros(4), np.zeros((4, 4))
        for part in parts:
            value += part.value
            slope += part.gradient
            curve += part.hessian
        return Point(value, slope, curve)

    def _block(self, theta: Vector, tables: RowTables, start: int) -> Point:
        rows = slice(start, start + BLOCK)
        x, t, T, n = self.row_x[rows], self.row_t[rows], self.row_age[rows], self.row_n[rows]
        r = float(theta[0])
        times = tables.times.take(T)
        times -= tables.times.take(t)
        of_x = tables.purchases.take(x)
        basis = np.empty((4, len(x)))
        np.multiply(times.real, r, out=basis[0])
        rate = x + r
        np.multiply(rate, times.imag, out=basis[1])
        basis[2] = 1.0
        basis[3] = of_x.imag
        z = rate * times.real
        z += of_x.real
        tail = np.exp(-np.abs(z))
        value = dot(n, np.log1p(tail)) + dot(n, np.maximum(z, 0.0))
        chance = np.where(z > 0, 1.0, tail)
        chance /= 1.0 + tail
        w = n * chance
        slope = np.einsum("kn,n->k", basis, w)
        chance *= -w
        chance += w
        curve = np.einsum("kn,ln->kl", basis * chance, basis)
        # second derivatives of z itself, already in log parameters
        cross = r * dot(w, times.imag)
        curve[0, 0] += slope[0]
        curve[0, 1] += cross
        curve[1, 0] += cross
        curve[1, 1] += dot(w * rate, tables.bend.take(T) - tables.bend.take(t))
        curve[3, 3] += slope[3] + dot(w, np.square(basis[3]))
        return Point(value, slope, curve)


@dataclass(frozen=True)
class RowTables:
    """Tables over whole days and purchases; pairs ride in complex numbers, so that one look-up brings
    both.
    """

    times: NDArray[np.complex128]  # ln(α + t) and α ÷ (α + t)
    bend: Vector  # share − share²
    purchases: NDArray[np.complex128]  # ln(a ÷ rest) and −b ÷ rest, rest = b + x − 1 + c

    @classmethod
    def at(cls, data: BgData, theta: Vector) -> RowTables:
        _, alpha, a, b = theta
        shifted = alpha + np.arange(int(data.age[-1]) + 1 if len(data.age) else 1) / data.unit
        share = alpha / shifted
        rest = b + np.arange(int(data.x[-1]) + 1 if len(data.x) else 1) - (0.0 if data.modified else 1.0)
        rest[0] = b if data.modified else 1.0  # x = 0 is not among the rows of BG/NBD
        return cls(np.log(shifted) + 1j * share, share - share**2, np.log(a / rest) - 1j * (b / rest))


def dot(left: Vector, right: Vector) -> float:
    """Σ left · right without BLAS: its threads spin against each other where the machine has other work."""
    return float(np.einsum("n,n->", left, right))
