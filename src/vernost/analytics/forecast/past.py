"""Lessons from the firm's own past: snapshots turned into arrays, taken once each (rule 2.8)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.features import FEATURES, features
from vernost.analytics.forecast.pause_survival import pause_survival
from vernost.analytics.forecast.snapshot import numbered_purchases, snapshot
from vernost.analytics.models.compression import columns_of, purchase_counts
from vernost.analytics.models.errors import ModelRefusal, NoPurchases
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd

Vector = NDArray[np.float64]
Made = TypeVar("Made")
ENOUGH_CLIENTS = 60_000  # more teach nothing new to twenty weights; the rest is left out evenly
BASE_RHYTHM = 60.0  # days, where nobody has bought twice yet


@dataclass(frozen=True)
class Lesson:
    """What was known on `cut` and what followed within `horizon` days: arrays over n clients."""

    cut: date
    horizon: int
    model: Estimate
    published: Vector  # log-odds by MBG/NBD, clipped as the features are
    returning: Vector  # log-odds by the firm's own pauses
    inputs: Vector  # (n, len(FEATURES))
    bought: Vector
    clients: int


class Past:
    """The log up to `until`, and lessons from it. A lesson is taken once and kept."""

    def __init__(self, purchases: ir.Table, until: date) -> None:
        known = purchases.filter(purchases.day <= until)
        reach = columns_of(
            known.aggregate(first=known.day.min(), last=known.day.max(), n=known.client.nunique())
        )
        if not int(reach["n"][0]):
            raise NoPurchases(as_of=until)
        self.until = until
        self.first: date = reach["first"][0].astype("datetime64[D]").item()
        self.last: date = reach["last"][0].astype("datetime64[D]").item()
        self.clients = int(reach["n"][0])
        self.whole = known
        self.log = numbered_purchases(self._part(known)).cache()
        self._lessons: dict[tuple[date, int], Lesson | None] = {}
        self._kept: dict[Hashable, Any] = {}

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
        key = (cut, horizon)
        if key not in self._lessons:
            over = cut + timedelta(days=horizon) <= self.until
            self._lessons[key] = self._take(cut, horizon) if over and cut > self.first else None
        return self._lessons[key]

    def lessons(self, cuts: Iterable[tuple[date, int]]) -> list[Lesson]:
        """The lessons that could be taken of (cut, horizon) pairs, in order, none twice."""
        return [lesson for key in dict.fromkeys(cuts) if (lesson := self.lesson(*key)) is not None]

    def _take(self, cut: date, horizon: int) -> Lesson | None:
        known = snapshot(self.log, cut, horizon).cache()
        try:
            model, table = known_features(self.log, known, cut, horizon)
        except ModelRefusal:
            return None
        rows = columns_of(table.drop("client"))
        inputs = np.column_stack([rows[name] for name in FEATURES]).astype(np.float64)
        bought = rows["bought"].astype(np.float64)
        return Lesson(cut, horizon, model, rows["published"], rows["returning"], inputs, bought, len(bought))

    def _part(self, known: ir.Table) -> ir.Table:
        """All clients, or an even part of many: chosen by what is in the log, so every engine chooses the
        same.
        """
        every = self.clients // ENOUGH_CLIENTS
        if every < 2:
            return known
        per = known.group_by("client").aggregate(
            n=known.count(), total=known.amount.sum(), last=known.day.max()
        )
        mark = per.n * 7919 + (per.total.abs() // 100) + per["last"].epoch_days() * 104_729
        return known.semi_join(per.filter(mark % every == 0), "client")


def known_features(log: ir.Table, known: ir.Table, cut: date, horizon: int) -> tuple[Estimate, ir.Table]:
    """MBG/NBD as of `cut` and the features of everybody in the snapshot `known`. Raises ModelRefusal."""
    model = fit_mbg_nbd(purchase_counts(known))
    rhythm = columns_of(known.aggregate(days=known.rhythm.median()))["days"][0]
    base = float(rhythm) if rhythm is not None and np.isfinite(rhythm) else BASE_RHYTHM
    survival = pause_survival(log, known, cut)
    return model, features(known, model, survival, horizon=horizon, base_rhythm=base)
