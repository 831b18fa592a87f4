"""Rule 2.1: what is a purchase once the refunds are settled."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vernost.analytics.engine import rows
from vernost.analytics.purchases import purchases, settle

D1, D2, D3, D4 = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)


def days(log, orders):
    """Day → net sum of each purchase."""
    return {row["day"]: row["amount"] for row in rows(purchases(log.table(orders)))}


def test_orders_of_one_day_are_one_purchase_and_their_sums_are_added(log):
    assert days(log, [("a", D1, 100), ("a", D1, 50), ("a", D2, 70)]) == {D1: 150, D2: 70}


def test_a_free_order_counts(log):
    assert days(log, [("a", D1, 0)]) == {D1: 0}


def test_a_wholly_refunded_order_is_no_purchase(log):
    assert days(log, [("a", D1, 100), ("a", D2, 50), ("a", D3, -50)]) == {D1: 100}


def test_a_partly_refunded_order_keeps_what_is_left(log):
    assert days(log, [("a", D1, 100), ("a", D2, 50), ("a", D3, -20)]) == {D1: 100, D2: 30}


def test_a_refund_without_a_name_goes_to_the_latest_earlier_orders(log):
    assert days(log, [("a", D1, 100), ("a", D2, 50), ("a", D3, -80), ("a", D4, 40)]) == {D1: 70, D4: 40}


def test_a_refund_of_the_morning_does_not_take_the_order_of_the_evening(log):
    def told(morning, evening):
        rows = [
            {"client": "a", "at": D1, "amount": 100, "order_id": "1", "refund_of": None, "moment": None},
            {"client": "a", "at": D2, "amount": 40, "order_id": "2", "refund_of": None, "moment": evening},
            {"client": "a", "at": D2, "amount": -40, "order_id": None, "refund_of": None, "moment": morning},
        ]
        return days(log, rows)

    assert told(9, 18) == {D1: 60, D2: 40}
    assert told(18, 9) == {D1: 100}
    assert told(None, None) == {D1: 100}, "where nobody knows, what was sold that day was sold before"


def test_refunds_pop_in_turn(log):
    """The first refund takes the second order; the next one what stood before and after it."""
    orders = [("a", D1, 100), ("a", D2, 50), ("a", D2, -50), ("a", D3, 30), ("a", D4, -60)]
    assert days(log, orders) == {D1: 70}


def test_a_named_refund_goes_to_its_order(log):
    orders = [
        {"client": "a", "at": D1, "amount": 100, "order_id": "1"},
        {"client": "a", "at": D2, "amount": 50, "order_id": "2"},
        {"client": "a", "at": D3, "amount": -100, "order_id": "3", "refund_of": "1"},
    ]
    assert days(log, orders) == {D2: 50}


def test_a_refunded_day_with_a_gift_is_no_purchase(log):
    """Nets to zero because of refunds, although the free order of that day was not refunded."""
    orders = [
        {"client": "a", "at": D1, "amount": 100, "order_id": "1"},
        {"client": "a", "at": D1, "amount": 0, "order_id": "2"},
        {"client": "a", "at": D2, "amount": -100, "order_id": "3", "refund_of": "1"},
    ]
    assert days(log, orders) == {}


def test_a_refund_of_nothing_leaves_a_client_without_purchases(log):
    found = log.clients([("a", D1, 100), ("b", D2, -40)])
    assert found["b"]["lifecycle"] == "potential"
    assert found["b"]["purchases"] == 0
    assert found["b"]["revenue"] == -40


def test_another_client_never_pays(log):
    assert days(log, [("a", D1, 100), ("b", D2, -100)]) == {D1: 100}


@pytest.mark.parametrize("margin", [None, 30])
def test_margin_shrinks_with_the_order(log, margin):
    orders = [
        {"client": "a", "at": D1, "amount": 100, "margin": margin},
        {"client": "a", "at": D2, "amount": -50, "margin": None},
    ]
    found = [row["margin"] for row in rows(settle(log.table(orders)))]
    assert found == [None if margin is None else 15]


def by_hand(events):
    """The stack of rule 2.1, popped one by one."""
    stack, excess = [], 0
    for day, amount in sorted(events, key=lambda event: (event[0], event[1] < 0)):
        if amount >= 0:
            stack.append([day, amount])
            continue
        owed = -amount
        for order in reversed(stack):
            taken = min(order[1], owed)
            order[1] -= taken
            owed -= taken
        excess += owed
    left: dict[date, int] = {}
    for day, amount in stack:
        left[day] = left.get(day, 0) + amount
    return {day: amount for day, amount in left.items() if amount}, -excess


events = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2025, 1, 12)), st.integers(-200, 200)), min_size=1, max_size=14
)


@settings(max_examples=25)
@given(events)
def test_settled_rows_equal_the_stack_popped_by_hand(log, events):
    table = settle(log.table([("a", day, amount) for day, amount in events]))
    left, excess = by_hand(events)
    found: dict[date, int] = {}
    lost = 0
    for row in rows(table):
        if row["amount"] < 0:
            lost += row["amount"]
        elif row["amount"]:
            found[row["day"]] = found.get(row["day"], 0) + row["amount"]
    assert (found, lost) == (left, excess)


@settings(max_examples=25)
@given(events)
def test_not_a_kopeck_is_lost(log, events):
    table = settle(log.table([("a", day, amount) for day, amount in events]))
    assert sum(row["amount"] for row in rows(table)) == sum(amount for _, amount in events)
