"""The figures that the papers and `lifetimes` print for CDNOW."""

from __future__ import annotations

import warnings
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pytest

from tests.analytics.models.logs import cdnow
from vernost.analytics.models.bg_nbd import fit_bg_nbd
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.compression import columns_of, purchase_counts, spend_counts
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.expected_purchases import expected_purchases
from vernost.analytics.models.expected_spend import expected_spend
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.purchase_distribution import purchase_distribution
from vernost.analytics.models.purchase_summary import purchase_summary

NAMES = ("r", "alpha", "a", "b")
NO_ERRORS = np.zeros((4, 4))


@pytest.fixture(scope="module")
def summary() -> ir.Table:
    return purchase_summary(cdnow("sample"), date(1997, 9, 30)).cache()


@pytest.fixture(scope="module")
def whole() -> ir.Table:
    return purchase_summary(cdnow("master"), date(1998, 6, 30)).cache()


def test_bg_nbd_on_the_sample(summary: ir.Table) -> None:
    model = fit_bg_nbd(purchase_counts(summary))
    assert model.values == pytest.approx((0.2425945, 4.4136019, 0.7929199, 2.4258881), abs=1e-4)
    assert model.log_likelihood == pytest.approx(-9582.429, abs=1e-3)
    assert model.clients == 2357
    assert model.weak == ()


def test_gamma_gamma_on_its_repeaters(summary: ir.Table) -> None:
    money = fit_gamma_gamma(spend_counts(summary))
    assert money.clients == 946
    assert money.values == pytest.approx((6.25, 3.74, 15.44), abs=5e-3)
    assert money.log_likelihood == pytest.approx(-4055.9177, abs=1e-3)


def test_the_published_client(summary: ir.Table) -> None:
    model = fit_bg_nbd(purchase_counts(summary))
    client = (26, 30.857 * 7, 31 * 7)
    assert chance_alive(model, *client)[0] == pytest.approx(0.96885, abs=1e-5)
    assert expected_purchases(model, *client, 52 * 7)[0] == pytest.approx(25.757, abs=1e-3)


def test_the_published_chance_of_none_in_39_weeks() -> None:
    # printed for the parameters rounded to three places
    model = Estimate("BG/NBD", NAMES, (0.243, 4.414, 0.793, 2.426), NO_ERRORS, 0.0, 2357)
    assert purchase_distribution(model, 0, 0, 0, 39 * 7, 0)[0, 0] == pytest.approx(0.5737864, abs=1e-6)


def test_the_first_ten_clients_expected_spend(summary: ir.Table) -> None:
    # printed for p, q, v rounded to two places
    money = Estimate("Gamma-Gamma", ("p", "q", "v"), (6.25, 3.74, 15.44), np.zeros((3, 3)), 0.0, 946)
    ten = columns_of(summary.order_by("client").limit(10))
    told = expected_spend(money, ten["x"], ten["spend"] / 100)
    assert told == pytest.approx(
        [24.66, 18.92, 35.22, 35.22, 35.22, 71.47, 18.92, 35.22, 27.29, 35.22], abs=0.01
    )


def test_lifetimes_agrees_on_the_whole(whole: ir.Table) -> None:
    warnings.simplefilter("ignore")
    lifetimes = pytest.importorskip("lifetimes")
    rows = columns_of(whole.select("x", "t_x", "T", "spend"))
    x, t_x, T = (rows[name].astype(float) for name in ("x", "t_x", "T"))
    counts = purchase_counts(whole)
    for ours, theirs in (
        (fit_bg_nbd(counts), lifetimes.BetaGeoFitter()),
        (fit_mbg_nbd(counts), lifetimes.ModifiedBetaGeoFitter()),
    ):
        theirs.fit(x, t_x / 7, T / 7)
        assert ours.values == pytest.approx(theirs.params_.values, rel=1e-4)
        errors = [ours.standard_errors[name] for name in NAMES]
        assert errors == pytest.approx(theirs.standard_errors_.values, rel=2e-3)
        told = theirs.conditional_expected_number_of_purchases_up_to_time(26, x, t_x / 7, T / 7)
        assert expected_purchases(ours, x, t_x, T, 182) == pytest.approx(told, rel=1e-3)
        assert chance_alive(ours, x, t_x, T) == pytest.approx(
            theirs.conditional_probability_alive(x, t_x / 7, T / 7), abs=1e-4
        )
    paying = (x > 0) & (rows["spend"] > 0)
    money = fit_gamma_gamma(spend_counts(whole))
    theirs = lifetimes.GammaGammaFitter()
    theirs.fit(x[paying], rows["spend"][paying] / 100 / x[paying])
    assert money.values == pytest.approx(theirs.params_.values, rel=1e-4)
