"""How long clients of this firm stay silent before they buy again: Kaplan-Meier over the pauses (rule
2.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.purchase_log import PurchaseLog, Whole, to_number
from vernost.analytics.forecast.snapshot import Snapshot

GROUPS = 5  # silences after the first, second, third, fourth to sixth, later purchase
AT_RISK = 20  # silences still open, under which a day's share is noise


@dataclass(frozen=True)
class PauseSurvival:
    """Cumulative hazard Λ (GROUPS, days) of ending a silence, by day of silence and group."""

    hazard: NDArray[np.float64]

    def chance(self, horizon: int) -> NDArray[np.float64]:
        """Chance (GROUPS, days) that a silence of so many days ends within `horizon` more."""
        days = self.hazard.shape[1]
        later = np.minimum(np.arange(days) + horizon, days - 1)
        # past the log's length the rate of return goes on falling like 1 ÷ t, as it does in most trades
        tail = (
            self._last_rate()[:, None]
            * days
            * np.log(np.maximum((np.arange(days) + horizon) / (days - 1), 1.0))
        )
        return np.asarray(-np.expm1(-(self.hazard[:, later] + tail - self.hazard)))

    def _last_rate(self) -> NDArray[np.float64]:
        days = self.hazard.shape[1]
        half = days // 2
        return np.asarray((self.hazard[:, -1] - self.hazard[:, half]) / max(days - 1 - half, 1))

    def returning(self, number: Whole, silence: Whole, horizon: int) -> NDArray[np.float64]:
        """Chance (n,) that clients silent for `silence` days after purchase `number` buy within `horizon`."""
        chance = self.chance(horizon)
        return np.asarray(chance[survival_group(number), np.minimum(silence, chance.shape[1] - 1)])


def pause_survival(log: PurchaseLog, known: Snapshot, cut: date) -> PauseSurvival:
    """Kaplan-Meier (Nelson-Aalen) hazard of the pauses known on `cut`, open silences counted as unfinished.

    In: the log and its snapshot at `cut`. Source: Kaplan & Meier (1958), JASA 53; Nelson (1972).
    """
    rows = log.by_pause[log.day[log.by_pause] <= to_number(cut)]
    number = rows - log.start[log.client[rows]] - 1
    pause = log.pause[rows]
    days = int(max(pause.max(initial=0), known.silence.max(initial=0))) + 2
    ends = _by_day(survival_group(number), pause, days)
    stops = _by_day(survival_group(known.x), known.silence, days)
    at_risk = np.cumsum((ends + stops)[:, ::-1], axis=1)[:, ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(at_risk >= AT_RISK, ends / at_risk, np.nan)
    return PauseSurvival(np.cumsum(_carried_on(rate), axis=1))


def _by_day(group: Whole, day: Whole, days: int) -> NDArray[np.float64]:
    counts = np.bincount(group * days + day, minlength=GROUPS * days)
    return counts.reshape(GROUPS, days).astype(np.float64)


def survival_group(number: Whole) -> Whole:
    """Group of a silence that follows purchase `number` (0 = the first)."""
    return np.minimum(number, 3) + (number > 5)


def _carried_on(rate: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where too few are at risk, the last well-known mean rate goes on falling like 1 ÷ t."""
    filled = rate.copy()
    for row in filled:
        known = np.flatnonzero(np.isfinite(row))
        end = int(known[-1]) + 1 if len(known) else 0
        recent = row[max(end // 2, 0) : end]
        mean = float(np.nanmean(recent)) if len(recent) else 0.0
        row[end:] = mean * max(end, 1) / np.arange(max(end, 1), max(end, 1) + len(row) - end)
        row[~np.isfinite(row)] = 0.0
    return filled
