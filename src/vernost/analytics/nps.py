"""NPS out of counted answers: score, interval, change, how many to ask (rules 4.2, 4.3).

Counts are sums that any database adds up; what is left is arithmetic on three numbers, so no frame is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

PROMOTERS_FROM, PASSIVES_FROM, BEST = 9, 7, 10
# Three answers added, ¾ each to promoters and critics, the rest to passives: the adjusted Wald interval.
ADDED, ADDED_EACH = 3.0, 0.75
Z_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Nps:
    """``score`` and ``interval`` in points, −100…100; ``variance`` of one answer (−1, 0 or 1).

    Of no answers there is no number, not zero: ``score``, ``variance`` and ``interval`` are then None.
    """

    promoters: int
    passives: int
    critics: int

    @property
    def answers(self) -> int:
        return self.promoters + self.passives + self.critics

    @property
    def score(self) -> float | None:
        """Share of promoters − share of critics, × 100 (rule 4.2). 60, 25, 15 → 45."""
        return 100 * (self.promoters - self.critics) / self.answers if self.answers else None

    @property
    def variance(self) -> float | None:
        """p + d − (p − d)² of the shares of promoters and critics (rule 4.2)."""
        if not self.answers:
            return None
        return _variance(self.promoters / self.answers, self.critics / self.answers)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, adjusted Wald: (462, 176, 362) → (4.39, 15.55). Within −100…100."""
        if not self.answers:
            return None
        number, p, d = _adjusted(self)
        half = Z_95 * sqrt(_variance(p, d) / number)
        return max(-100.0, 100 * (p - d - half)), min(100.0, 100 * (p - d + half))


@dataclass(frozen=True, slots=True)
class Change:
    """``points`` from the earlier score to the later; ``chance``: how often as great a change is met where
    nothing changed (two-sided); ``is_real``: under one in twenty."""

    points: float
    chance: float

    @property
    def is_real(self) -> bool:
        return self.chance < 0.05


def kind_of(answer: int) -> str:
    """``promoter`` 9–10 | ``passive`` 7–8 | ``critic`` 0–6 (rule 4.2); ValueError outside 0…10."""
    if not 0 <= answer <= BEST:
        raise ValueError(f"an answer is from 0 to {BEST}, not {answer}")
    if answer >= PROMOTERS_FROM:
        return "promoter"
    return "passive" if answer >= PASSIVES_FROM else "critic"


def band(score: float, *, weak: float = 10, threshold: float = 45, leaders: float = 50) -> str:
    """Rule 4.2: ``weak`` under 10 | ``known`` to under 45 | ``threshold`` to under 50 | ``leaders``."""
    if score < weak:
        return "weak"
    if score < threshold:
        return "known"
    return "threshold" if score < leaders else "leaders"


def change(earlier: Nps, later: Nps) -> Change | None:
    """Whether two scores differ by more than chance: a z-test of two independent means with the adjusted
    shares of the interval (Rocks 2016, "Interval Estimation for the Net Promoter Score"). None where one of
    them has no answers."""
    if earlier.score is None or later.score is None:
        return None
    (n1, p1, d1), (n2, p2, d2) = _adjusted(earlier), _adjusted(later)
    spread = sqrt(_variance(p1, d1) / n1 + _variance(p2, d2) / n2)
    chance = 2 * (1 - NormalDist().cdf(abs((p2 - d2) - (p1 - d1)) / spread))
    return Change(later.score - earlier.score, chance)


def answers_needed(points: float, known: Nps | None = None, *, base: int | None = None) -> int:
    """How many answers make the interval no wider than ± ``points``.

    By the variance of what is ``known`` already, else by the greatest there is (1: half promoters, half
    critics); of a ``base`` of so many clients fewer do (finite population).
    """
    if not points > 0:
        raise ValueError("a precision is above zero")
    variance = _variance(*_adjusted(known)[1:]) if known is not None and known.answers else 1.0
    needed = variance * (100 * Z_95 / points) ** 2
    if base is not None:
        needed = min(float(base), needed / (1 + (needed - 1) / base)) if base else 0.0
    return ceil(round(needed, 6))


def weight_of(cause: Nps, whole: Nps) -> float | None:
    """How many points the score would be higher if those who named a cause had answered as the others did."""
    rest = Nps(
        whole.promoters - cause.promoters, whole.passives - cause.passives, whole.critics - cause.critics
    )
    if rest.score is None or whole.score is None:
        return None
    return rest.score - whole.score


def _variance(p: float, d: float) -> float:
    return p + d - (p - d) ** 2


def _adjusted(nps: Nps) -> tuple[float, float, float]:
    number = nps.answers + ADDED
    return number, (nps.promoters + ADDED_EACH) / number, (nps.critics + ADDED_EACH) / number
