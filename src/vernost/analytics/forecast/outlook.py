"""Everything that is foretold of a firm from one log: models, the check on the past, each client (2.7,
2.8).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.arrays import distinct
from vernost.analytics.comeback import horizon as past_horizon
from vernost.analytics.engine import count, handed, one
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
from vernost.analytics.models.compression import (
    PurchaseCounts,
    SpendCounts,
    compressed,
    compressed_spend,
    purchase_counts,
    spend_counts,
)
from vernost.analytics.models.errors import ModelRefusal, NoPurchases
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import Living, living_purchases, with_predictions
from vernost.analytics.results import Analysis, Known
from vernost.analytics.terms import PRACTICE, Terms

LEARNS_UP_TO = 2_000_000  # purchases: above, each client is told by the published model, the past by a part
TOLD = ("chance_alive", "chance_purchase", "expected_purchases", "expected_value", "chance_year")
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
    (minor units), within the horizon, and chance_year within a year; None without a model. `beside`: all
    clients of the analysis with these columns after their own. `expected_a_year`
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
    beside: Any
    expected_a_year: int | None
    expected_by: str | None
    predicted: float | None
    sampled_of: int | None
    refusals: dict[str, ModelRefusal]


def outlook(analysis: Analysis, wish: Wish) -> Outlook:
    """What is foretold of the log behind an analysis.

    Up to LEARNS_UP_TO purchases the log is looked at whole; above, models are still fitted on all clients,
    the chance is the published one and the past is checked on PART clients.

    Three steps, so that the middle one, which asks no engine, can run beside an engine that is busy with
    other questions: :func:`gathered`, :func:`reckoned`, :func:`told`.
    """
    return told(analysis, wish, reckoned(gathered(Known.of(analysis)), wish))


@dataclass(frozen=True)
class Gathered:
    """What the engine told: the whole log or a part of it, and of a large log the distinct rows of a fit."""

    as_of: date
    first_day: date
    log: PurchaseLog | None  # None where nobody ever bought
    counts: PurchaseCounts | None = None
    spends: SpendCounts | None = None
    sampled_of: int | None = None  # clients, where the log is a part of them


def gathered(known: Known) -> Gathered:
    """Ask the engine for everything that the forecasts need."""
    buyers = known.clients.filter(known.clients.purchases > 0)
    found = one(buyers.aggregate(clients=buyers.count(), purchases=buyers.purchases.sum()))
    if not found["clients"]:
        return Gathered(known.as_of, known.first_day, None)
    if found["purchases"] <= LEARNS_UP_TO:
        return Gathered(known.as_of, known.first_day, _log(known, None))
    summed = _summary(buyers, known.as_of)
    counts, spends = purchase_counts(summed), spend_counts(summed)
    everybody = count(known.clients)
    every = 1 + everybody // PART
    return Gathered(known.as_of, known.first_day, _log(known, every), counts, spends, everybody)


@dataclass(frozen=True)
class Reckoned:
    """Everything that is foretold, not yet beside the clients: of few by `each`, of many by `ahead`."""

    refusals: dict[str, ModelRefusal]
    log: PurchaseLog | None = None
    bg_nbd: Estimate | None = None
    mbg_nbd: Estimate | None = None
    gamma_gamma: Estimate | None = None
    learned: LearnedChance | None = None
    backtest: Backtest | None = None
    revenue: RevenueForecast | None = None
    sampled_of: int | None = None
    each: tuple[Told, Vector] | None = None  # with the chances within a year
    ahead: tuple[Living, Living] | None = None  # within the horizon, and within a year


def reckoned(found: Gathered, wish: Wish) -> Reckoned:
    """Fit, forecast, and look back, over arrays alone."""
    refusals: dict[str, ModelRefusal] = {}
    if found.log is None:
        refusals["models"] = NoPurchases(as_of=found.as_of)
        return Reckoned(refusals)
    past = Past(found.log, found.as_of)
    made = _of_few(past, wish, refusals) if found.counts is None else _of_many(found, wish, refusals)
    checked = _attempt("backtest", refusals, lambda: _backtest(found, past, wish))
    money = None
    if wish.detail and found.counts is None:
        money = _attempt("revenue", refusals, lambda: revenue_forecast(past.whole, found.as_of))
    return replace(made, log=found.log, backtest=checked, revenue=money, sampled_of=found.sampled_of)


def told(analysis: Analysis, wish: Wish, made: Reckoned) -> Outlook:
    """What was reckoned, beside the clients of the analysis."""
    beside = _beside(analysis, made)
    clients = None
    if beside is not None:
        added = [name for name in beside.columns if name not in analysis.clients.columns]
        clients = beside.filter(beside.purchases > 0).select("client", *added)
    sums = _sums(analysis, beside)
    return Outlook(
        analysis.as_of, wish.horizon, made.bg_nbd, made.mbg_nbd, made.gamma_gamma, made.learned,
        made.backtest, made.revenue, clients, beside, sums[0], sums[1], sums[2], made.sampled_of,
        made.refusals,
    )  # fmt: skip


def _of_few(past: Past, wish: Wish, refusals: dict[str, ModelRefusal]) -> Reckoned:
    log, as_of = past.whole, past.until
    known = snapshot(log, as_of, 0)
    counts = compressed(known.x, known.t_x, known.T)
    bg = _attempt("models", refusals, lambda: fit_bg_nbd(counts, unit_days=wish.unit_days))
    standing = _attempt("models", refusals, lambda: standing_of(log, known, as_of))
    money = _money(known, refusals)
    if standing is None:
        return Reckoned(refusals, bg_nbd=bg, gamma_gamma=money)
    mean = float(known.total.sum()) / float((known.x + 1).sum())

    def parameters(days: int) -> tuple[Forecasting, LearnedChance | None]:
        learned = choose_way(past, as_of, days) if days else None
        return forecasting(as_of, days, standing, money, mean, learned), learned

    asked, learned = parameters(wish.horizon)
    each = asked.tell(log)
    year = each.chance_purchase
    if wish.horizon != YEAR_DAYS:
        year = parameters(YEAR_DAYS)[0].chances(snapshot(log, as_of, YEAR_DAYS))[1]
    mbg = standing.model
    if wish.unit_days != mbg.unit_days:
        mbg = fit_mbg_nbd(counts, unit_days=wish.unit_days)
    return Reckoned(refusals, bg_nbd=bg, mbg_nbd=mbg, gamma_gamma=money, learned=learned, each=(each, year))


def _of_many(found: Gathered, wish: Wish, refusals: dict[str, ModelRefusal]) -> Reckoned:
    """The fit sees distinct rows only; each client is told by expressions, so that any engine does it."""
    counts, spends = found.counts, found.spends
    assert counts is not None and spends is not None
    bg = _attempt("models", refusals, lambda: fit_bg_nbd(counts, unit_days=wish.unit_days))
    warm = None if bg is None else np.log(np.array(bg.values))
    mbg = _attempt("models", refusals, lambda: fit_mbg_nbd(counts, unit_days=wish.unit_days, warm=warm))
    money = _attempt("gamma_gamma", refusals, lambda: fit_gamma_gamma(spends))
    if mbg is None:
        return Reckoned(refusals, bg_nbd=bg, gamma_gamma=money)
    wide = int(counts.T.max()) + 1
    pairs = distinct(counts.x * wide + counts.T)
    ahead = living_purchases(mbg, pairs // wide, pairs % wide, wish.horizon)
    year = ahead
    if wish.horizon != YEAR_DAYS:
        year = living_purchases(mbg, pairs // wide, pairs % wide, YEAR_DAYS)
    return Reckoned(refusals, bg_nbd=bg, mbg_nbd=mbg, gamma_gamma=money, ahead=(ahead, year))


def _summary(clients: ir.Table, as_of: date) -> ir.Table:
    """The clients with their purchase summary beside: no second pass over the log."""
    first = clients.first_purchase
    return clients.mutate(
        x=(clients.purchases - 1).cast("int32"),
        t_x=clients.last_purchase.delta(first, unit="day").cast("int32"),
        T=ibis.literal(as_of).delta(first, unit="day").cast("int32"),
        spend=(clients.revenue - clients.first_amount.fill_null(0)).cast("int64"),
    )


def _beside(analysis: Analysis, made: Reckoned) -> ir.Table | None:
    """The clients with what is told of each; nothing is kept, it costs less to tell than to join."""
    clients = analysis.clients
    if made.each is not None and made.log is not None:
        return clients.left_join(_table(clients, made.log, *made.each), "client").drop("client_right")
    if made.ahead is None or made.mbg_nbd is None:
        return None
    ahead, year = made.ahead
    summed = _summary(clients, analysis.as_of)
    rows = with_predictions(summed, made.mbg_nbd, ahead, money=made.gamma_gamma)
    rows = rows.mutate(chance_year=rows.chance_purchase)
    if year is not ahead:
        within = with_predictions(summed, made.mbg_nbd, year).select("client", told_year="chance_purchase")
        rows = rows.left_join(within, "client").drop("client_right")
        rows = rows.mutate(chance_year=rows.told_year).drop("told_year")
    if made.gamma_gamma is None:
        rows = rows.mutate(expected_value=rows.expected_purchases * (rows.revenue / rows.purchases))
    bought = rows.purchases > 0
    return rows.select(
        *clients.columns, **{name: bought.ifelse(rows[name], ibis.null("float64")) for name in TOLD}
    )


def _log(known: Known, every: int | None) -> PurchaseLog:
    """The purchases; or those of one client in `every`, evenly by what is known of them."""
    steps = known.steps
    rows = steps.filter(steps.number > 0, steps.day <= ibis.literal(known.as_of))
    if every is not None:
        clients = known.clients.filter(known.clients.purchases > 0)
        days = clients.last_purchase.epoch_days().cast("int64") * 104_729
        mark = days + clients.purchases.cast("int64") * 7919 + clients.revenue.abs() // 100
        rows = rows.semi_join(clients.filter(mark % every == 0), "client")
    return read_log(rows.select("client", "day", "amount"))


def _backtest(found: Gathered, past: Past, wish: Wish) -> Backtest:
    days = past_horizon(found.first_day, found.as_of, wish.terms)
    cuts = None if wish.detail else default_cut(found.as_of, days)
    return backtest(past, found.as_of, horizon=days, cuts=cuts, terms=wish.terms, sampled_of=found.sampled_of)


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


def _table(clients: ir.Table, log: PurchaseLog, told: Told, year: Vector) -> ir.Table:
    """All of the log's clients, in its order: the log holds nobody who bought later only."""
    return handed(
        clients,
        {"client": log.names},
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


def _sums(analysis: Analysis, beside: ir.Table | None) -> tuple[int | None, str | None, float | None]:
    """Expected loss a year (rule 2.7), by what, and the mean client's worth so far and to come."""
    loss = analysis.loss
    if beside is None:
        share = loss.came_back.share
        if share is None:
            return None, None, None
        return round(loss.money_a_year * (1.0 - share)), "past", None
    rows = beside.filter(beside.purchases > 0)
    gone = 1.0 - rows.chance_year
    found = one(
        rows.aggregate(
            lost=(rows.money_lost_a_year * gone).sum(),
            worth=(rows.revenue + rows.expected_value.fill_null(0.0)).mean(),
        )
    )
    return round(found["lost"] or 0), "models", found["worth"]
