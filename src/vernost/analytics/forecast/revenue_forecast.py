"""The firm's revenue over the next months, with bands, and how last year's forecast did (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.snapshot import YEAR_DAYS
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.compression import columns_of, purchase_counts, spend_counts
from vernost.analytics.models.errors import ModelRefusal, NoPurchases, ShortPast
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.expected_purchases import expected_purchases
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import (
    chance_alive_expression,
    expected_spend_expression,
    living_purchases,
)
from vernost.analytics.models.purchase_summary import purchase_summary

Vector = NDArray[np.float64]
MONTH = 30.4375
SHORTEST = 90  # days of log
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


def revenue_forecast(purchases: ir.Table, as_of: date, *, months: int = 12) -> RevenueForecast:
    """Revenue of the `months` of 30.4375 days after `as_of`.

    Known clients: Σ expected value by MBG/NBD and Gamma-Gamma (the mean amount where the latter cannot be
    fitted). Clients to come: as many a day as over the last half year (half the log if shorter), each with
    the mean first amount and then the repeat purchases of a newcomer. Months are shared out by the season of
    the log where it holds two years. Bands are log-normal; their width is the error that the same forecast
    made a year before had, 25 % where the log is too young for that check. In: `purchases` (client, day,
    amount minor units). Raises: NoPurchases, ShortPast, and what `fit_mbg_nbd` refuses.
    """
    require_columns(purchases, "The revenue forecast", "client", "day", "amount")
    log = purchases.filter(purchases.day <= ibis.literal(as_of)).cache()
    check = _last_year(log, as_of, months)
    error = (
        UNTRIED if check is None else max(FLOOR, abs(np.log(max(check.actual, 1) / max(check.forecast, 1.0))))
    )
    return _forecast(log, as_of, months, float(error), check)


def _forecast(
    log: ir.Table, as_of: date, months: int, error: float, check: ForecastCheck | None
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


def _paths(log: ir.Table, as_of: date, months: int) -> tuple[Vector, Vector]:
    """Revenue by month of known clients and of clients to come, before the season."""
    summary = purchase_summary(log, as_of).cache()
    facts = columns_of(
        summary.aggregate(
            clients=summary.count(), age=summary["T"].max(), total=summary.total.sum(),
            days=(summary.x + 1).sum(), opening=(summary.total - summary.spend).sum(),
        )
    )  # fmt: skip
    if not int(facts["clients"][0]):
        raise NoPurchases(as_of=as_of)
    past = int(facts["age"][0])
    if past < SHORTEST:
        raise ShortPast(days=past, horizon=round(months * MONTH))
    model = fit_mbg_nbd(purchase_counts(summary))
    mean = float(facts["total"][0]) / float(facts["days"][0])
    try:
        money: Estimate | None = fit_gamma_gamma(spend_counts(summary))
    except ModelRefusal:
        money = None
    ends = MONTH * np.arange(months + 1)
    known = np.diff([_known_until(summary, model, money, mean, float(end)) for end in ends])
    window = max(1, min(182, (past + 1) // 2))  # the latest half year: shops open, campaigns end
    recent = columns_of(summary.aggregate(n=(summary["T"] < window).sum()))["n"][0]
    arrivals = float(recent or 0) / window * MONTH
    first = float(facts["opening"][0]) / float(facts["clients"][0])
    typical = mean
    if money is not None and money["q"] > 1.0:
        typical = 100.0 * money["p"] * money["v"] / (money["q"] - 1.0)
    # a month's newcomers come in its middle: their repeat purchases by the end of each later month
    middles = MONTH * (np.arange(months) + 0.5)
    repeats = np.array([expected_purchases(model, 0, 0, 0, float(m))[0] for m in middles])
    growth = np.diff(np.concatenate(([0.0], repeats)))
    coming = np.array([arrivals * (first + typical * growth[: k + 1].sum()) for k in range(months)])
    return known, coming


def _known_until(
    summary: ir.Table, model: Estimate, money: Estimate | None, mean: float, horizon: float
) -> float:
    """Σ over known clients of expected value within `horizon` days, summed in the engine."""
    if horizon == 0:
        return 0.0
    ahead = living_purchases(summary, model, horizon)
    rows = summary.join(ahead, ["x", "T"], how="left")
    spend = expected_spend_expression(rows, money, 100).fill_null(mean)
    value = chance_alive_expression(rows, model) * rows.purchases_if_alive * spend
    return float(columns_of(rows.aggregate(value=value.sum()))["value"][0])


def _season(log: ir.Table, as_of: date, months: int) -> Vector:
    """Share of each coming month by the same months of the last two years; ones where the log is younger."""
    sums = columns_of(
        log.mutate(back=ibis.literal(as_of).delta(log.day, unit="day"))
        .filter(lambda t: t.back < 2 * YEAR_DAYS)
        .group_by("back")
        .aggregate(amount=lambda t: t.amount.sum())
    )
    back = np.asarray(sums["back"], dtype=np.int64)
    if len(back) == 0 or int(back.max()) < 2 * YEAR_DAYS - 31:
        return np.ones(months)
    month = ((YEAR_DAYS - 1 - back % YEAR_DAYS) / MONTH).astype(np.int64)
    by_month = np.bincount(np.minimum(month, 11), weights=sums["amount"].astype(np.float64), minlength=12)
    return np.asarray(np.tile(by_month / max(by_month.mean(), 1e-9), months // 12 + 1)[:months])


def _last_year(log: ir.Table, as_of: date, months: int) -> ForecastCheck | None:
    """The same forecast made `months` ago; None where the log was too young then."""
    days = round(months * MONTH)
    cut = as_of - timedelta(days=days)
    try:
        then = _forecast(log.filter(log.day <= ibis.literal(cut)), cut, months, UNTRIED, None)
    except ModelRefusal:
        return None
    before = log.filter((log.day > ibis.literal(cut - timedelta(days=days))) & (log.day <= ibis.literal(cut)))
    naive = _sum(before)
    young = columns_of(log.aggregate(first=log.day.min()))["first"][0].astype("datetime64[D]").item()
    whole = (cut - young).days >= days - 31
    actual = _sum(log.filter(log.day > ibis.literal(cut)))
    return ForecastCheck(cut, then.revenue, then.low, then.high, actual, naive if whole else None)


def _sum(log: ir.Table) -> int:
    return int(columns_of(log.aggregate(s=log.amount.sum().fill_null(0).cast("int64")))["s"][0])
