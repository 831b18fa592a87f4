"""A check on the firm's own past: cut the log at earlier dates, forecast, compare (rules 2.3 and 2.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.learned_chance import learn_chance, learned_chances
from vernost.analytics.forecast.plain_lost import LostRule, plain_lost
from vernost.analytics.forecast.scores import Band, area_under_curve, calibration, log_loss
from vernost.analytics.forecast.snapshot import YEAR_DAYS, numbered_purchases, snapshot
from vernost.analytics.models.chance_of_purchase import check_horizon
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.compression import columns_of, purchase_counts, spend_counts
from vernost.analytics.models.errors import ModelRefusal, ShortPast
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import predictions

Vector = NDArray[np.float64]
DEFAULT_MULTIPLIER = 4 / 3
MULTIPLIERS = (1.0, DEFAULT_MULTIPLIER, 5 / 3, 2.0, 2.5, 3.0, 4.0)
WORTH_A_CHANGE = 0.02  # of Youden's J: less is not worth another line


@dataclass(frozen=True)
class LostCheck:
    """A rule of being lost against what followed. "Of `called` clients called lost `right` did not come
    back".
    """

    rule: str  # "plain", "model", "90 days", …
    called: int
    right: int
    gone: int  # clients who did not come back, called or not
    clients: int

    @property
    def precision(self) -> float | None:
        return self.right / self.called if self.called else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gone if self.gone else None

    @property
    def youden(self) -> float | None:
        """Recall + share of the returning that were rightly not called − 1: 0 is a coin, 1 is perfect."""
        stayed = self.clients - self.gone
        if not self.gone or not stayed:
            return None
        return self.right / self.gone - (self.called - self.right) / stayed


@dataclass(frozen=True)
class SumCheck:
    """A forecast sum beside what came and naive guesses; `same_as_last_year` None where the log is too young.

    Last year: purchases a client of the same window a year before × clients now. `client_error*` are mean
    absolute errors a client: by the forecast, and by "as in the last so many days".
    """

    forecast: float
    actual: float
    same_as_last_year: float | None
    mean_rate: float
    client_error: float
    client_error_naive: float


@dataclass(frozen=True)
class CutCheck:
    """All that one earlier day tells. Money in minor units."""

    cut: date
    horizon: int
    clients: int
    bands: tuple[Band, ...]
    log_loss: float
    published_log_loss: float
    area_under_curve: float | None
    lost: tuple[LostCheck, ...]
    purchases: SumCheck
    revenue: SumCheck


@dataclass(frozen=True)
class Backtest:
    checks: tuple[CutCheck, ...]
    suggested_multiplier: float | None
    by_multiplier: tuple[tuple[float, float], ...]  # multiplier, mean Youden's J
    refused: tuple[tuple[date, ModelRefusal], ...]


def backtest(
    purchases: ir.Table,
    as_of: date,
    *,
    horizon: int = YEAR_DAYS,
    cuts: Sequence[date] | None = None,
    lost: LostRule = plain_lost,
    learned: bool = True,
) -> Backtest:
    """Forecast as of earlier `cuts` with what was known then, and compare with the `horizon` days that
    followed.

    In: `purchases` (client, day, amount); `lost(purchases, cut, multiplier)` → (client, lost) is the plain
    rule. Default cuts: `default_cuts`. `learned=False` checks MBG/NBD alone (much cheaper). The multiplier
    of rule 2.3 is suggested, never changed: the one with the best mean Youden's J, if it beats 4/3 by 0.02.
    Raises: ShortPast where no cut leaves a whole horizon and some past; BadHorizon.
    """
    check_horizon(horizon)
    require_columns(purchases, "The check on the past", "client", "day", "amount")
    log = purchases.filter(purchases.day <= ibis.literal(as_of)).cache()
    days = list(cuts) if cuts is not None else default_cuts(log, as_of, horizon)
    checks, refused = [], []
    for cut in days:
        try:
            checks.append(check_cut(log, cut, horizon, lost, learned=learned))
        except ModelRefusal as refusal:
            refused.append((cut, refusal))
    tried = tuple((m, j) for m in MULTIPLIERS if (j := _mean_youden(log, days, horizon, lost, m)) is not None)
    return Backtest(tuple(checks), _suggested(tried), tried, tuple(refused))


def default_cuts(log: ir.Table, as_of: date, horizon: int) -> list[date]:
    """Up to three cuts a third of a horizon apart, newest first, each with past enough."""
    first = columns_of(log.aggregate(first=log.day.min()))["first"][0]
    if first is None or np.isnat(first):
        raise ShortPast(days=0, horizon=horizon)
    start: date = first.astype("datetime64[D]").item()
    step = max(horizon // 3, 30)
    days = [as_of - timedelta(days=horizon + back * step) for back in range(3)]
    found = [day for day in days if (day - start).days >= min(max(60, horizon // 2), 180)]
    if not found:
        raise ShortPast(days=(as_of - start).days, horizon=horizon)
    return found


def check_cut(log: ir.Table, cut: date, horizon: int, lost: LostRule, *, learned: bool) -> CutCheck:
    """Everything of one cut; see `backtest`. Raises ModelRefusal where the log up to then carries no
    model.
    """
    known = snapshot(numbered_purchases(log), cut, horizon).cache()
    model = fit_mbg_nbd(purchase_counts(known))
    try:
        money = fit_gamma_gamma(spend_counts(known))
    except ModelRefusal:
        money = None
    told = predictions(known, model, horizon=horizon, money=money)
    rows = known.join(told, "client").join(lost(log, cut, DEFAULT_MULTIPLIER), "client", how="left")
    if learned:
        chance = learned_chances(log, learn_chance(log, cut, horizon)).rename(learned="chance_purchase")
    else:
        chance = told.select(client=told.client, learned=told.chance_purchase)
    rows = rows.join(chance, "client", how="left")
    mean = (rows.total.cast("float64") / (rows.x + 1)).name("mean_check")
    data = columns_of(
        rows.select(
            "x", "T", "silence", "followed", "followed_amount", "total", "chance_purchase",
            "expected_purchases", "learned", mean,
            value=rows.expected_value.fill_null(rows.expected_purchases * mean),
            lost=rows.lost.fill_null(False),
        )
    )  # fmt: skip
    recent = columns_of(_recent(log, known, cut, horizon))
    return _told(data, recent, _last_year(log, cut, horizon), cut, horizon)


def _told(
    data: dict[str, NDArray[np.generic]], recent: dict[str, NDArray[np.generic]],
    last_year: tuple[float, float] | None, cut: date, horizon: int,
) -> CutCheck:  # fmt: skip
    number = {name: np.asarray(column, dtype=np.float64) for name, column in data.items()}
    bought = (number["followed"] > 0).astype(np.float64)
    gone = bought == 0
    called: dict[str, NDArray[np.bool_]] = {"plain": number["lost"] > 0, "model": number["learned"] < 0.5}
    called |= {f"{days} days": number["silence"] > days for days in (90, 180, 365)}
    lost = tuple(
        LostCheck(rule, int(says.sum()), int((says & gone).sum()), int(gone.sum()), len(gone))
        for rule, says in called.items()
    )
    observed = max(float(number["T"].sum()), 1.0)
    rate = float(number["x"].sum()) / observed * horizon * len(gone)
    check = float(number["total"].sum()) / max(float((number["x"] + 1).sum()), 1.0)
    counts = np.asarray(recent["purchases"], dtype=np.float64)
    sums = np.asarray(recent["amount"], dtype=np.float64)
    purchases = SumCheck(
        float(number["expected_purchases"].sum()), float(number["followed"].sum()),
        None if last_year is None else last_year[0] * len(gone), rate,
        float(np.mean(np.abs(number["expected_purchases"] - number["followed"]))),
        float(np.abs(counts - np.asarray(recent["followed"], dtype=np.float64)).mean()),
    )  # fmt: skip
    revenue = SumCheck(
        float(number["value"].sum()), float(number["followed_amount"].sum()),
        None if last_year is None else last_year[1] * len(gone), rate * check,
        float(np.mean(np.abs(number["value"] - number["followed_amount"]))),
        float(np.abs(sums - np.asarray(recent["followed_amount"], dtype=np.float64)).mean()),
    )  # fmt: skip
    return CutCheck(
        cut, horizon, len(gone), calibration(bought, number["learned"]), log_loss(bought, number["learned"]),
        log_loss(bought, number["chance_purchase"]), area_under_curve(bought, number["learned"]),
        lost, purchases, revenue,
    )  # fmt: skip


def _recent(log: ir.Table, known: ir.Table, cut: date, horizon: int) -> ir.Table:
    """Per known client the purchases and money of the `horizon` days before the cut, and of those after."""
    start = cut - timedelta(days=min(horizon, 200_000))
    before = log.filter((log.day > ibis.literal(start)) & (log.day <= ibis.literal(cut)))
    sums = before.group_by("client").aggregate(purchases=before.count(), amount=before.amount.sum())
    rows = known.join(sums, "client", how="left")
    return rows.select(
        "followed", "followed_amount",
        purchases=rows.purchases.fill_null(0), amount=rows.amount.fill_null(0).cast("int64"),
    )  # fmt: skip


def _last_year(log: ir.Table, cut: date, horizon: int) -> tuple[float, float] | None:
    """Purchases and money a client in the same window a year before, of those known then; None without
    such a past.
    """
    then = cut - timedelta(days=YEAR_DAYS)
    if horizon > YEAR_DAYS:
        return None
    old = log.filter(log.day <= ibis.literal(then)).select("client").distinct()
    until = then + timedelta(days=horizon)
    window = log.filter((log.day > ibis.literal(then)) & (log.day <= ibis.literal(until)))
    of_old = window.semi_join(old, "client")
    amount = of_old.amount.sum().fill_null(0).cast("int64")
    sums = columns_of(of_old.aggregate(n=of_old.count(), amount=amount))
    clients = int(columns_of(old.aggregate(n=old.count()))["n"][0])
    return (float(sums["n"][0]) / clients, float(sums["amount"][0]) / clients) if clients else None


def _mean_youden(
    log: ir.Table, days: Sequence[date], horizon: int, lost: LostRule, multiplier: float
) -> float | None:
    found = []
    for cut in days:
        after = log.filter(
            (log.day > ibis.literal(cut)) & (log.day <= ibis.literal(cut + timedelta(days=horizon)))
        )
        rows = lost(log, cut, multiplier).join(
            after.select("client").distinct().mutate(back=True), "client", how="left"
        )
        gone = rows.back.isnull()
        sums = columns_of(
            rows.aggregate(
                called=rows.lost.sum(), right=(rows.lost & gone).sum(), gone=gone.sum(), clients=rows.count()
            )
        )
        one = {name: int(column[0] or 0) for name, column in sums.items()}
        youden = LostCheck("plain", one["called"], one["right"], one["gone"], one["clients"]).youden
        if youden is not None:
            found.append(youden)
    return float(np.mean(found)) if found else None


def _suggested(tried: tuple[tuple[float, float], ...]) -> float | None:
    """The best multiplier, or 4/3 where it is as good; None where nothing could be compared."""
    if not tried:
        return None
    by = dict(tried)
    best = max(by, key=lambda m: by[m])
    usual = by.get(DEFAULT_MULTIPLIER)
    return DEFAULT_MULTIPLIER if usual is not None and by[best] - usual < WORTH_A_CHANGE else best
