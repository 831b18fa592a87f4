"""Everything that is foretold of a firm from one log: models, the check on the past, each client (2.7,
2.8).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.comeback import horizon as past_horizon
from vernost.analytics.engine import handed, one
from vernost.analytics.forecast.backtest import backtest
from vernost.analytics.forecast.checks import Backtest
from vernost.analytics.forecast.forecasting import Forecasting, Told, forecasting
from vernost.analytics.forecast.learned_chance import LearnedChance, choose_way
from vernost.analytics.forecast.next_purchase import NOTHING
from vernost.analytics.forecast.past import Past, standing_of
from vernost.analytics.forecast.purchase_log import PurchaseLog, read_log
from vernost.analytics.forecast.revenue_forecast import RevenueForecast, revenue_forecast
from vernost.analytics.forecast.snapshot import YEAR_DAYS, Snapshot, snapshot
from vernost.analytics.models.bg_nbd import fit_bg_nbd
from vernost.analytics.models.compression import compressed, compressed_spend, purchase_counts, spend_counts
from vernost.analytics.models.errors import ModelRefusal, NoPurchases
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import predictions
from vernost.analytics.results import Analysis
from vernost.analytics.terms import PRACTICE, Terms

LEARNS_UP_TO = 2_000_000  # purchases: above, each client is told by the published model, the past by a part
PART = 9_000  # clients of a larger log whose past is checked
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Wish:
    """What is asked: days ahead, days a unit of the models, `detail` for what only a page shows."""

    horizon: int = YEAR_DAYS
    unit_days: float = 7.0
    detail: bool = False
    terms: Terms = PRACTICE


@dataclass(frozen=True)
class Outlook:
    """The answer. None stands for what the log cannot carry; `refusals` say why, by what is missing:
    "models", "gamma_gamma", "backtest", "revenue".

    `clients`: an Ibis table of `client`, chance_alive, chance_purchase, expected_purchases, expected_value
    (minor units), within the horizon, and chance_year within a year; None without a model. `expected_a_year`
    (minor units) is rule 2.7, `expected_by` "models", or "past" where the share who came back unasked stands
    in. `predicted` is the mean client's revenue so far and expected value within the horizon, minor units.
    """

    as_of: date
    horizon: int
    bg_nbd: Estimate | None
    mbg_nbd: Estimate | None
    gamma_gamma: Estimate | None
    learned: LearnedChance | None
    backtest: Backtest | None
    revenue: RevenueForecast | None
    clients: Any
    expected_a_year: int | None
    expected_by: str | None
    predicted: float | None
    sampled_of: int | None
    refusals: dict[str, ModelRefusal]


def outlook(analysis: Analysis, wish: Wish) -> Outlook:
    """What is foretold of the log behind an analysis.

    Up to LEARNS_UP_TO purchases the log is looked at whole; above, models are still fitted on all clients,
    the chance is the published one and the past is checked on PART clients.
    """
    refusals: dict[str, ModelRefusal] = {}
    large = analysis.totals.purchases > LEARNS_UP_TO
    if analysis.totals.purchases == 0:
        return _nothing(analysis, wish, refusals)
    log = _log(analysis, PART if large else None)
    past = Past(log, analysis.as_of)
    found = (_of_many if large else _of_few)(analysis, past, wish, refusals)
    sampled_of = analysis.totals.clients if large else None
    checked = _attempt("backtest", refusals, lambda: _backtest(analysis, past, wish, sampled_of))
    money = None
    if wish.detail and not large:
        money = _attempt("revenue", refusals, lambda: revenue_forecast(log, analysis.as_of))
    sums = _sums(analysis, found.clients)
    return Outlook(
        analysis.as_of, wish.horizon, found.bg_nbd, found.mbg_nbd, found.gamma_gamma, found.learned, checked,
        money, found.clients, sums[0], sums[1], sums[2], sampled_of, refusals,
    )  # fmt: skip


@dataclass(frozen=True)
class _Found:
    bg_nbd: Estimate | None
    mbg_nbd: Estimate | None
    gamma_gamma: Estimate | None
    learned: LearnedChance | None
    clients: ir.Table | None


def _of_few(analysis: Analysis, past: Past, wish: Wish, refusals: dict[str, ModelRefusal]) -> _Found:
    log, as_of = past.whole, analysis.as_of
    known = snapshot(log, as_of, 0)
    counts = compressed(known.x, known.t_x, known.T)
    bg = _attempt("models", refusals, lambda: fit_bg_nbd(counts, unit_days=wish.unit_days))
    standing = _attempt("models", refusals, lambda: standing_of(log, known, as_of))
    money = _money(known, refusals)
    if standing is None:
        return _Found(bg, None, money, None, None)
    mean = float(known.total.sum()) / float((known.x + 1).sum())

    def parameters(days: int) -> tuple[Forecasting, LearnedChance | None]:
        learned = choose_way(past, as_of, days) if days else None
        return forecasting(as_of, days, standing, money, mean, learned), learned

    asked, learned = parameters(wish.horizon)
    told = asked.tell(log)
    year = told.chance_purchase
    if wish.horizon != YEAR_DAYS:
        year = parameters(YEAR_DAYS)[0].chances(snapshot(log, as_of, YEAR_DAYS))[1]
    mbg = standing.model
    if wish.unit_days != mbg.unit_days:
        mbg = fit_mbg_nbd(counts, unit_days=wish.unit_days)
    return _Found(bg, mbg, money, learned, _table(analysis, log, told, year))


def _of_many(analysis: Analysis, past: Past, wish: Wish, refusals: dict[str, ModelRefusal]) -> _Found:
    """By expressions over the clients, so that any engine does it; the fit sees distinct rows only."""
    summary = _summary(analysis).cache()
    counts = purchase_counts(summary)
    bg = _attempt("models", refusals, lambda: fit_bg_nbd(counts, unit_days=wish.unit_days))
    warm = None if bg is None else np.log(np.array(bg.values))
    mbg = _attempt("models", refusals, lambda: fit_mbg_nbd(counts, unit_days=wish.unit_days, warm=warm))
    money = _attempt("gamma_gamma", refusals, lambda: fit_gamma_gamma(spend_counts(summary)))
    if mbg is None:
        return _Found(bg, None, money, None, None)
    told = predictions(summary, mbg, horizon=wish.horizon, money=money)
    if money is None:
        own = summary.select("client", mean=summary.total / (summary.x + 1))
        told = told.join(own, "client")
        told = told.mutate(expected_value=told.expected_purchases * told.mean)
    columns = ("client", "chance_alive", "chance_purchase", "expected_purchases", "expected_value")
    if wish.horizon == YEAR_DAYS:
        return _Found(bg, mbg, money, None, told.select(*columns, chance_year=told.chance_purchase).cache())
    year = predictions(summary, mbg, horizon=YEAR_DAYS).select("client", chance_year="chance_purchase")
    return _Found(bg, mbg, money, None, told.select(*columns).join(year, "client").cache())


def _summary(analysis: Analysis) -> ir.Table:
    """The purchase summary out of the clients of an analysis: no second pass over the log."""
    clients = analysis.clients.filter(analysis.clients.purchases > 0)
    as_of = ibis.literal(analysis.as_of)
    return clients.select(
        client=clients.client,
        x=(clients.purchases - 1).cast("int32"),
        t_x=clients.last_purchase.delta(clients.first_purchase, unit="day").cast("int32"),
        T=as_of.delta(clients.first_purchase, unit="day").cast("int32"),
        spend=(clients.revenue - clients.first_amount.fill_null(0)).cast("int64"),
        total=clients.revenue.cast("int64"),
    )


def _log(analysis: Analysis, most: int | None) -> PurchaseLog:
    """The purchases behind an analysis, of about `most` clients evenly by what is known of them."""
    steps = analysis.steps
    rows = steps.filter(steps.number > 0, steps.day <= ibis.literal(analysis.as_of))
    if most is not None:
        clients = analysis.clients.filter(analysis.clients.purchases > 0)
        days = clients.last_purchase.epoch_days().cast("int64") * 104_729
        mark = days + clients.purchases.cast("int64") * 7919 + clients.revenue.abs() // 100
        every = 1 + analysis.totals.clients // most
        rows = rows.semi_join(clients.filter(mark % every == 0), "client")
    return read_log(rows.select("client", "day", "amount"))


def _backtest(analysis: Analysis, past: Past, wish: Wish, sampled_of: int | None) -> Backtest:
    days = past_horizon(analysis.totals.first_day, analysis.as_of, wish.terms)
    cuts = None if wish.detail else default_cut(analysis.as_of, days)
    return backtest(past, analysis.as_of, horizon=days, cuts=cuts, terms=wish.terms, sampled_of=sampled_of)


def default_cut(as_of: date, days: int) -> list[date]:
    """The newest cut alone: what the figures tell; a page shows the earlier ones too."""
    return [date.fromordinal(as_of.toordinal() - days)]


def _money(known: Snapshot, refusals: dict[str, ModelRefusal]) -> Estimate | None:
    found: Estimate | None = _attempt(
        "gamma_gamma", refusals, lambda: fit_gamma_gamma(compressed_spend(known.x, known.spend))
    )
    return found


def _attempt(what: str, refusals: dict[str, ModelRefusal], make: Any) -> Any:
    """What `make` gives; None where the log cannot carry it, with the reason kept."""
    try:
        return make()
    except ModelRefusal as refusal:
        refusals.setdefault(what, refusal)
        return None


def _table(analysis: Analysis, log: PurchaseLog, told: Told, year: Vector) -> ir.Table:
    """All of the log's clients, in its order: the log holds nobody who bought later only."""
    return handed(
        analysis.clients,
        log.names,
        {
            "chance_alive": told.chance_alive,
            "chance_purchase": told.chance_purchase,
            "expected_purchases": told.expected_purchases,
            "expected_value": told.expected_value,
            "chance_year": year,
        },
        {
            name: (days, days != NOTHING)
            for name, days in (
                ("next_purchase", told.next.day),
                ("next_from", told.next.earliest),
                ("next_until", told.next.latest),
            )
        },
    )


def _sums(analysis: Analysis, told: ir.Table | None) -> tuple[int | None, str | None, float | None]:
    """Expected loss a year (rule 2.7), by what, and the mean client's worth so far and to come."""
    loss = analysis.loss
    if told is None:
        share = loss.came_back.share
        if share is None:
            return None, None, None
        return round(loss.money_a_year * (1.0 - share)), "past", None
    clients = analysis.clients
    rows = clients.filter(clients.purchases > 0).left_join(told, "client")
    gone = 1.0 - rows.chance_year
    found = one(
        rows.aggregate(
            lost=(rows.money_lost_a_year * gone).sum(),
            worth=(rows.revenue + rows.expected_value.fill_null(0.0)).mean(),
        )
    )
    return round(found["lost"] or 0), "models", found["worth"]


def _nothing(analysis: Analysis, wish: Wish, refusals: dict[str, ModelRefusal]) -> Outlook:
    refusals["models"] = NoPurchases(as_of=analysis.as_of)
    nobody = (None,) * 11
    return Outlook(analysis.as_of, wish.horizon, *nobody, refusals)
