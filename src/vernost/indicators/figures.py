"""From sums to figures: the value of a period, and whether its change is more than noise. Pure arithmetic.

The tests, each at one in twenty: shares by two proportions (z), counts by Poisson (the difference over the
root of the sum), money and ratios by how much days differ (the delta method over the days of both periods),
medians
by the share above the common median (Mood), scores as ``analytics.nps`` does, what stands at a day's end by
the size of its daily steps (a walk of so many steps).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import sqrt

from vernost.agenda.rules import trust_index
from vernost.analytics import nps
from vernost.indicators.measures import AT_AN_END, Indicator, Kind

Z = 1.959964
FEWEST = 5  # cases on the rarer side: of fewer nothing is said


@dataclass(slots=True)
class Sums:
    """Of the days of a period: sums, sums of products, cases by value. ``days``: how many the period has;
    ``known``: whether it was counted at all then; ``steps``: of what stands at an end, Σ of squares of its
    daily steps, and how many there are."""

    days: int = 0
    known: bool = False
    top: float = 0.0
    bottom: float = 0.0
    top2: float = 0.0
    both: float = 0.0
    bottom2: float = 0.0
    rows: int = 0
    bins: Counter[int] = field(default_factory=Counter)
    step2: float = 0.0
    steps: int = 0


def value_of(one: Indicator, sums: Sums) -> float | None:
    """The figure in its unit (money in minor units, shares 0…1); None: not known, which is not nought."""
    if one.kind in (Kind.COUNT, Kind.SUM):
        return sums.top if sums.known else None
    if one.kind is Kind.STOCK:
        return sums.top if sums.rows else None
    if one.kind is Kind.MEDIAN:
        return median_of(sums.bins)
    if one.kind is Kind.SCORE:
        return _nps(sums).score
    if one.kind is Kind.TRUST:
        return trust_index(begun=round(sums.top), total=round(sums.bottom)) if sums.bottom else None
    if one.kind is Kind.PER_STOCK:
        mean = sums.bottom / sums.days if sums.days else 0.0
        return sums.top / mean * one.scale if mean > 0 else None
    if one.kind in (Kind.SHARE, Kind.RATIO, Kind.STOCK_RATIO):
        return sums.top / sums.bottom * one.scale if sums.bottom > 0 else None
    return None


def median_of(bins: Counter[int]) -> float | None:
    """Of so many cases of each value; of an even number the middle of the two."""
    cases = sum(bins.values())
    if not cases:
        return None
    low, high = (cases - 1) // 2, cases // 2
    seen, found = 0, list[int]()
    for value in sorted(bins):
        seen += bins[value]
        while len(found) < 2 and seen > (low, high)[len(found)]:
            found.append(value)
        if len(found) == 2:
            break
    return sum(found) / 2


def is_real(one: Indicator, before: Sums, now: Sums) -> bool | None:
    """Whether the change is more than noise; None where too little is known to say."""
    if value_of(one, before) is None or value_of(one, now) is None:
        return None
    if one.kind in AT_AN_END:
        return _walk(one, before, now)
    if one.kind is Kind.COUNT:
        return _poisson(before, now)
    if one.kind in (Kind.SHARE, Kind.TRUST):
        return _proportions((before.top, before.bottom), (now.top, now.bottom))
    if one.kind is Kind.SCORE:
        change = nps.change(_nps(before), _nps(now))
        return None if change is None else change.is_real
    if one.kind is Kind.MEDIAN:
        return _medians(before.bins, now.bins)
    if one.kind is Kind.PER_STOCK:
        return _poisson(before, now)
    return _of_days(one, before, now)


def _nps(sums: Sums) -> nps.Nps:
    counts: Counter[str] = Counter()
    for score, cases in sums.bins.items():
        counts[nps.kind_of(score)] += cases
    return nps.Nps(counts["promoter"], counts["passive"], counts["critic"])


def _poisson(before: Sums, now: Sums) -> bool | None:
    if before.top + now.top < 2 * FEWEST or not before.days or not now.days:
        return None
    # Under no change the cases fall on the two periods as their days do.
    share, cases = now.days / (now.days + before.days), before.top + now.top
    return abs(now.top - cases * share) > Z * sqrt(cases * share * (1 - share))


def _proportions(before: tuple[float, float], now: tuple[float, float]) -> bool | None:
    (a, n), (b, m) = before, now
    if n <= 0 or m <= 0:
        return None
    pooled = (a + b) / (n + m)
    if min(a + b, n + m - a - b) < FEWEST:
        return None
    return abs(b / m - a / n) > Z * sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))


def _medians(before: Counter[int], now: Counter[int]) -> bool | None:
    common = median_of(before + now)
    if common is None:
        return None
    above = [sum(cases for value, cases in bins.items() if value > common) for bins in (before, now)]
    return _proportions((above[0], sum(before.values())), (above[1], sum(now.values())))


def _of_days(one: Indicator, before: Sums, now: Sums) -> bool | None:
    spread = [_variance(one, sums) for sums in (before, now)]
    values = [value_of(one, sums) for sums in (before, now)]
    if None in spread or None in values:
        return None
    whole = sqrt(sum(part or 0.0 for part in spread))
    change = abs((values[1] or 0.0) - (values[0] or 0.0))
    return change > Z * whole if whole else change > 0


def _variance(one: Indicator, sums: Sums) -> float | None:
    """Of the figure, out of how its days differ: of a sum n·s², of a ratio by its linear part."""
    days = sums.days
    if days < FEWEST:
        return None
    if one.kind is Kind.SUM:
        mean = sums.top / days
        return days * max(0.0, sums.top2 - days * mean * mean) / (days - 1)
    if sums.bottom <= 0:
        return None
    ratio = sums.top / sums.bottom
    residue = sums.top2 - 2 * ratio * sums.both + ratio * ratio * sums.bottom2
    return max(0.0, residue) * days / (days - 1) / sums.bottom**2 * one.scale**2


def _walk(one: Indicator, before: Sums, now: Sums) -> bool | None:
    steps = before.steps + now.steps
    if steps < 2 * FEWEST or not now.steps:
        return None
    size = sqrt((before.step2 + now.step2) / steps)
    change = abs((value_of(one, now) or 0.0) - (value_of(one, before) or 0.0))
    return change > Z * size * sqrt(now.steps) if size else change > 0


def reached(value: float | None, target: float | None, *, better_up: bool) -> bool | None:
    """A target of zero is one like any other; without a value nothing is reached or missed."""
    if value is None or target is None:
        return None
    return value >= target if better_up else value <= target


def outside(value: float | None, low: float | None, high: float | None) -> float | None:
    """The bound that is broken."""
    if value is None:
        return None
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else None
