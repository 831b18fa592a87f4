"""The check on the firm's own past, the next purchase, the revenue to come."""

from __future__ import annotations

from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np
import pytest

from tests.analytics.models.logs import Rows, made_log, purchases_of
from vernost.analytics import Question, analyse
from vernost.analytics.engine import rows
from vernost.analytics.forecast.backtest import MULTIPLIERS, _suggested, backtest
from vernost.analytics.forecast.lost_rule import lost_by_rule
from vernost.analytics.forecast.next_purchase import MODEL, NOTHING, RHYTHM, next_purchases
from vernost.analytics.forecast.past import Past
from vernost.analytics.forecast.purchase_log import PurchaseLog, from_number, read_log
from vernost.analytics.forecast.revenue_forecast import revenue_forecast
from vernost.analytics.forecast.snapshot import snapshot
from vernost.analytics.models.compression import columns_of, compressed
from vernost.analytics.models.errors import ShortPast
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd

AS_OF = date(2024, 8, 1)


@pytest.fixture(scope="module")
def log() -> ir.Table:
    return made_log(1500, 580)


def test_every_count_can_be_made_by_hand(log: ir.Table) -> None:
    cut = date(2024, 2, 1)
    (check,) = backtest(Past(read_log(log), AS_OF), AS_OF, horizon=180, cuts=[cut], learned=False).checks
    table = columns_of(log)
    days = table["day"].astype("datetime64[D]")
    known = set(table["client"][days <= np.datetime64(cut)])
    window = (days > np.datetime64(cut)) & (days <= np.datetime64(cut + timedelta(days=180)))
    came = [c for c in table["client"][window] if c in known]
    amount = sum(
        a for c, a in zip(table["client"][window], table["amount"][window], strict=True) if c in known
    )
    assert check.clients == len(known)
    assert check.purchases.actual == len(came)
    assert check.revenue.actual == amount
    by_rule = {rule.rule: rule for rule in check.lost}
    assert set(by_rule) == {"plain", "model", "90", "180", "365"}
    last = {c: days[(table["client"] == c) & (days <= np.datetime64(cut))].max() for c in known}
    called = {c for c, day in last.items() if (np.datetime64(cut) - day).astype(int) > 90}
    assert by_rule["90"].called == len(called)
    assert by_rule["90"].right == len(called - set(came))
    assert by_rule["90"].gone == len(known - set(came))
    assert sum(band.clients for band in check.bands) == len(known)


def test_the_forecast_is_of_the_right_size_where_the_model_is_true(log: ir.Table) -> None:
    tested = backtest(Past(read_log(log), AS_OF), AS_OF, horizon=120, learned=False)
    assert len(tested.checks) == 3
    for check in tested.checks:
        assert check.purchases.forecast == pytest.approx(check.purchases.actual, rel=0.25)
        assert check.purchases.client_error <= check.purchases.client_error_naive
    assert tested.multiplier.best in MULTIPLIERS


def test_a_log_without_a_whole_horizon_is_refused(log: ir.Table) -> None:
    with pytest.raises(ShortPast, match="too short"):
        backtest(Past(read_log(log), AS_OF), AS_OF, horizon=1000)


def log_of_rows(rows: Rows) -> PurchaseLog:
    return read_log(purchases_of(rows))


def test_the_plain_rule_is_the_golden_example() -> None:
    first = date(2023, 1, 1)
    rows: Rows = [("a", first + timedelta(days=90 * k), 100) for k in range(5)]
    last, log = rows[-1][1], log_of_rows(rows)
    for silent, lost in ((120, False), (121, True)):
        day = last + timedelta(days=silent)
        assert bool(lost_by_rule(log, snapshot(log, day, 0), day, factor=4 / 3)[0]) is lost


def test_the_plain_rule_is_that_of_the_lifecycle(log: ir.Table) -> None:
    orders = log.mutate(at=log.day, refund=False).select("client", "at", "amount", "refund")
    clients = rows(analyse(orders, AS_OF, Question(refunds=False, detail=False)).clients)
    known = read_log(log.filter(log.day <= AS_OF))
    lost = lost_by_rule(known, snapshot(known, AS_OF, 0), AS_OF, factor=4 / 3)
    assert {row["client"] for row in clients if row["is_lost"]} == set(
        np.array(known.names.to_pylist())[lost].tolist()
    )


def test_the_best_line_at_the_end_of_the_grid_is_no_suggestion() -> None:
    tried = ((1.0, 0.1), (4 / 3, 0.2), (2.0, 0.3), (12.0, 0.9))
    found = _suggested(tried, 4 / 3)
    assert (found.best, found.suggested, found.at_edge) == (12.0, None, True)
    assert _suggested(tried[:2], 4 / 3).suggested == 4 / 3
    assert _suggested(((1.0, 0.1), (4 / 3, 0.2), (2.0, 0.3), (3.0, 0.1)), 4 / 3).suggested == 2.0


def test_a_regular_client_comes_when_the_rhythm_says(log: ir.Table) -> None:
    base = read_log(log)
    there = snapshot(base, AS_OF, 1)
    model = fit_mbg_nbd(compressed(there.x, there.t_x, there.T))
    start = date(2024, 1, 1)
    made: Rows = [("weekly", start + timedelta(days=7 * k), 5) for k in range(10)]
    made += [("once", date(2022, 1, 1), 5), ("late", date(2024, 3, 1), 5)]
    as_of = date(2024, 3, 6)
    few = log_of_rows(made)
    known = snapshot(few, as_of, 0)
    told = next_purchases(few, known, model, as_of)
    by_name = dict(zip(np.array(few.names.to_pylist())[known.client], range(3), strict=True))
    weekly = by_name["weekly"]
    assert told.source[weekly] == RHYTHM
    assert from_number(int(told.day[weekly])) == date(2024, 3, 11)
    assert set(told.source[told.day != NOTHING].tolist()) <= {RHYTHM, MODEL}
    dated = told.day != NOTHING
    assert np.all(told.earliest[dated] > (as_of - date(1970, 1, 1)).days)
    assert np.all(told.earliest <= told.day)
    assert np.all(told.day <= told.latest)


def test_revenue_is_forecast_with_bands_and_last_year_beside_it() -> None:
    told = revenue_forecast(read_log(made_log(3000, 850, seed=8)), date(2025, 4, 1))
    assert len(told.months) == 12
    assert sum(month.revenue for month in told.months) == pytest.approx(told.revenue)
    assert told.low < told.revenue < told.high
    assert told.months[0].start == date(2025, 4, 2)
    assert told.last_year is not None
    assert told.last_year.forecast == pytest.approx(told.last_year.actual, rel=0.4)
