"""Would they have come back anyway? Asked against left alone: the difference and its interval (rule 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)
FEWEST = 2  # a control of one person tells nothing


@dataclass(frozen=True, slots=True)
class Uplift:
    """Shares 0…1; ``interval`` of the difference, 95 %. Of a group without people there is no share."""

    asked: int
    asked_back: int
    alone: int
    alone_back: int

    @property
    def asked_share(self) -> float | None:
        return self.asked_back / self.asked if self.asked else None

    @property
    def alone_share(self) -> float | None:
        return self.alone_back / self.alone if self.alone else None

    @property
    def can_tell(self) -> bool:
        return self.asked >= FEWEST and self.alone >= FEWEST

    @property
    def difference(self) -> float | None:
        if not self.can_tell:
            return None
        return self.asked_back / self.asked - self.alone_back / self.alone

    @property
    def interval(self) -> tuple[float, float] | None:
        """Newcombe's hybrid of two Wilson intervals with continuity correction."""
        if not self.can_tell:
            return None
        p, q = self.asked_back / self.asked, self.alone_back / self.alone
        low_p, high_p = wilson(self.asked_back, self.asked)
        low_q, high_q = wilson(self.alone_back, self.alone)
        low = p - q - sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
        high = p - q + sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
        return max(low, -1.0), min(high, 1.0)

    @property
    def low_points(self) -> float | None:
        """The lower end in points of a hundred."""
        return self.interval[0] * 100 if self.interval else None

    @property
    def high_points(self) -> float | None:
        return self.interval[1] * 100 if self.interval else None

    @property
    def is_proven(self) -> bool:
        """Whether the interval leaves «nothing was changed» out."""
        found = self.interval
        return found is not None and (found[0] > 0 or found[1] < 0)

    @property
    def anyway(self) -> int | None:
        """Of those asked who came back, how many would have without a word: an estimate, rounded."""
        if not self.can_tell:
            return None
        return min(self.asked_back, round(self.asked * self.alone_back / self.alone))


def uplift(*, asked: int, asked_back: int, alone: int, alone_back: int) -> Uplift:
    """Difference of two independent shares, those who were asked less those who were left alone (rule 6.5).

    Interval: method 11 of R. G. Newcombe, «Interval estimation for the difference between independent
    proportions», Statistics in Medicine 17 (1998) 873–890: 56 of 70 against 48 of 80 → 0.0428…0.3422. The
    continuity correction is for honesty: it covers the truth a little more often than 95 %, also when the
    control is small.

    :raises ValueError: more came back than there were.
    """
    if not (0 <= asked_back <= asked and 0 <= alone_back <= alone):
        raise ValueError("more came back than there were")
    return Uplift(asked, asked_back, alone, alone_back)


def wilson(back: int, number: int) -> tuple[float, float]:
    """95 % score interval of one share with continuity correction (Newcombe 1998, one proportion, method
    4)."""
    if number <= 0:
        return 0.0, 1.0
    z, p = Z_95, back / number
    whole = 2 * (number + z * z)
    middle = 2 * number * p + z * z
    low = (middle - 1 - z * sqrt(z * z - 2 - 1 / number + 4 * p * (number * (1 - p) + 1))) / whole
    high = (middle + 1 + z * sqrt(z * z + 2 - 1 / number + 4 * p * (number * (1 - p) - 1))) / whole
    return (0.0 if back == 0 else max(low, 0.0)), (1.0 if back == number else min(high, 1.0))
