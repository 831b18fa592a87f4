"""The worked examples of the practice, to the figure."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from vernost.analytics.ltv import ltv, practice_formula
from vernost.analytics.terms import DAYS_A_MONTH

FIRST = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("silence", "stage"),
    [(0, "active"), (91, "active"), (92, "slipping"), (100, "slipping"), (121, "slipping"), (122, "lost")],
)
def test_who_buys_every_three_months_is_lost_after_four(log, every, silence, stage):
    """Rule 2.3."""
    orders = every("Анна", FIRST, 91, 6)
    last = orders[-1][1]
    client = log.one(orders, last + timedelta(days=silence))
    assert client["rhythm_days"] == 91
    assert client["lifecycle"] == stage
    assert client["lost_line"] == last + timedelta(days=121)


def test_a_whole_line_is_not_yet_past_on_its_last_day(log, every):
    """A rhythm of 90 days makes a line of 120: on day 120 they have not been silent longer."""
    orders = every("Анна", FIRST, 90, 5)
    last = orders[-1][1]
    assert log.one(orders, last + timedelta(days=120))["lifecycle"] == "slipping"
    assert log.one(orders, last + timedelta(days=121))["lifecycle"] == "lost"


def test_ten_clients_seven_purchases_fifty_thousand(log, every):
    """Rule 2.7: 10 × 50 000 × 7 = 3 500 000 a year."""
    orders = [row for n in range(10) for row in every(f"К{n}", FIRST, 365.25 / 7, 15, 50_000_00)]
    found = log.analyse(orders, max(day for _, day, _ in orders) + timedelta(days=120)).loss
    assert (found.total, found.lost, found.ratio) == (10, 10, 100)
    assert found.money_a_year / 100 == pytest.approx(3_500_000, rel=2e-3)


def test_ten_clients_to_the_kopeck_where_the_pause_is_whole(log):
    """365.25 ÷ 7 days is no whole pause; over four years the mean pause is: 1461 days, 28 pauses."""
    days = [FIRST + timedelta(days=round(n * 1461 / 28)) for n in range(29)]
    orders = [(f"К{n}", day, 50_000_00) for n in range(10) for day in days]
    assert log.analyse(orders, days[-1] + timedelta(days=120)).loss.money_a_year == 3_500_000_00


def test_lifetime_value_of_three_clients_is_six_thousand(log):
    """Rule 3.1: checks 1000, 2000, 3000; 1.5 purchases a month; margin 20 %; 10 months → 6000."""
    assert practice_formula(1000 + 2000 + 3000, 1.5, 0.20, 10, 3) == pytest.approx(6000, abs=1e-9)
    months = 16 * DAYS_A_MONTH  # 487 days, the fewest whole days that are whole months
    last = FIRST + timedelta(days=int(months))
    clients = log.backend.create_table(
        "golden",
        pa.table(
            {
                "client": ["a", "b", "c"],
                "purchases": pa.array([24, 24, 24], pa.int32()),
                "average_check": [1000_00.0, 2000_00.0, 3000_00.0],
                "first_purchase": pa.array([FIRST] * 3, pa.date32()),
                "last_purchase": pa.array([last] * 3, pa.date32()),
                "revenue": pa.array([24_000_00, 48_000_00, 72_000_00], pa.int64()),
            }
        ),
        overwrite=True,
    )
    found = ltv(clients, margin_share=0.20)
    assert found.average_months == pytest.approx(16)
    assert found.purchases_a_month == pytest.approx(1.5)
    # The same three clients over 16 months instead of 10: 6000 × 1.6.
    assert found.formula == 9600_00
    assert round(found.formula * 10 / found.average_months) == 6000_00
