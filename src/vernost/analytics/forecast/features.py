"""The inputs of the learned chance: one implementation to learn and to ask (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.pause_survival import PauseSurvival
from vernost.analytics.forecast.snapshot import Snapshot
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.predictions import purchases_of_living

Vector = NDArray[np.float64]
FEATURES = (
    "published", "published_count", "returning", "silence_log", "ratio", "late", "due", "over_longest",
    "purchases", "age", "in_30_log", "in_90_log", "warm_30", "warm_120", "warm_480", "season", "season_none",
    "money", "last_money", "once", "twice", "once_silence", "rhythm_log",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """`published` (n,) and `returning` (n,): log-odds of a purchase by MBG/NBD and by the firm's own pauses.

    `table` (n, len(FEATURES)): logarithms of days, counts and money, and flags.
    """

    published: Vector
    returning: Vector
    table: Vector


def features(
    known: Snapshot, model: Estimate, survival: PauseSurvival, *, horizon: int, base_rhythm: float
) -> Inputs:
    """The inputs of everybody in a snapshot.

    In: the MBG/NBD estimate and the survival of silences of the same day; `base_rhythm` days stands in for
    clients without a pause.
    """
    x, age, silence = (v.astype(np.float64) for v in (known.x, known.T, known.silence))
    alive = chance_alive(model, x, known.t_x, age)
    unit = model["alpha"] * model.unit_days
    published = log_odds(alive * -np.expm1(-(model["r"] + x) * np.log1p(horizon / (unit + age))))
    returning = log_odds(survival.returning(known.x, known.silence, horizon))
    count = alive * purchases_of_living(model, known.x, known.T, horizon)
    rhythm = np.where(np.isnan(known.rhythm), base_rhythm, known.rhythm)
    again, once = known.x > 0, known.x == 0
    silent, ratio = np.log1p(silence), np.clip(np.log((silence + 1.0) / (rhythm + 1.0)), -5.0, 5.0)
    longest = np.clip(np.log((silence + 1.0) / (np.nan_to_num(known.longest) + 1.0)), -5.0, 5.0)
    average = np.maximum(known.total, 1.0) / (x + 1.0)
    year_old = known.T >= 365
    columns = (
        published, np.log(np.maximum(count, 1e-6)), returning, silent, ratio, np.maximum(ratio, 0.0),
        (rhythm > silence) & (rhythm <= silence + float(horizon)) & again, np.where(again, longest, 0.0),
        np.log1p(x), np.log1p(age), np.log1p(known.in_30), np.log1p(known.in_90),
        *np.log(known.warmth.T + 1e-3), np.where(year_old, np.log1p(known.year_ago), 0.0),
        year_old & (known.year_ago == 0), np.log(average), np.log(np.maximum(known.latest, 1.0) / average),
        once, known.x == 1, once * silent, np.log1p(rhythm),
    )  # fmt: skip
    table = np.empty((known.clients, len(FEATURES)), order="F")
    for place, column in enumerate(columns):
        table[:, place] = column
    return Inputs(published, returning, table)


def log_odds(chance: Vector) -> Vector:
    safe = np.clip(chance, 1e-5, 1.0 - 1e-5)
    return np.asarray(np.log(safe) - np.log1p(-safe))
