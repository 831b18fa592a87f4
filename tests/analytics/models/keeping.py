"""What was promised of the learned chance, measured: asked on a day, compared with what followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from vernost.analytics.forecast.forecasting import forecasting
from vernost.analytics.forecast.learned_chance import LearnedChance, choose_way
from vernost.analytics.forecast.past import Past, standing_of
from vernost.analytics.forecast.purchase_log import PurchaseLog, arranged, to_number
from vernost.analytics.forecast.scores import area_under_curve, calibration, calibration_error, log_loss
from vernost.analytics.forecast.snapshot import snapshot
from vernost.analytics.models.chance_of_purchase import chance_of_purchase


@dataclass(frozen=True)
class Kept:
    learned: LearnedChance
    clients: int
    published_loss: float
    loss: float
    published_area: float | None
    area: float | None
    error: float | None

    @property
    def ratio(self) -> float:
        return self.loss / self.published_loss


def until(log: PurchaseLog, day: date) -> PurchaseLog:
    """The log as it stood: nothing of what followed, not even the names of later clients."""
    rows = log.day <= to_number(day)
    who, client = np.unique(log.client[rows], return_inverse=True)
    return arranged(log.names.take(who), client, log.day[rows], log.amount[rows])


def kept(log: PurchaseLog, as_of: date, horizon: int) -> Kept:
    """Ask on `as_of` with the log up to then; score all clients against the days that followed."""
    then = until(log, as_of)
    learned = choose_way(Past(then, as_of), as_of, horizon)
    known = snapshot(then, as_of, 0)
    standing = standing_of(then, known, as_of)
    told = forecasting(as_of, horizon, standing, None, 1.0, learned).chances(known)[1]
    published = chance_of_purchase(standing.model, known.x, known.t_x, known.T, horizon)
    later = snapshot(log, as_of, horizon)
    assert as_of + timedelta(days=horizon) <= log.last + timedelta(days=31)
    bought = (later.followed > 0).astype(np.float64)
    return Kept(
        learned, len(bought), log_loss(bought, published), log_loss(bought, told),
        area_under_curve(bought, published), area_under_curve(bought, told),
        calibration_error(calibration(bought, told)),
    )  # fmt: skip
