"""What every client will do: chance alive, chance of a purchase, purchases and value (rule 2.8)."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np

from vernost.analytics.engine import handed
from vernost.analytics.models.columns import require_columns
from vernost.analytics.models.compression import Whole, columns_of
from vernost.analytics.models.discount import discount_weights
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.leaving import Vector, mean_if_alive

TOLD = ("chance_alive", "chance_purchase", "expected_purchases", "expected_spend", "expected_value")
POINTS = 24  # Chebyshev points in ln(α+T): the integral is analytic there, 1e−12 is met with fewer


def predictions(
    summary: ir.Table,
    model: Estimate,
    *,
    horizon: float,
    money: Estimate | None = None,
    minor_units: int = 100,
    rate_a_year: float = 0.0,
    step_days: float | None = None,
) -> ir.Table:
    """One row a client: `client, chance_alive, chance_purchase, expected_purchases, expected_spend,
    expected_value`.

    In: the purchase summary, a BG/NBD or MBG/NBD estimate and, for money, a Gamma-Gamma one. Chances in 0…1;
    purchases within `horizon` days after the summary's date; spend of a purchase and value in minor units
    (value discounted at `rate_a_year`; NULL without a money model). All clients are one relational
    expression: the part that needs an integral depends on (x, T) only, is made for the distinct pairs and
    joined. Formulas and sources: see `chance_alive`, `chance_of_purchase`, `expected_purchases`,
    `expected_spend`.
    """
    require_columns(summary, "The forecast", "client", "x", "t_x", "T", "spend")
    pairs = columns_of(summary.select("x", "T").distinct())
    ahead = living_purchases(
        model, pairs["x"], pairs["T"], horizon, rate_a_year=rate_a_year, step_days=step_days
    )
    told = with_predictions(summary, model, ahead, money=money, minor_units=minor_units)
    return told.select("client", *TOLD)


def with_predictions(
    summary: ir.Table,
    model: Estimate,
    ahead: Living,
    *,
    money: Estimate | None = None,
    minor_units: int = 100,
) -> ir.Table:
    """The summary with the columns TOLD beside its own; see :func:`predictions`.

    :param ahead: of :func:`living_purchases`, for every (x, T) of the summary.
    """
    rows = summary.join(ahead.beside(summary), ["x", "T"], how="left")
    alive = chance_alive_expression(rows, model)
    alpha_days = model["alpha"] * model.unit_days
    x, age = rows.x.cast("float64"), rows["T"].cast("float64")
    buys = 1.0 - (-(x + model["r"]) * ((age + alpha_days + ahead.horizon) / (age + alpha_days)).ln()).exp()
    spend = expected_spend_expression(rows, money, minor_units)
    told = {
        "chance_alive": alive,
        "chance_purchase": alive * buys,
        "expected_purchases": alive * rows.purchases_if_alive,
        "expected_spend": spend,
        "expected_value": alive * rows.discounted_if_alive * spend,
    }
    return rows.select(*summary.columns, **told)


def chance_alive_expression(rows: ir.Table, model: Estimate) -> ir.FloatingColumn:
    """`chance_alive` as a relational expression over columns x, t_x, T."""
    modified, alpha = model.model == "MBG/NBD", model["alpha"] * model.unit_days
    # whole numbers are cast first: DuckDB reads a bare 0.25 as a DECIMAL and overflows on adding it
    x, t_x, age = (rows[name].cast("float64") for name in ("x", "t_x", "T"))
    rest = (x if modified else ibis.greatest(x, 1.0) - 1.0) + model["b"]
    gap = ((age + alpha) / (t_x + alpha)).ln()
    z = (x + model["r"]) * gap - (rest / model["a"]).ln()
    alive = 1.0 / (ibis.least(z, 700.0).exp() + 1.0)
    return alive if modified else ibis.ifelse(x == 0.0, ibis.literal(1.0, "float64"), alive)


def expected_spend_expression(rows: ir.Table, money: Estimate | None, minor_units: int) -> ir.FloatingValue:
    """`expected_spend` as a relational expression in minor units; NULL without a model or without a mean."""
    if money is None:
        return ibis.null("float64")
    known = rows.x.cast("float64") * money["p"] + (money["q"] - 1.0)
    positive = ibis.greatest(rows.spend.cast("float64"), 0.0) + money["v"] * minor_units
    return ibis.ifelse(known > 0, positive * money["p"] / known, ibis.null("float64"))


@dataclass(frozen=True)
class Living:
    """For distinct (x, T): purchases of living clients within `horizon` days, plain and discounted."""

    horizon: float
    x: Whole
    T: Whole
    purchases: Vector
    discounted: Vector

    def beside(self, table: ir.Table) -> ir.Table:
        """As a table `x, T, purchases_if_alive, discounted_if_alive` of the engine that holds `table`."""
        return handed(
            table,
            {"x": self.x, "T": self.T},
            {"purchases_if_alive": self.purchases, "discounted_if_alive": self.discounted},
        )


def living_purchases(
    model: Estimate,
    x: Whole,
    T: Whole,
    horizon: float,
    *,
    rate_a_year: float = 0.0,
    step_days: float | None = None,
) -> Living:
    """What `with_predictions` cannot write as an expression; discounted by the weights of `discount`.

    In: the distinct pairs of x and T (days).
    """
    return Living(horizon, x, T, *_of_pairs(model, x, T, horizon, rate_a_year, step_days))


def purchases_of_living(model: Estimate, x: Whole, T: Whole, horizon: float) -> Vector:
    """E[X(horizon)] (n,) of living clients with x repeat purchases at age T days, by distinct (x, T)."""
    wide = int(T.max(initial=0)) + 1
    keys, place = np.unique(x.astype(np.int64) * wide + T, return_inverse=True)
    return _of_pairs(model, keys // wide, keys % wide, horizon)[0][place]


def _of_pairs(
    model: Estimate,
    x: Whole,
    T: Whole,
    horizon: float,
    rate_a_year: float = 0.0,
    step_days: float | None = None,
) -> tuple[Vector, Vector]:
    """Expected purchases of living clients, plain and discounted, for distinct (x, T)."""
    age = T / model.unit_days
    moments, weights = discount_weights(horizon, rate_a_year, step_days=step_days)
    plain = len(moments) == 1 and moments[0] == horizon and weights[0] == 1.0
    last = np.array([float(horizon)])
    purchases, discounted = np.empty(len(x)), np.empty(len(x))
    order = np.argsort(x, kind="stable")
    cuts = np.flatnonzero(np.diff(x[order])) + 1
    for same in np.split(order, cuts) if len(x) else []:
        value = float(x[same[0]])
        purchases[same] = _over_ages(model, value, age[same], last, np.ones(1))
        discounted[same] = purchases[same] if plain else _over_ages(model, value, age[same], moments, weights)
    return purchases, discounted


def _over_ages(model: Estimate, x: float, age: Vector, moments: Vector, weights: Vector) -> Vector:
    """Σ w·E[X(t)] of living clients at many ages (m,): by Chebyshev interpolation where ages are many."""
    if len(age) <= POINTS:
        return _weighted(model, x, age, moments, weights)
    low, high = np.log(model["alpha"] + age.min()), np.log(model["alpha"] + age.max())
    series = np.polynomial.chebyshev.Chebyshev.interpolate(
        lambda place: _weighted(model, x, np.exp(place) - model["alpha"], moments, weights),
        POINTS - 1,
        domain=[low, high],
    )
    return np.asarray(series(np.log(model["alpha"] + age)))


def _weighted(model: Estimate, x: float, age: Vector, moments: Vector, weights: Vector) -> Vector:
    found = np.zeros_like(age)
    ahead = moments / model.unit_days
    pairs = mean_if_alive(model, x, np.repeat(age, len(ahead)), np.tile(ahead, len(age)))
    found += pairs.reshape(len(age), len(ahead)) @ weights
    return found
