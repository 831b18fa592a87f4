"""The fit itself: derivatives, order of rows, the warm start, recovered parameters."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.analytics.models.logs import made_log
from vernost.analytics.models import bg_nbd, compression
from vernost.analytics.models.bg_likelihood import BgData
from vernost.analytics.models.compression import PurchaseCounts, purchase_counts, spend_counts
from vernost.analytics.models.gamma_gamma import GammaGammaData, fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.purchase_summary import purchase_summary


@pytest.fixture(scope="module")
def summary():  # type: ignore[no-untyped-def]
    return purchase_summary(made_log(), date(2024, 5, 15)).cache()


def close_to_differences(at, place) -> None:  # type: ignore[no-untyped-def]
    here, step = at(place), 1e-5
    for k in range(len(place)):
        up, down = place.copy(), place.copy()
        up[k] += step
        down[k] -= step
        slope = (at(up).value - at(down).value) / (2 * step)
        assert here.gradient[k] == pytest.approx(slope, rel=1e-5, abs=1e-3)
        bend = (at(up).gradient - at(down).gradient) / (2 * step)
        assert here.hessian[k] == pytest.approx(bend, rel=1e-5, abs=1e-3)


@pytest.mark.parametrize("modified", [False, True])
def test_derivatives_of_the_purchase_models(summary, modified) -> None:  # type: ignore[no-untyped-def]
    data = BgData.of(purchase_counts(summary), modified=modified, unit=7.0)
    close_to_differences(data.at, np.log(np.array([0.6, 5.0, 0.7, 2.0])))


def test_derivatives_of_the_money_model(summary) -> None:  # type: ignore[no-untyped-def]
    close_to_differences(GammaGammaData.of(spend_counts(summary)).at, np.log(np.array([5.0, 3.0, 0.8])))


def test_the_order_of_rows_and_the_warm_start_change_nothing(summary, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    counts = purchase_counts(summary)
    model = fit_mbg_nbd(counts)
    order = np.random.default_rng(1).permutation(len(counts.x))
    mixed = PurchaseCounts(counts.x[order], counts.t_x[order], counts.T[order], counts.n[order])
    assert fit_mbg_nbd(mixed).values == pytest.approx(model.values, rel=1e-7)
    monkeypatch.setattr(bg_nbd, "SAMPLE", 100)
    assert fit_mbg_nbd(counts).values == pytest.approx(model.values, rel=1e-6)


def test_the_unit_of_time_only_scales_alpha(summary) -> None:  # type: ignore[no-untyped-def]
    counts = purchase_counts(summary)
    weeks, days = fit_mbg_nbd(counts), fit_mbg_nbd(counts, unit_days=1.0)
    assert days["alpha"] == pytest.approx(7 * weeks["alpha"], rel=1e-5)
    assert days["a"] == pytest.approx(weeks["a"], rel=1e-5)


def test_parameters_that_made_the_log_lie_in_their_intervals() -> None:
    model = fit_mbg_nbd(
        purchase_counts(purchase_summary(made_log(4000, 700, seed=11), date(2024, 12, 1))), unit_days=1.0
    )
    truth = {"r": 0.8, "alpha": 40.0, "a": 0.8, "b": 2.5}
    for name, interval in model.interval(z=3.3).items():
        assert interval is not None
        assert interval[0] < truth[name] < interval[1]


def test_spends_of_many_clients_are_fitted_in_bins(summary, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    exact = spend_counts(summary)
    monkeypatch.setattr(compression, "EXACT_SPENDERS", 0)
    binned = spend_counts(summary)
    assert len(binned.z) < len(exact.z)
    assert (binned.clients, binned.spread) == (exact.clients, exact.spread)
    assert fit_gamma_gamma(binned).values == pytest.approx(fit_gamma_gamma(exact).values, rel=1e-5)
