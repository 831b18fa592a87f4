"""Everything foretold of one log: what the report asks for, large logs, and bad input."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.analytics.models.logs import Rows, made_log, purchases_of
from vernost.analytics import Analysis, Question, analyse
from vernost.analytics.engine import rows
from vernost.analytics.forecast import outlook as outlooks
from vernost.analytics.forecast.outlook import Outlook, Wish, outlook

DAY = date(2024, 1, 1)


def analysed(purchases, as_of: date | None = None) -> Analysis:  # type: ignore[no-untyped-def]
    orders = purchases.select("client", at="day", amount="amount", refund=False)
    return analyse(orders, as_of, Question(refunds=False, detail=False))


@pytest.fixture(scope="module")
def firm() -> Analysis:
    return analysed(made_log(1500, 700, seed=21), date(2024, 11, 15))


def told(found: Outlook) -> dict[object, dict[str, object]]:
    return {row["client"]: row for row in rows(found.clients)}


def test_expected_loss_is_the_sum_over_the_lost(firm: Analysis) -> None:
    found = outlook(firm, Wish())
    by_client = told(found)
    sums = sum(
        row["money_lost_a_year"] * (1 - by_client[row["client"]]["chance_year"])
        for row in rows(firm.clients)
        if row["is_lost"]
    )
    assert found.expected_by == "models"
    assert found.expected_a_year == pytest.approx(sums, abs=1)
    assert 0 < sums < firm.loss.money_a_year


def test_the_check_on_the_past_counts_as_the_rule_does(firm: Analysis) -> None:
    found = outlook(firm, Wish())
    assert found.backtest is not None
    plain = found.backtest.checks[0].lost_by("plain")
    assert plain.called == firm.loss.came_back.cases
    assert plain.called - plain.right == firm.loss.came_back.returned


def test_a_year_stays_a_year_whatever_the_horizon(firm: Analysis) -> None:
    one, other = outlook(firm, Wish()), outlook(firm, Wish(horizon=30))
    assert one.expected_a_year == other.expected_a_year
    assert told(one)[3]["chance_purchase"] == told(one)[3]["chance_year"]
    assert told(other)[3]["chance_purchase"] < told(other)[3]["chance_year"]  # type: ignore[operator]


def test_a_large_log_gets_the_published_model_and_says_so(
    firm: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = outlook(firm, Wish(detail=True))
    monkeypatch.setattr(outlooks, "LEARNS_UP_TO", 100)
    monkeypatch.setattr(outlooks, "PART", 500)
    large = outlook(firm, Wish())
    assert large.learned is None
    assert large.sampled_of == firm.totals.clients
    assert large.backtest is not None
    assert large.backtest.checks[0].clients < firm.totals.clients
    assert large.bg_nbd is not None
    assert small.bg_nbd is not None
    assert large.bg_nbd.values == pytest.approx(small.bg_nbd.values, rel=1e-5)
    few, many = told(small), told(large)
    assert set(few) == set(many)
    for client in list(few)[:50]:
        assert many[client]["chance_alive"] == pytest.approx(few[client]["chance_alive"], rel=1e-4)
    assert small.revenue is not None


BAD: dict[str, Rows] = {
    "all bought once": [(c, DAY + timedelta(days=c % 300), 100) for c in range(400)],
    "one day": [(c, DAY, 100) for c in range(100)],
    "nothing but zeros": [(c, DAY + timedelta(days=c % 40 + 30 * k), 0) for c in range(80) for k in range(4)],
    "identical amounts": [
        (c, DAY + timedelta(days=c % 40 + 30 * k), 500) for c in range(80) for k in range(4)
    ],
    "one client": [(1, DAY + timedelta(days=30 * k), 100) for k in range(8)],
}


@pytest.mark.parametrize("horizon", [0, 365, 1_000_000])
@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_sentence_and_the_plain_rule(case: str, horizon: int) -> None:
    analysis = analysed(purchases_of(BAD[case]))
    found = outlook(analysis, Wish(horizon=horizon, detail=True))
    assert found.refusals
    assert all(str(refusal) for refusal in found.refusals.values())
    if found.clients is None:
        assert "models" in found.refusals
        assert found.expected_by in ("past", None)
        return
    for row in rows(found.clients):
        assert 0 <= row["chance_purchase"] <= 1
        assert row["expected_purchases"] >= 0
        assert row["expected_value"] is not None
        if horizon == 0:
            assert row["expected_purchases"] == 0


def test_asked_on_the_very_first_day() -> None:
    analysis = analysed(purchases_of([(c, DAY, 100) for c in range(50)]), DAY)
    found = outlook(analysis, Wish())
    assert found.clients is None
    assert "models" in found.refusals
