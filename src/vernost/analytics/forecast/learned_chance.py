"""The chance of a purchase that learns from the firm's own past (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
from scipy.special import expit

from vernost.analytics.forecast.features import FEATURES
from vernost.analytics.forecast.logistic import Correction, Vector, fit_correction
from vernost.analytics.forecast.past import Lesson, Past, known_features
from vernost.analytics.forecast.scores import log_loss
from vernost.analytics.forecast.snapshot import YEAR_DAYS, numbered_purchases, snapshot
from vernost.analytics.models.errors import BadHorizon, N_
from vernost.analytics.models.estimate import Estimate

RIDGE = 10.0
PUBLISHED = Correction((), 0.0, np.zeros(0), np.zeros(0), np.ones(0))
SHORTEST_PAST = 60  # days of log before a cut, under which a lesson teaches the opening of the shop


@dataclass(frozen=True)
class Trial:
    """A rehearsal on an earlier day: log-loss of the published model and of the chosen way, and their cases."""

    cut: date
    horizon: int
    clients: int
    published_loss: float
    chosen_loss: float


@dataclass(frozen=True)
class LearnedChance:
    """How the chance is made. `way` is "published" where the past taught nothing better than MBG/NBD."""

    as_of: date
    horizon: int
    way: str
    model: Estimate
    correction: Correction
    trials: tuple[Trial, ...]
    lessons: tuple[tuple[date, int, int], ...]  # cut, horizon, clients
    note: str | None  # msgid of a sentence to show beside the figures


@dataclass(frozen=True)
class Way:
    """A candidate: which cuts it learns from, what it learns, and how much of that it believes."""

    cuts: str
    inputs: str
    share: float

    @property
    def name(self) -> str:
        return f"{self.cuts} {self.inputs} {self.share:g}"


WAYS = (
    *(Way("none", inputs, share) for inputs in ("returning",) for share in (0.5, 1.0)),
    *(
        Way(cuts, inputs, share)
        for cuts in ("latest", "recent", "season", "all")
        for inputs in ("shift", "full")
        for share in (0.5, 1.0)
    ),
)
TOO_SHORT = N_("The past is too short to teach anything: the published model stands alone.")
NOT_BETTER = N_("What the past teaches was no better than the published model on earlier dates: it stands alone.")


def learn_chance(purchases: ir.Table, as_of: date, horizon: int) -> LearnedChance:
    """Learn how the chance of a purchase within `horizon` days after `as_of` is best told for this firm."""
    if horizon < 0:
        raise BadHorizon(horizon=horizon)
    return choose_way(Past(purchases, as_of), as_of, horizon)


def choose_way(past: Past, as_of: date, horizon: int) -> LearnedChance:
    trials = rehearsals(past, as_of, horizon)
    raise NotImplementedError


def rehearsals(past: Past, as_of: date, horizon: int) -> list[Lesson]:
    """Earlier days to rehearse on: the last whole window, the same season a year before, shorter windows."""
    days = [(as_of - timedelta(days=horizon), horizon)]
    if horizon < YEAR_DAYS:
        days.append((as_of - timedelta(days=YEAR_DAYS), horizon))
    for part in (2, 3):
        days.append((as_of - timedelta(days=horizon // part), horizon // part))
    return past.lessons((cut, h) for cut, h in days if past.days_before(cut) >= SHORTEST_PAST and h > 0)


def training(past: Past, cuts: str, as_of: date, horizon: int) -> list[Lesson]:
    """The lessons that were over on `as_of`."""
    found: list[tuple[date, int]] = []
    enough = max(SHORTEST_PAST, min(horizon // 2, 120))
    step = max(horizon // 3, 30)
    if cuts in ("latest", "recent", "all"):
        for back in range(1 if cuts == "latest" else 4):
            cut = as_of - timedelta(days=horizon + back * step)
            if past.days_before(cut) >= enough:
                found.append((cut, horizon))
    if cuts in ("recent", "all"):
        for h in (horizon * 2 // 3, horizon // 2):
            if h and past.days_before(as_of - timedelta(days=h)) >= SHORTEST_PAST:
                found.append((as_of - timedelta(days=h), h))
    if cuts in ("season", "all"):
        for years in (1, 2):
            cut = as_of - timedelta(days=YEAR_DAYS * years)
            if horizon <= YEAR_DAYS * years and past.days_before(cut) >= enough:
                found.append((cut, horizon))
    return [le for le in past.lessons(found) if 20 <= le.bought.sum() <= le.clients - 20]


def correction(past: Past, way: Way, as_of: date, horizon: int) -> Correction | None:
    k = len(FEATURES)
    if way.inputs == "returning":
        w = np.zeros(k); w[0] = -4.; w[2] = 4.
        return Correction(FEATURES, 0.0, w, np.zeros(k), np.full(k, 4.), way.share)
    les = training(past, way.cuts, as_of, horizon)
    if not les: return None
    X = np.concatenate([l.inputs for l in les]); y = np.concatenate([l.bought for l in les]); pub = X[:, 0]
    if way.inputs == "shift":
        c = fit_correction((), pub, X[:, :0], y, ridge=RIDGE)
        c = Correction(FEATURES, c.constant, np.zeros(k), np.zeros(k), np.ones(k))
    else:
        c = fit_correction(FEATURES, pub, X, y, ridge=RIDGE, sample_weights=np.full(len(y), 1.0 / len(les)))
    return replace(c, share=way.share)
