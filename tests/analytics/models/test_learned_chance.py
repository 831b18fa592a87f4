"""The chance that learns from the firm's own past."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tests.analytics.models.keeping import kept, until
from tests.analytics.models.logs import cdnow, made_log, online_retail
from tests.analytics.models.trades import ORIGIN, TRADES
from vernost.analytics.forecast.forecasting import Forecasting, forecasting
from vernost.analytics.forecast.learned_chance import (
    NOT_BETTER,
    PUBLISHED,
    TOO_SHORT,
    choose_way,
    learn_chance,
)
from vernost.analytics.forecast.past import Past, standing_of
from vernost.analytics.forecast.purchase_log import PurchaseLog, part_of, read_log
from vernost.analytics.forecast.snapshot import snapshot


@pytest.fixture(scope="module")
def whole() -> PurchaseLog:
    return read_log(cdnow("master"))


def test_it_beats_both_on_cdnow(whole: PurchaseLog) -> None:
    found = kept(whole, date(1997, 12, 31), 180)
    assert found.loss < 0.4209
    assert found.area is not None
    assert found.area > 0.8065
    assert found.error is not None
    assert found.error < 0.02


@pytest.mark.parametrize(
    ("as_of", "horizon"),
    [(date(1998, 1, 31), 60), (date(1997, 8, 15), 60), (date(1997, 9, 30), 270), (date(1998, 3, 31), 90)],
)
def test_it_keeps_its_promise_on_days_it_was_not_tuned_on(
    whole: PurchaseLog, as_of: date, horizon: int
) -> None:
    assert kept(whole, as_of, horizon).ratio < 1.01


@pytest.mark.parametrize(
    ("trade", "back", "horizon"),
    [
        ("plain", 30, 30), ("plain", 485, 365), ("yearly", 90, 90), ("yearly", 300, 180), ("wave", 210, 90),
        ("christmas", 365, 365), ("christmas", 300, 180), ("weekly", 90, 90), ("stop", 150, 30), ("stop",
        210, 90),
        ("boom", 210, 90), ("growth", 365, 365), ("decay", 180, 180), ("once", 30, 30), ("once", 150, 30),
        ("tiny", 30, 30), ("regular", 180, 180),
    ],
)  # fmt: skip
def test_it_is_never_worse_than_the_published_model_by_a_hundredth(
    trade: str, back: int, horizon: int
) -> None:
    make, days = TRADES[trade]
    assert kept(make(), ORIGIN + timedelta(days=days - back), horizon).ratio < 1.01


@pytest.mark.parametrize(
    ("trade", "horizon"), [("yearly", 90), ("weekly", 90), ("regular", 180), ("decay", 90)]
)
def test_it_is_better_where_the_past_has_something_to_teach(trade: str, horizon: int) -> None:
    make, days = TRADES[trade]
    assert kept(make(), ORIGIN + timedelta(days=days - horizon), horizon).ratio < 0.97


@pytest.mark.parametrize(
    ("as_of", "horizon"), [(date(2011, 5, 1), 30), (date(2011, 9, 1), 60), (date(2011, 11, 9), 30)]
)
def test_it_is_better_on_a_real_shop(as_of: date, horizon: int) -> None:
    purchases = online_retail()
    if purchases is None:
        pytest.skip("Online Retail is not in ../shared/data")
    assert kept(read_log(purchases), as_of, horizon).ratio < 1.0


def test_it_sees_nothing_after_the_day_asked() -> None:
    log, as_of = read_log(made_log(900, 420)), date(2024, 2, 1)
    one = choose_way(Past(until(log, as_of), as_of), as_of, 90)
    table = made_log(900, 420)
    two = learn_chance(table.filter(table.day <= as_of), as_of, 90)
    assert one.way == two.way
    assert one.correction.weights == pytest.approx(two.correction.weights)


def test_a_past_without_a_whole_window_says_so() -> None:
    learned = learn_chance(made_log(900, 420), date(2023, 9, 1), 300)
    assert learned.way == PUBLISHED
    assert learned.note == TOO_SHORT


def test_where_the_published_model_is_the_truth_it_stands_alone() -> None:
    learned = learn_chance(made_log(3000, 700, seed=5), date(2024, 6, 1), 90)
    assert learned.note == NOT_BETTER


def test_a_horizon_of_zero_needs_no_lesson() -> None:
    assert learn_chance(made_log(500, 300), date(2023, 10, 1), 0).way == PUBLISHED


@pytest.mark.parametrize("horizon", [0, 30, 1_000_000])
def test_one_client_is_told_the_same_alone_and_after_keeping_the_parameters(horizon: int) -> None:
    make, days = TRADES["regular"]
    log, as_of = make(), ORIGIN + timedelta(days=days - 30)
    then = until(log, as_of)
    known = snapshot(then, as_of, 0)
    learned = choose_way(Past(then, as_of), as_of, horizon) if horizon else None
    whole = forecasting(as_of, horizon, standing_of(then, known, as_of), None, 1.0, learned)
    again = Forecasting.from_json(whole.to_json())
    told = whole.tell(then)
    for client in (0, 7, then.clients - 1):
        alone = again.tell(part_of(then, np.array([client])))
        for name in ("chance_alive", "chance_purchase", "expected_purchases", "expected_value"):
            assert getattr(alone, name)[0] == pytest.approx(getattr(told, name)[client], rel=1e-9)
        assert alone.next.day[0] == told.next.day[client]
    assert np.all((told.chance_purchase >= 0) & (told.chance_purchase <= 1))
    assert np.all(told.expected_purchases >= told.chance_purchase - 1e-12)
