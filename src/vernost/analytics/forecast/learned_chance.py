"""The chance of a purchase that learns from the firm's own past (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np
from scipy.special import expit

from vernost.analytics.forecast.features import FEATURES, within
from vernost.analytics.forecast.logistic import EXTREME, Correction, Vector, fit_correction
from vernost.analytics.forecast.past import Lesson, Past, known_features
from vernost.analytics.forecast.scores import log_loss
from vernost.analytics.forecast.snapshot import YEAR_DAYS, numbered_purchases, snapshot
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.errors import N_

RIDGE = 10.0
SHORTEST_PAST = 60  # days of log before a cut, under which a lesson teaches the opening of the shop
FEWEST_CASES = 20  # who bought, and who did not, in a lesson
MARGIN = 0.002  # of log-loss on rehearsals: less is not worth leaving the published model for
WORST = 1.03  # a way that lost more than this on any whole rehearsal is not trusted
# a way that learns has more to learn from today than it had at any rehearsal: so much it may stand back there
LEARNING = 0.01
TOO_SHORT = N_("The past is too short to teach anything: the published model stands alone.")
NOT_BETTER = N_(
    "On earlier dates the firm's own past taught nothing better than the published model: it stands alone."
)


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


PUBLISHED = Way("none", 0.0, 0.0)
WAYS = (
    Way("none", 0.0, 0.25),
    Way("none", 0.0, 0.5),
    *(
        Way(cuts, *mix)
        for cuts in ("recent", "season", "all")
        for mix in ((0.5, 0.0), (0.8, 0.2), (1.0, 0.0))
    ),
)


@dataclass(frozen=True)
class Trial:
    """A rehearsal on an earlier day: log-loss of the published model and of the chosen way."""

    cut: date
    horizon: int
    clients: int
    published_loss: float
    chosen_loss: float


@dataclass(frozen=True)
class LearnedChance:
    """How the chance of a purchase within `horizon` days is told as of a day.

    `way` is PUBLISHED where the past taught nothing better; `note` then is the msgid of the sentence that
    says so. `lessons` are (cut, horizon, clients) of what was learned from, `trials` how the way did on
    earlier days.
    """

    as_of: date
    horizon: int
    way: Way
    correction: Correction
    trials: tuple[Trial, ...]
    lessons: tuple[tuple[date, int, int], ...]
    note: str | None


def learn_chance(purchases: ir.Table, as_of: date, horizon: int) -> LearnedChance:
    """Learn from the log up to `as_of` how the chance of a purchase within `horizon` days is best told.

    In: `purchases` (client, day, amount). Snapshots at earlier dates and what followed teach a ridge logistic
    correction of MBG/NBD's log-odds; which snapshots, and how much of the correction is believed, is settled
    by rehearsals on earlier dates, each with what was known then only: the same season a year before counts
    three times, windows shorter than the horizon half. Where no way beats MBG/NBD by `MARGIN` it stands
    alone. Raises: NoPurchases, BadHorizon.
    """
    check_horizon(horizon)
    return choose_way(Past(purchases, as_of), as_of, horizon)


def learned_chances(purchases: ir.Table, learned: LearnedChance) -> ir.Table:
    """One row a client: `client`, `chance_purchase` in 0…1, within the horizon after the day asked.

    A relational expression over the snapshot of that day. Raises ModelRefusal where MBG/NBD cannot be fitted.
    """
    known_log = purchases.filter(purchases.day <= learned.as_of)
    log = numbered_purchases(known_log)
    known = snapshot(log, learned.as_of, learned.horizon).cache()
    _, table = known_features(log, known, learned.as_of, learned.horizon)
    return table.select(client=table.client, chance_purchase=corrected(table, learned.correction))


def corrected(table: ir.Table, correction: Correction) -> ir.FloatingValue:
    """`Correction.log_odds` and its chance as a relational expression over the features."""
    odds = (
        table.published
        + (table.returning - table.published) * correction.lean
        + correction.share * correction.constant
    )
    for name, weight, mean, scale in zip(
        correction.names, correction.weights, correction.means, correction.scales, strict=True
    ):
        part = correction.share * float(weight)
        if part and np.isfinite(scale):
            odds = odds + within((table[name] - float(mean)) / float(scale), -EXTREME, EXTREME) * part
    return 1.0 / ((-within(odds, -30.0, 30.0)).exp() + 1.0)


def choose_way(past: Past, as_of: date, horizon: int) -> LearnedChance:
    """Rehearse every way on earlier days and keep the best; see `learn_chance`."""
    days = rehearsals(past, as_of, horizon)
    best, best_score, best_trials = PUBLISHED, -MARGIN, tuple[Trial, ...]()
    tried = False
    for way in WAYS:
        correction = correction_for(past, way, as_of, horizon)
        if correction is None or (way.cuts == "all" and not training(past, "season", as_of, horizon)):
            continue
        trials = tuple(t for day in days if (t := _trial(past, way, day)) is not None)
        tried = tried or bool(trials)
        score = _score(trials, as_of, horizon)
        if score is None or score > -MARGIN:
            continue
        score -= LEARNING * way.share
        if score < best_score:
            best, best_score, best_trials = way, score, trials
    chosen = correction_for(past, best, as_of, horizon)
    lessons = training(past, best.cuts, as_of, horizon)
    note = (NOT_BETTER if tried else TOO_SHORT) if best == PUBLISHED else None
    told = tuple((lesson.cut, lesson.horizon, lesson.clients) for lesson in lessons)
    return LearnedChance(as_of, horizon, best, chosen or _no_correction(best), best_trials, told, note)


def rehearsals(past: Past, as_of: date, horizon: int) -> list[Lesson]:
    """Earlier days to rehearse on: the last whole window, the same season a year before, a shorter window."""
    days = [(as_of - timedelta(days=horizon), horizon)]
    if horizon < YEAR_DAYS:
        days.append((as_of - timedelta(days=YEAR_DAYS), horizon))
    days += [(as_of - timedelta(days=horizon // part), horizon // part) for part in (2,)]
    return past.lessons((cut, h) for cut, h in days if h > 0 and past.days_before(cut) >= SHORTEST_PAST)


def training(past: Past, cuts: str, as_of: date, horizon: int) -> list[Lesson]:
    """The lessons over by `as_of` that a way learns from: recent ones, the same season of earlier years,
    all.
    """
    found: list[tuple[date, int]] = []
    enough = max(SHORTEST_PAST, min(horizon // 2, 120))
    if cuts in ("recent", "all"):
        step = max(horizon // 3, 30)
        for back in range(3):
            found.append((as_of - timedelta(days=horizon + back * step), horizon))
        found = [key for key in found if past.days_before(key[0]) >= enough]
        for h in (horizon * 2 // 3, horizon // 2):
            if h and past.days_before(as_of - timedelta(days=h)) >= SHORTEST_PAST:
                found.append((as_of - timedelta(days=h), h))
    if cuts in ("season", "all") and horizon <= YEAR_DAYS:
        for years in (1, 2):
            cut = as_of - timedelta(days=YEAR_DAYS * years)
            if past.days_before(cut) >= enough:
                found.append((cut, horizon))
    lessons = past.lessons(found)
    return [le for le in lessons if FEWEST_CASES <= le.bought.sum() <= le.clients - FEWEST_CASES]


def correction_for(past: Past, way: Way, as_of: date, horizon: int) -> Correction | None:
    """What a way makes of the past known on `as_of`; None where there is nothing to learn from."""
    if way.cuts == "none":
        return _no_correction(way)
    fitted = past.kept(("correction", way.cuts, as_of, horizon), lambda: _fit(past, way.cuts, as_of, horizon))
    return None if fitted is None else replace(fitted, share=way.share, lean=way.lean)


def _fit(past: Past, cuts: str, as_of: date, horizon: int) -> Correction | None:
    lessons = training(past, cuts, as_of, horizon)
    if not lessons:
        return None
    inputs = np.concatenate([lesson.inputs for lesson in lessons])
    bought = np.concatenate([lesson.bought for lesson in lessons])
    published = np.concatenate([lesson.published for lesson in lessons])
    # snapshots repeat the same clients: together they weigh as much as one of them
    weights = np.full(len(bought), 1.0 / len(lessons))
    return fit_correction(FEATURES, published, inputs, bought, ridge=RIDGE, sample_weights=weights)


def _no_correction(way: Way) -> Correction:
    nothing = np.zeros(0)
    return Correction((), 0.0, nothing, nothing, nothing, 0.0, way.lean)


def told_chance(correction: Correction, lesson: Lesson) -> Vector:
    """The chance (n,) that a correction tells for the clients of a lesson."""
    inputs = lesson.inputs if correction.names else lesson.inputs[:, :0]
    return np.asarray(expit(correction.log_odds(lesson.published, lesson.returning, inputs)))


def _trial(past: Past, way: Way, day: Lesson) -> Trial | None:
    correction = correction_for(past, way, day.cut, day.horizon)
    if correction is None or not 0 < day.bought.sum() < day.clients:
        return None
    published = log_loss(day.bought, np.asarray(expit(day.published)))
    chosen = log_loss(day.bought, told_chance(correction, day))
    return Trial(day.cut, day.horizon, day.clients, published, chosen)


def _score(trials: tuple[Trial, ...], as_of: date, horizon: int) -> float | None:
    """Weighted mean of ln(loss ÷ loss of the published model); None where a way failed badly or was not
    tried.
    """
    total = weight = 0.0
    for trial in trials:
        ratio = trial.chosen_loss / max(trial.published_loss, 1e-12)
        whole = trial.horizon == horizon
        if whole and ratio > WORST:
            return None
        same_season = whole and horizon < YEAR_DAYS and (as_of - trial.cut).days == YEAR_DAYS
        share = 3.0 if same_season else 1.0 if whole else 0.5
        total, weight = total + share * float(np.log(max(ratio, 1e-12))), weight + share
    return total / weight if weight else None
