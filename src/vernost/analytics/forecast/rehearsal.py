"""Rehearsals: how a way of telling the chance did on earlier days, and what it may be trusted with (2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.past import Lesson

Vector = NDArray[np.float64]
DRIFT = 0.015  # sd of ln(loss ÷ published loss) between days that is supposed before any day has shown it
SUPPOSED = 2.0  # days that the supposed drift weighs as much as
MANY = 3  # rehearsals from which their mean decides
NEEDED = 0.002  # gain in log-loss: a promise of less is not worth leaving the published model for
SURE = 1.5  # standard errors on the safe side
HALF_BELIEVED = 0.5
SEASON_WEIGHT, HALF_WEIGHT = 3.0, 0.5


@dataclass(frozen=True)
class Way:
    """A candidate: which earlier cuts it learns from, how much of that it believes, its lean to the firm's
    pauses.
    """

    cuts: str
    share: float
    lean: float

    @property
    def name(self) -> str:
        return f"{self.cuts}, {self.share:g} learned, {self.lean:g} pauses"

    @property
    def distance(self) -> float:
        """How far from the published model: 0 is that model."""
        return max(self.share, min(1.0, 2.0 * self.lean))


@dataclass(frozen=True)
class Trial:
    """A rehearsal on an earlier day: log-loss of the published model and of the way, and the standard
    error of
    their difference over clients.
    """

    cut: date
    horizon: int
    clients: int
    published_loss: float
    chosen_loss: float
    error: float
    whole: bool
    weight: float

    @property
    def gain(self) -> float:
        """ln(loss ÷ published loss): below zero is better."""
        return float(np.log(max(self.chosen_loss, 1e-12) / max(self.published_loss, 1e-12)))


def trial_of(day: Lesson, odds: Vector, *, whole: bool, same_season: bool) -> Trial:
    """Score log-odds (n,) told for the clients of a lesson."""
    published = np.logaddexp(0.0, day.published) - day.bought * day.published
    told = np.logaddexp(0.0, odds) - day.bought * odds
    error = float(np.std(told - published) / np.sqrt(len(told)))
    weight = SEASON_WEIGHT if same_season else 1.0 if whole else HALF_WEIGHT
    return Trial(
        day.cut, day.horizon, day.clients, float(published.mean()), float(told.mean()), error, whole, weight
    )


def promised(trials: tuple[Trial, ...], way: Way) -> float | None:
    """The ln(loss ÷ published loss) that rehearsals promise of a way; None where the way is not to be
    trusted.

    Trusted is a way whose weighted mean over rehearsals is a gain even SURE standard errors up: by clients
    (paired), and by days, whose scatter begins at DRIFT for a way that believes all it learned. Few days,
    days that disagree and few clients so
    all say: stay near the published model. Where no window as long as the one asked about could be
    rehearsed, half
    a window must promise twice as surely, and half of what was learned is believed at most.
    """
    whole = any(trial.whole for trial in trials)
    if not trials or (not whole and way.distance > HALF_BELIEVED):
        return None
    weights = np.array([trial.weight for trial in trials])
    gains = np.array([trial.gain for trial in trials])
    share = weights / weights.sum()
    mean = float(share @ gains)
    drift = DRIFT * way.distance * (1.0 if whole else 2.0)
    scatter = (SUPPOSED * drift**2 + float(((gains - mean) ** 2).sum())) / (SUPPOSED + len(trials) - 1)
    between = scatter * float(share @ share)
    errors = np.array([trial.error / max(trial.published_loss, 1e-12) for trial in trials])
    within = float(share**2 @ errors**2)
    error = float(np.sqrt(between + within)) * (1.0 if whole else 2.0)
    if mean + SURE * error > -NEEDED:
        return None
    if len(trials) < MANY and float((gains + errors).max()) > -NEEDED:
        return None  # two days that disagree: the worse one decides whether the way is taken at all
    return mean
