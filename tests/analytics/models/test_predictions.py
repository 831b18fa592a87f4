"""Predictions: one relational expression equal to the formulas, and stable where the formulas are not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.analytics.models.logs import made_log
from vernost.analytics.models.bg_nbd import fit_bg_nbd
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.chance_of_purchase import chance_of_purchase
from vernost.analytics.models.compression import columns_of, purchase_counts, spend_counts
from vernost.analytics.models.discount import discount_weights
from vernost.analytics.models.errors import BadHorizon
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.expected_purchases import expected_purchases, purchase_scatter
from vernost.analytics.models.expected_spend import expected_spend
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.predictions import predictions
from vernost.analytics.models.purchase_distribution import purchase_distribution, purchase_interval
from vernost.analytics.models.purchase_summary import purchase_summary


def model_of(kind: str, a: float = 0.7929) -> Estimate:
    return Estimate(kind, ("r", "alpha", "a", "b"), (0.2426, 4.4136, a, 2.4259), np.zeros((4, 4)), 0.0, 1)


@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_mbg_nbd])
@pytest.mark.parametrize("horizon", [0, 1, 180, 3650, 1_000_000])
def test_the_expression_equals_the_formulas(fit, horizon) -> None:  # type: ignore[no-untyped-def]
    summary = purchase_summary(made_log(), date(2024, 5, 15)).cache()
    model, money = fit(purchase_counts(summary)), fit_gamma_gamma(spend_counts(summary))
    told = predictions(summary, model, horizon=horizon, money=money)
    rows = columns_of(summary.join(told, "client"))
    x, t_x, T = rows["x"], rows["t_x"], rows["T"]
    assert rows["chance_alive"] == pytest.approx(chance_alive(model, x, t_x, T))
    assert rows["chance_purchase"] == pytest.approx(chance_of_purchase(model, x, t_x, T, horizon))
    purchases = expected_purchases(model, x, t_x, T, horizon)
    assert rows["expected_purchases"] == pytest.approx(purchases, rel=1e-8, abs=1e-12)
    spend = 100 * expected_spend(money, x, rows["spend"] / 100)
    assert rows["expected_value"] == pytest.approx(purchases * spend, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("kind", ["BG/NBD", "MBG/NBD"])
@pytest.mark.parametrize("horizon", [30, 364, 3650])
def test_mean_and_scatter_are_those_of_the_distribution(kind: str, horizon: int) -> None:
    model, past = model_of(kind), ([0, 0, 1, 5, 60], [0, 0, 21, 140, 340], [70, 273, 273, 273, 350])
    chances = purchase_distribution(model, *past, horizon, 9000)
    k = np.arange(9001)
    mean = expected_purchases(model, *past, horizon)
    assert chances.sum(axis=1) == pytest.approx(np.ones(5))
    assert chances @ k == pytest.approx(mean)
    assert chances @ k**2 - (chances @ k) ** 2 == pytest.approx(
        purchase_scatter(model, *past, horizon), rel=1e-5
    )
    assert 1 - chances[:, 0] == pytest.approx(chance_of_purchase(model, *past, horizon))
    low, high = purchase_interval(model, *past, horizon, level=0.8, most=9000)
    for row, (least, most) in enumerate(zip(low, high, strict=True)):
        assert chances[row, int(least) : int(most) + 1].sum() >= 0.8 - 1e-9


def test_nothing_breaks_at_two_hundred_purchases_and_a_near_one() -> None:
    for a in (1e-3, 0.5, 1 - 1e-9, 1.0, 1 + 1e-9, 30.0, 5000.0):
        told = expected_purchases(model_of("MBG/NBD", a), [200, 200, 0], [700, 100, 0], [720, 720, 720], 3650)
        assert np.all(np.isfinite(told))
        assert np.all(told >= 0)
    near = [
        expected_purchases(model_of("BG/NBD", a), 9, 200, 210, 3650)[0] for a in (1 - 1e-7, 1.0, 1 + 1e-7)
    ]
    assert near[0] == pytest.approx(near[1], rel=1e-5)
    assert near[2] == pytest.approx(near[1], rel=1e-5)


def test_a_horizon_of_zero_is_zero_and_purchases_only_grow() -> None:
    model, past = model_of("BG/NBD"), (4, 100, 150)
    told = [expected_purchases(model, *past, h)[0] for h in (0, 1, 10, 100, 1_000, 10_000, 1_000_000)]
    assert told[0] == 0
    assert told == sorted(told)
    assert chance_of_purchase(model, *past, 1_000_000)[0] <= chance_alive(model, *past)[0]


@pytest.mark.parametrize("horizon", [-1, float("nan"), float("inf")])
def test_it_refuses_a_horizon_that_is_none(horizon: float) -> None:
    with pytest.raises(BadHorizon, match="zero or more"):
        expected_purchases(model_of("BG/NBD"), 1, 1, 2, horizon)


def test_discounting_is_the_integral() -> None:
    moments, weights = discount_weights(3650, 0.15)
    force = np.log(1.15) / 365.25
    # for E(t) = t the sum is the integral of e^(−δs)
    assert weights @ moments == pytest.approx((1 - np.exp(-force * 3650)) / force, rel=1e-9)
    moments, weights = discount_weights(360, 1.01 ** (365.25 / 30) - 1, step_days=30)
    assert weights @ moments == pytest.approx(sum(30 / 1.01**k for k in range(1, 13)))
    assert discount_weights(0, 0.1)[0] == pytest.approx([0.0])
