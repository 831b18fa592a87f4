"""The check on the firm's own past, the next purchase, the revenue to come."""

from __future__ import annotations

from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np
import pytest

from tests.analytics.models.logs import Rows, made_log, purchases_of
from vernost.analytics.forecast.backtest import MULTIPLIERS, backtest
from vernost.analytics.forecast.next_purchase import next_purchase
from vernost.analytics.forecast.plain_lost import plain_lost
from vernost.analytics.forecast.revenue_forecast import revenue_forecast
from vernost.analytics.forecast.snapshot import numbered_purchases, snapshot
from vernost.analytics.models.compression import columns_of, purchase_counts
from vernost.analytics.models.errors import ShortPast
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd

AS_OF = date(2024, 8, 1)


@pytest.fixture(scope="module")
def log() -> ir.Table:
    return made_log(1500, 580)


def test_every_count_can_be_made_by_hand(log: ir.Table) -> None:
    cut = date(2024, 2, 1)
    (check,) = backtest(log, AS_OF, horizon=180, cuts=[cut], learned=False).checks
    rows = columns_of(log)
    days = rows["day"].astype("datetime64[D]")
    known = set(rows["client"][days <= np.datetime64(cut)])
    window = (days > np.datetime64(cut)) & (days <= np.datetime64(cut + timedelta(days=180)))
    came = [c for c in rows["client"][window] if c in known]
    amount = sum(a for c, a in zip(rows["client"][window], rows["amount"][window], strict=True) if c in known)
    assert check.clients == len(known)
    assert check.purchases.actual == len(came)
    assert check.revenue.actual == amount
    by_rule = {rule.rule: rule for rule in check.lost}
    assert set(by_rule) == {"plain", "model", "90 days", "180 days", "365 days"}
    last = {c: days[(rows["client"] == c) & (days <= np.datetime64(cut))].max() for c in known}
    called = {c for c, day in last.items() if (np.datetime64(cut) - day).astype(int) > 90}
    assert by_rule["90 days"].called == len(called)
    assert by_rule["90 days"].right == len(called - set(came))
    assert by_rule["90 days"].gone == len(known - set(came))
    assert sum(band.clients for band in check.bands) == len(known)


def test_the_forecast_is_of_the_right_size_where_the_model_is_true(log: ir.Table) -> None:
    tested = backtest(log, AS_OF, horizon=120, learned=False)
    assert len(tested.checks) == 3
    for check in tested.checks:
        assert check.purchases.forecast == pytest.approx(check.purchases.actual, rel=0.25)
        assert check.purchases.client_error <= check.purchases.client_error_naive
    assert tested.suggested_multiplier in MULTIPLIERS


def test_a_log_without_a_whole_horizon_is_refused(log: ir.Table) -> None:
    with pytest.raises(ShortPast, match="too short"):
        backtest(log, AS_OF, horizon=1000)


def test_the_plain_rule_is_the_golden_example() -> None:
    first = date(2023, 1, 1)
    rows: Rows = [("a", first + timedelta(days=90 * k), 100) for k in range(5)]
    last = rows[-1][1]
    for silent, lost in ((120, False), (121, True)):
        told = columns_of(plain_lost(purchases_of(rows), last + timedelta(days=silent), 4 / 3))
        assert bool(told["lost"][0]) is lost


def test_a_regular_client_comes_when_the_rhythm_says(log: ir.Table) -> None:
    model = fit_mbg_nbd(purchase_counts(snapshot(numbered_purchases(log), AS_OF, 1)))
    start = date(2024, 1, 1)
    rows: Rows = [("weekly", start + timedelta(days=7 * k), 5) for k in range(10)]
    rows += [("once", date(2022, 1, 1), 5), ("late", date(2024, 3, 1), 5)]
    as_of = date(2024, 3, 6)
    told = next_purchase(purchases_of(rows), model, as_of).to_pandas().set_index("client")
    assert told.loc["weekly", "next_source"] == "rhythm"
    assert told.loc["weekly", "next_purchase"].date() == date(2024, 3, 11)
    assert np.all(told["next_from"].dropna() > np.datetime64(as_of))
    dated = told.dropna(subset=["next_purchase"])
    assert np.all(dated["next_from"] <= dated["next_purchase"])
    assert np.all(dated["next_purchase"] <= dated["next_until"])


def test_revenue_is_forecast_with_bands_and_last_year_beside_it() -> None:
    told = revenue_forecast(made_log(3000, 850, seed=8), date(2025, 4, 1))
    assert len(told.months) == 12
    assert sum(month.revenue for month in told.months) == pytest.approx(told.revenue)
    assert told.low < told.revenue < told.high
    assert told.months[0].start == date(2025, 4, 2)
    assert told.last_year is not None
    assert told.last_year.forecast == pytest.approx(told.last_year.actual, rel=0.4)
