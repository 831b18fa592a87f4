"""Rules 3.2–3.6 and 6.1: ABC, XYZ, RFM, Pareto, cohorts, win-back classes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from vernost.analytics.rfm import segment
from vernost.analytics.terms import window_start
from vernost.analytics.winback import winback_class

DAY = date(2025, 6, 1)


def test_the_client_that_crosses_a_line_belongs_to_the_better_class(log):
    """Shares 50, 30, 15, 5 %: before them 0, 50, 80, 95 %."""
    found = log.clients([("a", DAY, 50), ("b", DAY, 30), ("c", DAY, 15), ("d", DAY, 5)])
    assert {name: row["abc"] for name, row in found.items()} == {"a": "A", "b": "A", "c": "B", "d": "C"}


def test_equal_profits_are_taken_in_the_order_of_clients(log):
    found = log.clients([(name, DAY, 10) for name in "edcba"])
    assert "".join(found[name]["abc"] for name in "abcde") == "AAAAB"


def test_only_the_last_twelve_months_count(log):
    found = log.clients([("old", date(2023, 1, 1), 1000), ("new", DAY, 10)])
    assert (found["old"]["profit"], found["old"]["abc"], found["new"]["abc"]) == (0, "C", "A")


def test_without_any_profit_nobody_is_better_than_c(log):
    found = log.clients([("a", DAY, 0), ("b", DAY, 0)])
    assert {row["abc"] for row in found.values()} == {"C"}


def test_profit_is_the_margin_where_there_is_one(log):
    orders = [
        {"client": "much", "at": DAY, "amount": 1000, "margin": 1},
        {"client": "well", "at": DAY, "amount": 100, "margin": 90},
    ]
    found = log.analyse(orders)
    assert found.profit_source == "orders"
    assert found.abc["A"].profit == 90


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 12, 31), 10, date(2025, 2, 28)),
        (date(2025, 6, 1), 12, date(2024, 6, 1)),
    ],
)
def test_the_window_starts_on_the_same_day_of_an_earlier_month(day, months, start):
    assert window_start(day, months) == start


def monthly(client, amounts, start=date(2024, 1, 15)):
    months = [
        date(start.year + (start.month - 1 + n) // 12, (start.month - 1 + n) % 12 + 1, start.day)
        for n in range(len(amounts))
    ]
    return [(client, month, amount) for month, amount in zip(months, amounts, strict=True) if amount]


@pytest.mark.parametrize(
    ("amounts", "letter"),
    [
        ([100] * 6, "X"),
        ([90, 110] * 3, "X"),  # exactly 10 %
        ([75, 125] * 3, "Y"),  # exactly 25 %
        ([74, 126] * 3, "Z"),
        ([100, 100, 0, 100, 100, 100], "Z"),  # an empty month counts as nothing bought
        ([100, 100], "Z"),  # fewer than three periods
        ([100, 100, 100], "X"),
    ],
)
def test_xyz_by_the_coefficient_of_variation(log, amounts, letter):
    """The page's own lines must be drawn from the same coefficients as the shortcut for the classes."""
    assert log.one(monthly("a", amounts))["xyz"] == letter


def test_the_month_that_is_not_over_counts_once_something_was_bought_in_it(log):
    orders = monthly("a", [100] * 6)
    assert log.one(orders, date(2024, 7, 10))["xyz"] == "X"
    assert log.one(orders, date(2024, 8, 1))["xyz"] == "Z"


def test_slow_buyers_are_looked_at_by_quarter(log):
    orders = [("a", date(2023 + n // 4, n % 4 * 3 + 2, 10), 100) for n in range(8)]
    assert log.one(orders)["xyz"] == "X"


def test_the_shortcut_for_xyz_changes_no_class(log):
    """Classes from every client's coefficient equal those from the few who can be better than Z."""
    from vernost.analytics import xyz
    from vernost.analytics.engine import rows

    random = np.random.default_rng(3)
    orders = [
        (f"c{client}", date(2023, 1, 1) + timedelta(days=int(day)), int(amount))
        for client in range(60)
        for day, amount in zip(
            range(int(random.integers(0, 200)), 900, int(random.integers(6, 45))),
            random.normal(1000, 30 * client, 200).clip(1),
            strict=False,
        )
    ]
    found = log.analyse(orders)
    everyone = xyz.xyz(found.clients.drop("xyz"), xyz.variation(found.steps, found.clients, found.as_of))
    slow = {row["client"]: row["xyz"] for row in rows(everyone.select("client", "xyz"))}
    fast = {row["client"]: row["xyz"] for row in rows(found.clients.select("client", "xyz"))}
    assert slow == fast
    assert len(set(fast.values())) == 3


def test_rfm_scores_by_quantiles_of_type_seven(log):
    orders = [(f"c{n}", DAY - timedelta(days=3 * n), 100 * (n + 1)) for n in range(11)]
    found = log.clients(orders)
    for measure, values, sign in (
        ("recency", [row["silence"] for row in found.values()], -1),
        ("monetary", [row["revenue"] for row in found.values()], 1),
    ):
        cuts = np.quantile(values, [0.2, 0.4, 0.6, 0.8])
        for row in found.values():
            value = row["silence" if measure == "recency" else "revenue"]
            assert row[measure] == 1 + sum(value > cut if sign > 0 else value < cut for cut in cuts)
    assert {row["frequency"] for row in found.values()} == {1}


def test_every_pair_of_scores_has_one_named_segment():
    assert all(segment(r, f) for r, f in product(range(1, 6), repeat=2))


@pytest.mark.parametrize(
    ("cells", "name"),
    [("AX AY BX", "first"), ("AZ BY", "must"), ("BZ CX CY", "if_possible"), ("CZ", "let_go")],
)
def test_winback_classes(cells, name):
    assert {winback_class(*cell) for cell in cells.split()} == {name}


def test_only_lost_clients_have_a_winback_class(log, every):
    found = log.clients([*every("here", date(2024, 1, 1), 30, 20), *every("gone", date(2024, 1, 1), 30, 9)])
    assert found["here"]["winback_class"] is None
    assert found["gone"]["winback_class"] is not None


def test_cohorts_follow_the_month_of_the_first_purchase(log):
    orders = [
        ("a", date(2025, 1, 5), 100),
        ("a", date(2025, 1, 25), 10),
        ("a", date(2025, 3, 1), 30),
        ("b", date(2025, 1, 31), 50),
        ("c", date(2025, 2, 10), 7),
    ]
    january, february = log.analyse(orders, date(2025, 3, 20)).cohorts
    assert (january.cohort, january.clients) == (date(2025, 1, 1), 2)
    assert [month.active for month in january.months] == [2, 0, 1]
    assert [month.revenue for month in january.months] == [160, 0, 30]
    assert [month.cumulative_per_client for month in january.months] == [80, 80, 95]
    assert [month.share for month in february.months] == [1, 0]


def test_pareto_says_how_few_bring_most(log):
    found = log.analyse([("a", DAY, 80), *[(f"c{n}", DAY, 1) for n in range(20)]]).pareto
    assert found.share_for_80 == pytest.approx(1 / 21)
    assert found.curve[0] == (0, 0)
    assert found.curve[-1] == pytest.approx((1, 1))
    assert list(found.curve) == sorted(found.curve)
