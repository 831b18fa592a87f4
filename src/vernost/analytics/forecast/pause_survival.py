"""How long clients of this firm stay silent before they buy again: Kaplan-Meier over the pauses (rule
2.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.compression import columns_of

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

    def table(self, horizon: int) -> ir.Table:
        """`survival_group`, `silence`, `returning`: `chance` as a relation to join."""
        chance = self.chance(horizon)
        group, silence = np.indices(chance.shape)
        columns = {
            "survival_group": pa.array(group.ravel().astype(np.int32)),
            "silence": pa.array(silence.ravel().astype(np.int32)),
            "returning": pa.array(chance.ravel()),
        }
        return ibis.memtable(pa.table(columns))


def pause_survival(log: ir.Table, known: ir.Table, cut: date) -> PauseSurvival:
    """Kaplan-Meier (Nelson-Aalen) hazard of the pauses known on `cut`, open silences counted as unfinished.

    In: `numbered_purchases` and the snapshot at `cut`; the engine counts them by distinct days, NumPy sees
    the counts only. Source: Kaplan & Meier (1958), JASA 53; Nelson (1972).
    """
    require_columns(log, "The survival of silences", "day", "number", "pause")
    ended = log.filter((log.day <= ibis.literal(cut)) & log.pause.notnull())
    ended = ended.select(survival_group=survival_group(ended.number - 1), days=ended.pause)
    events = columns_of(ended.group_by("survival_group", "days").aggregate(n=ended.count()))
    open_ = known.select(survival_group=survival_group(known.x), days=known.silence)
    censored = columns_of(open_.group_by("survival_group", "days").aggregate(n=open_.count()))
    days = int(max([0, *events["days"].tolist(), *censored["days"].tolist()])) + 2
    ends, stops = np.zeros((GROUPS, days)), np.zeros((GROUPS, days))
    np.add.at(ends, (events["survival_group"], events["days"]), events["n"])
    np.add.at(stops, (censored["survival_group"], censored["days"]), censored["n"])
    at_risk = np.cumsum((ends + stops)[:, ::-1], axis=1)[:, ::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(at_risk >= AT_RISK, ends / at_risk, np.nan)
    return PauseSurvival(np.cumsum(_carried_on(rate), axis=1))


def survival_group(number: ir.IntegerValue) -> ir.IntegerValue:
    """Group of a silence that follows purchase `number` (0 = the first)."""
    return ibis.cases((number == 0, 0), (number == 1, 1), (number == 2, 2), (number <= 5, 3), else_=4).cast(
        "int32"
    )


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
