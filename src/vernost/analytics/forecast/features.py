"""The inputs of the learned chance, as relational expressions: one implementation to learn and to ask."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from vernost.analytics.forecast.pause_survival import PauseSurvival, survival_group
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.predictions import chance_alive_expression, living_purchases

FEATURES = (
    "published", "published_count", "returning", "silence_log", "ratio", "late", "due", "over_longest",
    "purchases", "age", "in_30_log", "in_90_log", "warm_30", "warm_120", "warm_480", "season", "season_none",
    "money", "last_money", "once", "twice", "once_silence", "rhythm_log",
)  # fmt: skip


def features(
    known: ir.Table, model: Estimate, survival: PauseSurvival, *, horizon: int, base_rhythm: float
) -> ir.Table:
    """One row a client: `client`, `bought` (1 where a purchase followed), `mbg` chance and FEATURES, all
    float64.

    In: a snapshot; the MBG/NBD estimate and the survival of silences of the same day; `base_rhythm` days
    stands in for clients without a pause. `published` and `returning` are log-odds of a purchase within
    `horizon` days by MBG/NBD and by Kaplan-Meier, the rest logarithms of days, counts and money.
    """
    require_columns(known, "The learned chance", "x", "t_x", "T", "silence", "rhythm", "longest", "total")
    ahead = living_purchases(known, model, horizon).drop("discounted_if_alive")
    rows = known.mutate(survival_group=survival_group(known.x))
    rows = rows.join(ahead, ["x", "T"], how="left")
    rows = rows.join(survival.table(horizon), ["survival_group", "silence"], how="left")
    x, age, silence = (rows[name].cast("float64") for name in ("x", "T", "silence"))
    alpha = model["alpha"] * model.unit_days
    alive = chance_alive_expression(rows, model)
    mbg = alive * (1.0 - (-(x + model["r"]) * ((age + alpha + horizon) / (age + alpha)).ln()).exp())
    rhythm = rows.rhythm.fill_null(base_rhythm)
    ratio = within(((silence + 1.0) / (rhythm + 1.0)).ln(), -5.0, 5.0)
    once, year_old = flag(rows.x == 0), rows["T"] >= 365
    longest = within(((silence + 1.0) / (rows.longest.fill_null(0.0) + 1.0)).ln(), -5.0, 5.0)
    average = ibis.greatest(rows.total.cast("float64"), 1.0) / (x + 1.0)
    return rows.select(
        client=rows.client,
        bought=flag(rows.followed > 0),
        mbg=mbg,
        published=log_odds(mbg),
        published_count=ibis.greatest(alive * rows.purchases_if_alive, 1e-6).ln(),
        returning=log_odds(rows.returning.fill_null(0.0)),
        silence_log=log1p(rows.silence),
        ratio=ratio,
        late=ibis.greatest(ratio, 0.0),
        due=flag((rhythm > silence) & (rhythm <= silence + float(horizon)) & (rows.x > 0)),
        over_longest=ibis.ifelse(rows.x > 0, longest, zero()),
        purchases=log1p(rows.x),
        age=log1p(rows["T"]),
        in_30_log=log1p(rows.in_30),
        in_90_log=log1p(rows.in_90),
        warm_30=(rows.warmth_30 + 1e-3).ln(),
        warm_120=(rows.warmth_120 + 1e-3).ln(),
        warm_480=(rows.warmth_480 + 1e-3).ln(),
        season=ibis.ifelse(year_old, log1p(rows.year_ago), zero()),
        season_none=flag(year_old & (rows.year_ago == 0)),
        money=average.ln(),
        last_money=(ibis.greatest(rows.latest.cast("float64"), 1.0) / average).ln(),
        once=once,
        twice=flag(rows.x == 1),
        once_silence=once * log1p(rows.silence),
        rhythm_log=(rhythm + 1.0).ln(),
    )


def log1p(value: ir.NumericValue) -> ir.FloatingValue:
    return (value.cast("float64") + 1.0).ln()


def log_odds(chance: ir.FloatingValue) -> ir.FloatingValue:
    safe = within(chance, 1e-5, 1.0 - 1e-5)
    return (safe / (1.0 - safe)).ln()


def within(value: ir.FloatingValue, low: float, high: float) -> ir.FloatingValue:
    return ibis.least(ibis.greatest(value, low), high)


def flag(value: ir.BooleanValue) -> ir.FloatingValue:
    return value.cast("int8").cast("float64")


def zero() -> ir.FloatingScalar:
    return ibis.literal(0.0, "float64")
