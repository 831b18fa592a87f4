"""The firm's revenue over the next months, with bands, and how last year's forecast did (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.backtest import money_model
from vernost.analytics.forecast.purchase_log import PurchaseLog, to_number
from vernost.analytics.forecast.snapshot import YEAR_DAYS, Snapshot, snapshot
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.compression import compressed
from vernost.analytics.models.errors import ModelRefusal, NoPurchases, ShortPast
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.expected_purchases import expected_purchases
from vernost.analytics.models.expected_spend import expected_spend
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import purchases_of_living

Vector = NDArray[np.float64]
MONTH = 30.4375
SHORTEST = 90  # days of log
NODES = 6  # moments at which the sum over known clients is taken
UNTRIED = 0.25  # sd of ln(actual ÷ forecast) supposed where no earlier forecast could be checked
FLOOR = 0.05  # a single check that went well does not promise more
BAND = 1.281552  # standard deviations on either side of an 80 % band


@dataclass(frozen=True)
class MonthForecast:
    """Days `start`…`end`, both included; money in minor units; an 80 % band; what known clients bring of
    it.
    """

    start: date
    end: date
    revenue: float
    low: float
    high: float
    known_clients: float


@dataclass(frozen=True)
class ForecastCheck:
    """The forecast made a year before `as_of`, with what was known then, beside what came. Minor units."""

    cut: date
    forecast: float
    low: float
    high: float
    actual: int
    naive: int | None  # the same months a year before that


@dataclass(frozen=True)
class RevenueForecast:
    months: tuple[MonthForecast, ...]
    revenue: float
    low: float
    high: float
    known_clients: float
    last_year: ForecastCheck | None


def revenue_forecast(log: PurchaseLog, as_of: date, *, months: int = 12) -> RevenueForecast:
    """Revenue of the `months` of 30.4375 days after `as_of`.

    Known clients: Σ expected value by MBG/NBD and Gamma-Gamma (the mean amount where the latter cannot be
    fitted). Clients to come: as many a day as over the last half year (half the log if shorter), each with
    the mean first amount and then the repeat purchases of a newcomer. Months are shared out by the season of
    the log where it holds two years. Bands are log-normal; their width is the error that the same forecast
    made a year before had, 25 % where the log is too young for that check.
    Raises: NoPurchases, ShortPast, and what `fit_mbg_nbd` refuses.
    """
    check = _last_year(log, as_of, months)
    error = (
        UNTRIED if check is None else max(FLOOR, abs(np.log(max(check.actual, 1) / max(check.forecast, 1.0))))
    )
    return _forecast(log, as_of, months, float(error), check)


def _forecast(
    log: PurchaseLog, as_of: date, months: int, error: float, check: ForecastCheck | None
) -> RevenueForecast:
    known, coming = _paths(log, as_of, months)
    season = _season(log, as_of, months)
    total = known + coming
    shared = total * season * (total.sum() / max(float((total * season).sum()), 1e-9))
    width = float(np.exp(BAND * error))
    found = []
    for k in range(months):
        start = as_of + timedelta(days=1 + round(k * MONTH))
        end = as_of + timedelta(days=round((k + 1) * MONTH))
        value, part = float(shared[k]), float(known[k] / max(total[k], 1e-9))
        # one month scatters more than a year: its own noise comes on top
        wide = float(np.exp(BAND * np.hypot(error, UNTRIED / 2)))
        found.append(MonthForecast(start, end, value, value / wide, value * wide, value * part))
    revenue = float(shared.sum())
    return RevenueForecast(tuple(found), revenue, revenue / width, revenue * width, float(known.sum()), check)


def _paths(log: PurchaseLog, as_of: date, months: int) -> tuple[Vector, Vector]:
    """Revenue by month of known clients and of clients to come, before the season."""
    known = snapshot(log, as_of, 0)
    if not known.clients:
        raise NoPurchases(as_of=as_of)
    past = int(known.T.max())
    if past < SHORTEST:
        raise ShortPast(days=past, horizon=round(months * MONTH))
    model = fit_mbg_nbd(compressed(known.x, known.t_x, known.T))
    mean = float(known.total.sum()) / float((known.x + 1).sum())
    money = money_model(known)
    of_known = np.diff(_known_until(known, model, money, mean, months))
    window = max(1, min(182, (past + 1) // 2))  # the latest half year: shops open, campaigns end
    arrivals = float((window > known.T).sum()) / window * MONTH
    first = float((known.total - known.spend).sum()) / known.clients
    typical = mean
    if money is not None and money["q"] > 1.0:
        typical = 100.0 * money["p"] * money["v"] / (money["q"] - 1.0)
    # a month's newcomers come in its middle: their repeat purchases by the end of each later month
    middles = MONTH * (np.arange(months) + 0.5)
    repeats = np.array([expected_purchases(model, 0, 0, 0, float(m))[0] for m in middles])
    growth = np.diff(np.concatenate(([0.0], repeats)))
    coming = np.array([arrivals * (first + typical * growth[: k + 1].sum()) for k in range(months)])
    return of_known, coming


def _known_until(
    known: Snapshot, model: Estimate, money: Estimate | None, mean: float, months: int
) -> Vector:
    """Σ over known clients of expected value by the end of month 0 … `months`.

    Taken at NODES moments and run through by the polynomial between them: the sum is smooth in time.
    """
    spend = np.full(known.clients, mean)
    if money is not None:
        told = 100.0 * expected_spend(money, known.x, np.maximum(known.spend, 0) / 100.0)
        spend = np.where(np.isnan(told), mean, told)
    weight = chance_alive(model, known.x, known.t_x, known.T) * spend
    ends = np.arange(months + 1) / months
    nodes = (1.0 - np.cos(np.pi * np.arange(1, NODES + 1) / NODES)) / 2.0
    values = [
        float(weight @ purchases_of_living(model, known.x, known.T, float(node * months * MONTH)))
        for node in nodes
    ]
    curve = np.polynomial.Polynomial.fit(np.append(0.0, nodes), np.append(0.0, values), NODES, domain=[0, 1])
    return np.asarray(curve(ends))


def _season(log: PurchaseLog, as_of: date, months: int) -> Vector:
    """Share of each coming month by the same months of the last two years; ones where the log is younger."""
    back = to_number(as_of) - log.day
    recent = (back >= 0) & (back < 2 * YEAR_DAYS)
    if not recent.any() or int(back[recent].max()) < 2 * YEAR_DAYS - 31:
        return np.ones(months)
    month = ((YEAR_DAYS - 1 - back[recent] % YEAR_DAYS) / MONTH).astype(np.int64)
    weights = log.amount[recent].astype(np.float64)
    by_month = np.bincount(np.minimum(month, 11), weights=weights, minlength=12)
    return np.asarray(np.tile(by_month / max(by_month.mean(), 1e-9), months // 12 + 1)[:months])


def _last_year(log: PurchaseLog, as_of: date, months: int) -> ForecastCheck | None:
    """The same forecast made `months` ago; None where the log was too young then."""
    days = round(months * MONTH)
    cut = as_of - timedelta(days=days)
    try:
        then = _forecast(log, cut, months, UNTRIED, None)
    except ModelRefusal:
        return None
    asked, before = to_number(as_of), to_number(cut)
    naive = _between(log, before - days, before)
    whole = before - int(log.day.min()) >= days - 31
    actual = _between(log, before, asked)
    return ForecastCheck(cut, then.revenue, then.low, then.high, actual, naive if whole else None)


def _between(log: PurchaseLog, after: int, until: int) -> int:
    return int(log.amount[(log.day > after) & (log.day <= until)].sum())
