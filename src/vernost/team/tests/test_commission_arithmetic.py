"""Shares, percents and refunds in whole kopecks: nothing is lost, nothing is made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vernost.team import rules
from vernost.team.rules import In, Out, Paid, Said

DAY = date(2026, 11, 10)
FIFTH = Decimal("0.2")


def paid(amount: int, **values: Any) -> Paid:
    known = {"whose": {"order": 1, "payment": 1, "seller": 2}, "roles": {1: "manager", 2: "head"}}
    return Paid(pk=1, day=DAY, amount=amount, **{**known, **values})


def sums(found: list[rules.Part]) -> list[tuple[int | None, int, int]]:
    return [(one.rule, one.base, one.sum) for one in found]


def test_half_a_kopeck_goes_up() -> None:
    assert sums(rules.parts(paid(1010), [Said(pk=7, percent=500)], FIFTH)) == [(7, 1010, 51)]
    assert sums(rules.parts(paid(1009), [Said(pk=7, percent=500)], FIFTH)) == [(7, 1009, 50)]


def test_the_first_rule_that_fits_pays_and_no_other() -> None:
    every = [Said(pk=1, percent=1000, role="head"), Said(pk=2, percent=300), Said(pk=3, percent=900)]
    assert sums(rules.parts(paid(10_000), every, FIFTH)) == [(2, 10_000, 300)]


def test_each_line_goes_to_its_own_rule() -> None:
    lines = [("кофе кения", 3000), ("чашка", 1000)]
    every = [Said(pk=1, percent=1000, words=("кения",)), Said(pk=2, percent=200)]
    found = rules.parts(paid(2000, lines=lines, order_amount=4000), every, FIFTH)
    assert sums(found) == [(1, 1500, 150), (2, 500, 10)]


def test_what_no_rule_fits_pays_nobody() -> None:
    lines = [("кофе", 1), ("чашка", 2)]
    found = rules.parts(paid(100, lines=lines), [Said(pk=1, percent=10_000, words=("чашка",))], FIFTH)
    assert sums(found) == [(1, 67, 67)]


def test_of_the_margin() -> None:
    by_margin = [Said(pk=1, percent=1000, base="margin")]
    assert sums(rules.parts(paid(5000, order_amount=10_000, margin=3000), by_margin, FIFTH)) == [
        (1, 1500, 150)
    ]
    assert sums(rules.parts(paid(5000, order_amount=10_000), by_margin, FIFTH)) == [(1, 1000, 100)]
    assert sums(rules.parts(paid(5000, order_amount=10_000, margin=-9), by_margin, FIFTH)) == [(1, 0, 0)]


def test_age_and_class() -> None:
    new = Said(pk=1, percent=800, age_to=365)
    best = Said(pk=2, percent=600, classes="AB")
    for age, letter, expected in (
        (0, "A", [1]),
        (365, "", [1]),
        (366, "B", [2]),
        (366, "C", []),
        (None, "", []),
    ):
        found = rules.parts(paid(100, age=age, client_class=letter), [new, best], FIFTH)
        assert [one.rule for one in found] == expected


def test_the_days_of_a_rule_are_both_included() -> None:
    one = [Said(pk=1, percent=100, since=DAY, until=DAY)]
    assert rules.parts(paid(100), one, FIFTH)
    assert not rules.parts(
        Paid(pk=1, day=date(2026, 11, 11), amount=100, whose={"order": 1}, roles={}), one, FIFTH
    )


AMOUNTS = st.integers(1, 10**11)
LINES = st.lists(st.tuples(st.sampled_from(["а", "б", "в"]), st.integers(0, 10**9)), max_size=6)


@given(amount=AMOUNTS, lines=LINES, percents=st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_shares_of_a_payment_add_up_to_it(
    amount: int, lines: list[tuple[str, int]], percents: list[int]
) -> None:
    every = [
        Said(pk=n, percent=percent, words=(word,) if word else ())
        for n, (percent, word) in enumerate(zip(percents, ("а", "б", ""), strict=True))
    ]
    found = rules.parts(paid(amount, lines=lines), every, FIFTH)
    assert sum(one.base for one in found) == amount
    assert all(one.base >= 0 and 0 <= one.sum <= one.base for one in found)


@given(value=st.integers(0, 10**11), pieces=st.lists(st.integers(1, 10**8), min_size=1, max_size=6))
def test_a_payment_given_back_in_pieces_leaves_nothing(value: int, pieces: list[int]) -> None:
    whole, gone, left = sum(pieces), 0, value
    for piece in pieces:
        before, gone = gone, gone + piece
        took = rules.back(value, gone, whole) - rules.back(value, before, whole)
        assert took >= 0
        left -= took
    assert left == 0


DAYS = st.integers(1, 28).map(lambda n: date(2026, 10, n))
EVENTS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([1, 2, None]), DAYS, st.integers(1, 500)),
    min_size=1,
    max_size=12,
)


@given(events=EVENTS, stops=st.lists(st.integers(0, 12), max_size=4))
def test_refunds_take_the_same_however_often_it_is_reckoned(
    events: list[tuple[bool, int | None, date, int]], stops: list[int]
) -> None:
    """All at once, or after any of the events: the same refund takes the same of the same payment."""
    payments: list[In] = []
    refunds: list[Out] = []
    written: dict[tuple[int, int], int] = {}
    for number, (is_payment, order, day, amount) in enumerate(events):
        if is_payment:
            payments.append(In(number, order or 1, day, amount, number))
        else:
            refunds.append(Out(number, order, day, amount, number))
        if number in stops:
            written |= _taken(payments, refunds, written)
    written |= _taken(payments, refunds, written)
    assert written == _taken(payments, refunds, {})
    assert not rules.taken_back(payments, refunds, written)
    for payment in payments:
        assert sum(n for (_refund, pk), n in written.items() if pk == payment.pk) <= payment.amount
    for refund in refunds:
        assert sum(n for (pk, _payment), n in written.items() if pk == refund.pk) <= refund.amount


def _taken(payments: list[In], refunds: list[Out], before: Any) -> dict[tuple[int, int], int]:
    return {
        (refund, payment): amount for refund, payment, amount in rules.taken_back(payments, refunds, before)
    }


def test_months() -> None:
    assert rules.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert rules.open_month(date(2026, 10, 31), None) == date(2026, 10, 1)
    assert rules.open_month(date(2026, 10, 31), date(2026, 10, 1)) == date(2026, 11, 1)
    assert rules.open_month(date(2026, 12, 31), date(2026, 10, 1)) == date(2026, 12, 1)
