"""Lessons from the firm's own past: what was known on earlier days and what followed, each taken once
(2.8).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.arrays import middle
from vernost.analytics.forecast.features import Inputs, features
from vernost.analytics.forecast.pause_survival import PauseSurvival, pause_survival
from vernost.analytics.forecast.purchase_log import PurchaseLog, read_log, sampled
from vernost.analytics.forecast.snapshot import Snapshot, snapshot
from vernost.analytics.models.compression import compressed
from vernost.analytics.models.errors import ModelRefusal
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd

Vector = NDArray[np.float64]
Made = TypeVar("Made")
ENOUGH_CLIENTS = 9_000  # more teach nothing new to two dozen weights; the rest is left out evenly
BASE_RHYTHM = 60.0  # days, where nobody has bought twice yet


@dataclass(frozen=True)
class Standing:
    """What the forecasts of one day rest on: MBG/NBD, the survival of silences, the usual pause (days)."""

    model: Estimate
    survival: PauseSurvival
    rhythm: float

    def inputs(self, known: Snapshot, horizon: int) -> Inputs:
        return features(known, self.model, self.survival, horizon=horizon, base_rhythm=self.rhythm)


@dataclass(frozen=True)
class Lesson:
    """What was known on `cut` and what followed within `horizon` days: arrays over n clients."""

    cut: date
    horizon: int
    known: Snapshot
    standing: Standing
    published: Vector  # log-odds by MBG/NBD, clipped as the features are
    returning: Vector  # log-odds by the firm's own pauses
    inputs: Vector  # (n, len(FEATURES))
    bought: Vector

    @property
    def clients(self) -> int:
        return len(self.bought)


class Past:
    """The log up to `until`, and lessons from it. A lesson is taken once and kept."""

    def __init__(self, log: PurchaseLog, until: date, most: int = ENOUGH_CLIENTS) -> None:
        self.until = until
        self.whole = log
        self.log = sampled(log, most)
        self.first, self.last = log.first, log.last
        self.warm: Vector | None = None
        self._kept: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, purchases: ir.Table, until: date, most: int = ENOUGH_CLIENTS) -> Past:
        """In: `purchases` (client, day, amount), looked at up to `until`. Raises NoPurchases."""
        return cls(read_log(purchases.filter(purchases.day <= until)), until, most)

    def days_before(self, cut: date) -> int:
        """Days of log before `cut`."""
        return (cut - self.first).days

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under `key`, made once."""
        if key not in self._kept:
            self._kept[key] = make()
        made: Made = self._kept[key]
        return made

    def lesson(self, cut: date, horizon: int) -> Lesson | None:
        """The lesson of `cut`; None where the log up to then carries no model or the window is not over."""
        over = cut + timedelta(days=horizon) <= self.until
        if not over or cut <= self.first:
            return None
        return self.kept(("lesson", cut, horizon), lambda: self._take(cut, horizon))

    def lessons(self, cuts: Iterable[tuple[date, int]]) -> list[Lesson]:
        """The lessons that could be taken of (cut, horizon) pairs, in order, none twice."""
        return [lesson for key in dict.fromkeys(cuts) if (lesson := self.lesson(*key)) is not None]

    def standing(self, known: Snapshot, cut: date) -> Standing | None:
        """What forecasts of `cut` rest on; None where MBG/NBD cannot be fitted."""
        return self.kept(("standing", cut), lambda: self._fit(known, cut))

    def _take(self, cut: date, horizon: int) -> Lesson | None:
        known = snapshot(self.log, cut, horizon)
        standing = self.standing(known, cut)
        if standing is None:
            return None
        found = standing.inputs(known, horizon)
        bought = (known.followed > 0).astype(np.float64)
        return Lesson(cut, horizon, known, standing, found.published, found.returning, found.table, bought)

    def _fit(self, known: Snapshot, cut: date) -> Standing | None:
        try:
            standing = standing_of(self.log, known, cut, self.warm)
        except ModelRefusal:
            return None
        self.warm = np.log(np.array(standing.model.values))
        return standing


def standing_of(log: PurchaseLog, known: Snapshot, cut: date, warm: Vector | None = None) -> Standing:
    """What forecasts of `cut` rest on. Raises ModelRefusal where MBG/NBD cannot be fitted."""
    model = fit_mbg_nbd(compressed(known.x, known.t_x, known.T), warm=warm)
    own = known.rhythm[~np.isnan(known.rhythm)]
    rhythm = middle(own) if len(own) else BASE_RHYTHM
    return Standing(model, pause_survival(log, known, cut), rhythm)
