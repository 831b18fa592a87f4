"""A check on the firm's own past: go back to earlier dates, forecast, compare (rules 2.3 and 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.checks import Backtest, CutCheck, LostCheck, Multiplier, SumCheck
from vernost.analytics.forecast.forecasting import forecasting
from vernost.analytics.forecast.learned_chance import choose_way
from vernost.analytics.forecast.lost_rule import lost_by_rule
from vernost.analytics.forecast.past import Past
from vernost.analytics.forecast.purchase_log import PurchaseLog, to_number
from vernost.analytics.forecast.scores import area_under_curve, calibration, log_loss
from vernost.analytics.forecast.snapshot import YEAR_DAYS, Snapshot, snapshot
from vernost.analytics.models.chance_of_purchase import chance_of_purchase, check_horizon
from vernost.analytics.models.compression import compressed_spend
from vernost.analytics.models.errors import ModelRefusal, ShortPast
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.terms import PRACTICE, Terms

Vector = NDArray[np.float64]
MULTIPLIERS = (1.0, 4 / 3, 5 / 3, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0)
WORTH_A_CHANGE = 0.02  # of Youden's J: less is not worth another line
FIXED_DAYS = (90, 180, 365)
FEWEST_CLIENTS = 20  # of a cut, under which it tells nothing


def backtest(
    past: Past,
    as_of: date,
    *,
    horizon: int = YEAR_DAYS,
    cuts: Sequence[date] | None = None,
    terms: Terms = PRACTICE,
    stand_in: Vector | None = None,
    learned: bool = True,
    sampled_of: int | None = None,
) -> Backtest:
    """Forecast as of earlier `cuts` with what was known then, and compare with the `horizon` days that
    followed.

    `stand_in` as in `lost_by_rule`. Default cuts: `default_cuts`. `learned=False` checks MBG/NBD alone.
    The multiplier of rule 2.3 is suggested, never changed: the one with the best mean Youden's J, where that
    beats the firm's own by 0.02 and is not the longest tried. Raises: ShortPast where no cut leaves a whole
    horizon and some past; BadHorizon.
    """
    check_horizon(horizon)
    days = list(cuts) if cuts is not None else default_cuts(past, as_of, horizon)
    checks, tables = [], []
    for cut in days:
        known = snapshot(past.whole, cut, horizon)
        if known.clients < FEWEST_CLIENTS:
            continue
        tables.append((cut, known))
        try:
            checks.append(check_cut(past, known, cut, horizon, terms, stand_in, learned=learned))
        except ModelRefusal:
            continue
    tried = tuple(
        (factor, j)
        for factor in sorted({*MULTIPLIERS, terms.line_factor})
        if (j := _mean_youden(past.whole, tables, factor, terms, stand_in)) is not None
    )
    return Backtest(tuple(checks), _suggested(tried, terms.line_factor), sampled_of)


def default_cuts(past: Past, as_of: date, horizon: int) -> list[date]:
    """Up to three cuts a third of a horizon apart, newest first, each with past enough."""
    step = max(horizon // 3, 30)
    days = [as_of - timedelta(days=horizon + back * step) for back in range(3)]
    found = [day for day in days if past.days_before(day) >= min(max(60, horizon // 2), 180)]
    if not found:
        raise ShortPast(days=past.days_before(as_of), horizon=horizon)
    return found


def check_cut(
    past: Past,
    known: Snapshot,
    cut: date,
    horizon: int,
    terms: Terms,
    stand_in: Vector | None,
    *,
    learned: bool,
) -> CutCheck:
    """Everything of one cut; see `backtest`. Raises ModelRefusal where the log up to then carries no
    model.
    """
    standing = past.standing(snapshot(past.log, cut, 0), cut)
    if standing is None:
        raise ShortPast(days=past.days_before(cut), horizon=horizon)
    way = choose_way(past, cut, horizon) if learned else None
    mean = float(known.total.sum()) / max(float((known.x + 1).sum()), 1.0)
    parameters = forecasting(cut, horizon, standing, money_model(known), mean, way)
    alive, chance, purchases = parameters.chances(known)
    published = chance_of_purchase(standing.model, known.x, known.t_x, known.T, horizon)
    bought = (known.followed > 0).astype(np.float64)
    rule = lost_by_rule(past.whole, known, cut, factor=terms.line_factor, terms=terms, stand_in=stand_in)
    called = {"plain": rule, "model": chance < 0.5}
    called |= {str(days): known.silence > days for days in FIXED_DAYS}
    counts, money = _sums(past.whole, known, purchases, purchases * parameters.spend(known), cut, horizon)
    return CutCheck(
        cut, horizon, known.clients, calibration(bought, chance), calibration(bought, alive),
        log_loss(bought, chance), log_loss(bought, published), area_under_curve(bought, chance),
        tuple(_lost_check(name, says, bought == 0) for name, says in called.items()),
        counts, money, bool(way and way.note is None),
    )  # fmt: skip


def money_model(known: Snapshot) -> Estimate | None:
    """Gamma-Gamma of a snapshot; None where the money carries no model."""
    try:
        return fit_gamma_gamma(compressed_spend(known.x, known.spend))
    except ModelRefusal:
        return None


def _lost_check(rule: str, says: NDArray[np.bool_], gone: NDArray[np.bool_]) -> LostCheck:
    return LostCheck(rule, int(says.sum()), int((says & gone).sum()), int(gone.sum()), len(gone))


def _sums(
    log: PurchaseLog, known: Snapshot, purchases: Vector, value: Vector, cut: date, horizon: int
) -> tuple[SumCheck, SumCheck]:
    """Forecast purchases and money beside what came and beside naive guesses."""
    number, n = to_number(cut), known.clients
    window = (log.day > number - min(horizon, 200_000)) & (log.day <= number)
    before = np.bincount(log.client[window], minlength=log.clients)[known.client]
    spent = np.bincount(
        log.client[window], weights=log.amount[window].astype(np.float64), minlength=log.clients
    )[known.client]
    rate = float(known.x.sum()) / max(float(known.T.sum()), 1.0) * horizon * n
    check = float(known.total.sum()) / max(float((known.x + 1).sum()), 1.0)
    last_year = _last_year(log, number, horizon)
    return (
        SumCheck(
            float(purchases.sum()), float(known.followed.sum()),
            None if last_year is None else last_year[0] * n, rate,
            float(np.abs(purchases - known.followed).mean()), float(np.abs(before - known.followed).mean()),
        ),
        SumCheck(
            float(value.sum()), float(known.followed_amount.sum()),
            None if last_year is None else last_year[1] * n, rate * check,
            float(np.abs(value - known.followed_amount).mean()),
            float(np.abs(spent - known.followed_amount).mean()),
        ),
    )  # fmt: skip


def _last_year(log: PurchaseLog, cut: int, horizon: int) -> tuple[float, float] | None:
    """Purchases and money a client in the same window a year before, of those known then; None without
    such a past.
    """
    then = cut - YEAR_DAYS
    known = log.day[log.start[:-1]] <= then
    if horizon > YEAR_DAYS or not known.any():
        return None
    window = (log.day > then) & (log.day <= then + horizon) & known[log.client]
    return float(window.sum()) / int(known.sum()), float(log.amount[window].sum()) / int(known.sum())


def _mean_youden(
    log: PurchaseLog,
    tables: Sequence[tuple[date, Snapshot]],
    factor: float,
    terms: Terms,
    stand_in: Vector | None,
) -> float | None:
    found = []
    for cut, known in tables:
        says = lost_by_rule(log, known, cut, factor=factor, terms=terms, stand_in=stand_in)
        youden = _lost_check("plain", says, known.followed == 0).youden
        if youden is not None:
            found.append(youden)
    return float(np.mean(found)) if found else None


def _suggested(tried: tuple[tuple[float, float], ...], used: float) -> Multiplier:
    if not tried:
        return Multiplier(used, None, None, False, ())
    by = dict(tried)
    best = max(by, key=lambda factor: by[factor])
    if by[best] - by.get(used, -1.0) < WORTH_A_CHANGE:
        return Multiplier(used, used, best, False, tried)
    edge = best in (tried[0][0], tried[-1][0])
    return Multiplier(used, None if edge else best, best, edge, tried)
