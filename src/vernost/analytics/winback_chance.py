"""How likely a lost client comes back when asked: the practice's share, moved by the firm's own cases (6.4,
6.6).

Counts are sums that any database adds up; what is left is arithmetic on a few dozen cells, so no frame is
needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

LEAST, MOST = 0.01, 0.95  # no cell is hopeless or sure
PRACTICE = 0.40  # of those who left and are asked back (rule 6.6)


@dataclass(frozen=True, slots=True)
class Tried:
    """Finished plans of one cell: ``returned`` of ``tried``. ``reason`` 0: not known."""

    winback_class: str
    recency: str
    reason: int
    tried: int
    returned: int


@dataclass(frozen=True, slots=True)
class Unasked:
    """Of ``clients`` of one cell, the share that comes back by itself, by the firm's own past (rule 2.3,
    2.8)."""

    winback_class: str
    recency: str
    clients: int
    share: float


@dataclass(frozen=True, slots=True)
class Chance:
    """``mean``: what to reckon with; ``prior``: what it would be without own cases; ``returned`` of
    ``tried``: the own cases themselves."""

    mean: float
    prior: float
    tried: int
    returned: int


@dataclass(frozen=True, slots=True)
class Chances:
    """Asked cell by cell: ``of("must", "recent", 7)``; empty words and 0 stand for «all of them»."""

    tried: Sequence[Tried]
    unasked: Sequence[Unasked]
    practice: float
    weight: float

    def of(self, winback_class: str = "", recency: str = "", reason: int = 0) -> Chance:
        """From the whole firm down to the cell: the mean of each level is the Beta prior of the next.

        ``(weight × prior + returned) ÷ (weight + tried)``; the prior of a finer cell is the mean of the
        coarser one, its odds multiplied by how much more readily such clients come back by themselves.
        """
        mean = prior = _kept(self.practice)
        cases = returned = 0
        steps = [("", "", 0)]
        steps += [(winback_class, "", 0)] if winback_class else []
        steps += [(winback_class, recency, 0)] if recency else []
        steps += [(winback_class, recency, reason)] if reason else []
        above: tuple[str, str, int] | None = None
        for cell in steps:
            shift = self._ease(*cell[:2]) - (self._ease(*above[:2]) if above else 0.0)
            prior_here = _moved(mean, shift)
            prior = _moved(prior, shift)
            cases, returned = self._cases(*cell)
            mean = (self.weight * prior_here + returned) / (self.weight + cases)
            above = cell
        return Chance(_kept(mean), prior, cases, returned)

    def _cases(self, winback_class: str, recency: str, reason: int) -> tuple[int, int]:
        rows = [
            row
            for row in self.tried
            if (not winback_class or row.winback_class == winback_class)
            and (not recency or row.recency == recency)
            and (not reason or row.reason == reason)
        ]
        return sum(row.tried for row in rows), sum(row.returned for row in rows)

    def _ease(self, winback_class: str, recency: str) -> float:
        """Log odds of coming back unasked in the cell, less those of all the lost; 0 where not known. A cell
        of few clients is drawn to all the lost, as if ``weight`` of them stood in it."""
        if not winback_class:
            return 0.0
        everybody = _share(self.unasked)
        cell = [
            row
            for row in self.unasked
            if row.winback_class == winback_class and (not recency or row.recency == recency)
        ]
        here = _share(cell)
        if here is None or everybody is None:
            return 0.0
        number = sum(row.clients for row in cell)
        here = (number * here + self.weight * everybody) / (number + self.weight)
        return _odds(here) - _odds(everybody)


def chances(
    tried: Sequence[Tried],
    unasked: Sequence[Unasked] = (),
    *,
    practice: float = PRACTICE,
    weight: float = 20.0,
) -> Chances:
    """Chance of a return by class, recency and reason, learned from the firm's own cases (rules 6.4–6.6).

    A hierarchy of Beta posteriors (empirical Bayes after Efron and Morris, «Data analysis using Stein's
    estimator», 1975, in its beta-binomial form): the practice's share counts as ``weight`` cases of its own,
    so a firm without a past gets 40 %, and one with 500 finished plans its own share.

    :param tried: finished plans; cells may repeat, they are added up.
    :param unasked: how readily clients of a cell come back by themselves: it moves the prior between cells
        (on the scale of log odds, so that 40 % stays the mean of all), never the firm's level.
    :param practice: 0…1. :param weight: cases, above 0.
    :raises ValueError: more returned than tried, a share outside 0…1, a weight that is not above 0.
    """
    if not 0 <= practice <= 1 or weight <= 0:
        raise ValueError("the practice's share is 0 to 1, its weight above 0")
    sums: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for row in tried:
        if not 0 <= row.returned <= row.tried:
            raise ValueError(f"{row.returned} returned of {row.tried} tried")
        cell = sums[row.winback_class, row.recency, row.reason]
        cell[0] += row.tried
        cell[1] += row.returned
    if any(not 0 <= row.share <= 1 or row.clients < 0 for row in unasked):
        raise ValueError("a share of those who came back unasked is 0 to 1")
    added = [Tried(*cell, tried=n, returned=back) for cell, (n, back) in sums.items()]
    return Chances(added, list(unasked), practice, weight)


def _share(rows: Sequence[Unasked]) -> float | None:
    clients = sum(row.clients for row in rows)
    return sum(row.clients * row.share for row in rows) / clients if clients else None


def _kept(share: float) -> float:
    return min(max(share, LEAST), MOST)


def _odds(share: float) -> float:
    share = _kept(share)
    return log(share / (1 - share))


def _moved(share: float, shift: float) -> float:
    return _kept(1 / (1 + exp(-(_odds(share) + shift))))
