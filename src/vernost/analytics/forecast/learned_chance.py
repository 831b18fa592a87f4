"""The chance of a purchase that learns from the firm's own past (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np

from vernost.analytics.forecast.features import FEATURES
from vernost.analytics.forecast.logistic import Correction, Vector, fit_correction
from vernost.analytics.forecast.past import Lesson, Past
from vernost.analytics.forecast.rehearsal import Trial, Way, promised, trial_of
from vernost.analytics.forecast.snapshot import YEAR_DAYS
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.errors import N_
from vernost.analytics.models.special import expit

RIDGE = 10.0
SHORTEST_PAST = 60  # days of log before a cut, under which a lesson teaches the opening of the shop
FEWEST_CASES = 40  # who bought, and who did not, in a lesson
ENOUGH_ROWS = 24_000  # of all lessons together in one fit
TOO_SHORT = N_("The past is too short to teach anything: the published model stands alone.")
NOT_BETTER = N_(
    "On earlier dates the firm's own past taught nothing better than the published model: it stands alone."
)

PUBLISHED = Way("none", 0.0, 0.0)
MIXES = ((0.25, 0.0), (0.5, 0.0), (0.75, 0.0), (0.75, 0.25), (1.0, 0.0))
CUTS = ("recent", "season", "all")


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

    In: `purchases` (client, day, amount). Raises: NoPurchases, BadHorizon. See `choose_way`.
    """
    check_horizon(horizon)
    return choose_way(Past.of(purchases, as_of), as_of, horizon)


def choose_way(past: Past, as_of: date, horizon: int) -> LearnedChance:
    """The blend of MBG/NBD and a learned correction that did best on earlier days, or MBG/NBD alone.

    Snapshots at earlier dates and what followed teach a ridge logistic correction of MBG/NBD's log-odds.
    Which snapshots, and how much of the correction is believed, is settled by rehearsals: earlier days, each
    with what was known by then only. A way is trusted where the upper bound of its loss against MBG/NBD's, by
    the scatter between clients and between days, still is a gain (`promised`); the best of those is taken.
    """
    days = rehearsals(past, as_of, horizon)
    best, gain, best_trials = PUBLISHED, 0.0, tuple[Trial, ...]()
    tried = False
    for way in ways(past, as_of, horizon) if days else []:
        trials = tuple(t for day in days if (t := _trial(past, way, day, as_of, horizon)) is not None)
        tried = tried or (bool(trials) and way.cuts != "none")
        found = promised(trials, way)
        if found is not None and found < gain:
            best, gain, best_trials = way, found, trials
    chosen = correction_for(past, best, as_of, horizon) or no_correction(best)
    lessons = training(past, best.cuts, as_of, horizon)
    note = (NOT_BETTER if tried else TOO_SHORT) if best == PUBLISHED else None
    told = tuple((lesson.cut, lesson.horizon, lesson.clients) for lesson in lessons)
    return LearnedChance(as_of, horizon, best, chosen, best_trials, told, note)


def ways(past: Past, as_of: date, horizon: int) -> list[Way]:
    """The candidates for which there is something to learn from."""
    found: list[Way] = []
    for cuts in CUTS:
        if correction_for(past, Way(cuts, 1.0, 0.0), as_of, horizon) is None:
            continue
        if cuts != "all" or training(past, "season", as_of, horizon):
            found += [Way(cuts, *mix) for mix in MIXES]
    return found


def rehearsals(past: Past, as_of: date, horizon: int) -> list[Lesson]:
    """Earlier days to rehearse on: the last whole windows, the same season a year before, a half window."""
    if horizon > 2 * past.days_before(as_of):
        return []
    step = max(horizon // 3, 30)
    days = [(as_of - timedelta(days=horizon + back * step), horizon) for back in range(2)]
    if horizon < YEAR_DAYS:
        days.append((as_of - timedelta(days=YEAR_DAYS), horizon))
    days.append((as_of - timedelta(days=horizon // 2), horizon // 2))
    return _telling(
        past.lessons((cut, h) for cut, h in days if h > 0 and past.days_before(cut) >= SHORTEST_PAST)
    )


def training(past: Past, cuts: str, as_of: date, horizon: int) -> list[Lesson]:
    """The lessons over by `as_of` that a way learns from: recent ones, the same season of earlier years,
    all.
    """
    if horizon > 2 * past.days_before(as_of):
        return []
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
    return _telling(past.lessons(found))


def _telling(lessons: list[Lesson]) -> list[Lesson]:
    """Those with cases enough of both kinds."""
    return [le for le in lessons if FEWEST_CASES <= le.bought.sum() <= le.clients - FEWEST_CASES]


def correction_for(past: Past, way: Way, as_of: date, horizon: int) -> Correction | None:
    """What a way makes of the past known on `as_of`; None where there is nothing to learn from."""
    if way.cuts == "none":
        return no_correction(way)
    fitted = past.kept(("correction", way.cuts, as_of, horizon), lambda: _fit(past, way.cuts, as_of, horizon))
    return None if fitted is None else replace(fitted, share=way.share, lean=way.lean)


def _fit(past: Past, cuts: str, as_of: date, horizon: int) -> Correction | None:
    lessons = training(past, cuts, as_of, horizon)
    if not lessons:
        return None
    every = max(1, sum(lesson.clients for lesson in lessons) // ENOUGH_ROWS)
    parts = [slice(place % every, None, every) for place in range(len(lessons))]
    pairs = list(zip(lessons, parts, strict=True))
    inputs = np.concatenate([lesson.inputs[part] for lesson, part in pairs])
    bought = np.concatenate([lesson.bought[part] for lesson, part in pairs])
    published = np.concatenate([lesson.published[part] for lesson, part in pairs])
    # snapshots repeat the same clients: together they weigh as much as one of them
    weights = np.full(len(bought), every / len(lessons))
    return fit_correction(FEATURES, published, inputs, bought, ridge=RIDGE, sample_weights=weights)


def no_correction(way: Way) -> Correction:
    nothing = np.zeros(0)
    return Correction((), 0.0, nothing, nothing, nothing, 0.0, way.lean)


def told_chance(correction: Correction, lesson: Lesson) -> Vector:
    """The chance (n,) that a correction tells for the clients of a lesson."""
    inputs = lesson.inputs if correction.names else lesson.inputs[:, :0]
    return np.asarray(expit(correction.log_odds(lesson.published, lesson.returning, inputs)))


def _trial(past: Past, way: Way, day: Lesson, as_of: date, horizon: int) -> Trial | None:
    learned = past.kept(("learned", way.cuts, day.cut, day.horizon), lambda: _learned(past, way.cuts, day))
    if learned is None:
        return None
    odds = day.published + way.share * learned + way.lean * (day.returning - day.published)
    whole = day.horizon == horizon
    same_season = whole and horizon < YEAR_DAYS and (as_of - day.cut).days == YEAR_DAYS
    return trial_of(day, odds, whole=whole, same_season=same_season)


def _learned(past: Past, cuts: str, day: Lesson) -> Vector | None:
    """The whole correction (n,) of the log-odds that was known on an earlier day."""
    if cuts == "none":
        return np.zeros(day.clients)
    found = correction_for(past, Way(cuts, 1.0, 0.0), day.cut, day.horizon)
    return None if found is None else found.log_odds(day.published, day.returning, day.inputs) - day.published
