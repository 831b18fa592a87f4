"""From sums to figures: what is unknown is not nought, and chance is not taken for change."""

from __future__ import annotations

import random
from collections import Counter
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vernost.indicators.figures import Sums, is_real, median_of, outside, reached, value_of
from vernost.indicators.measures import INDICATORS, Kind, every


def test_there_are_thirty_five_each_with_its_words() -> None:
    assert [one.number for one in every()] == list(range(1, 36))
    for one in every():
        assert str(one.name) and str(one.formula).endswith(".") and str(one.unit_words) and one.rule
    assert len({one.slug for one in every()}) == 35


@pytest.mark.parametrize("number", range(1, 36))
def test_nothing_counted_is_unknown(number: int) -> None:
    assert value_of(INDICATORS[number], Sums(days=30)) is None


def test_nothing_happened_is_nought_where_it_was_counted() -> None:
    assert value_of(INDICATORS[1], Sums(days=30, known=True)) == 0
    assert value_of(INDICATORS[31], Sums(days=30, known=True)) is None  # no orders, no share of them


@given(some.lists(some.integers(0, 5000), min_size=1, max_size=60))
def test_median_of_counted_values(values: list[int]) -> None:
    assert median_of(Counter(values)) == median(values)


@given(some.lists(some.integers(0, 10), min_size=1, max_size=200))
def test_nps_is_that_of_analytics(scores: list[int]) -> None:
    promoters, critics = sum(one >= 9 for one in scores), sum(one <= 6 for one in scores)
    found = value_of(INDICATORS[26], Sums(days=1, bins=Counter(scores)))
    assert found == pytest.approx(100 * (promoters - critics) / len(scores))


def test_golden_nps() -> None:
    bins = Counter({10: 60, 8: 25, 3: 15})
    assert value_of(INDICATORS[26], Sums(days=1, bins=bins)) == 45


def test_trust_is_smoothed() -> None:
    assert value_of(INDICATORS[29], Sums(days=1, top=1, bottom=1)) == pytest.approx(2 / 3)
    assert value_of(INDICATORS[29], Sums(days=1)) is None


@pytest.mark.parametrize(
    ("value", "target", "better_up", "said"),
    [
        (0, 0, True, True),
        (0, 0, False, True),
        (1, 0, False, False),
        (None, 0, True, None),
        (1, None, True, None),
    ],
)
def test_a_target_of_zero_is_one(
    value: float | None, target: float | None, better_up: bool, said: bool
) -> None:
    assert reached(value, target, better_up=better_up) is said


def test_bounds() -> None:
    assert outside(-1, 0, None) == 0 and outside(0, 0, 0) is None and outside(1, None, 0) == 0
    assert outside(None, 0, 0) is None


def _days(kind: Kind, dice: random.Random, mean: float, number: int = 91) -> Sums:
    sums = Sums(days=number, known=True)
    for _day in range(number):
        if kind is Kind.COUNT:
            top, bottom = float(sum(dice.random() < mean / 20 for _case in range(20))), 0.0
        elif kind is Kind.SHARE:
            bottom = 12.0
            top = float(sum(dice.random() < mean for _case in range(12)))
        else:
            bottom = float(dice.randint(1, 9))
            top = sum(dice.expovariate(1 / mean) for _case in range(int(bottom)))
        sums.rows += 1
        sums.top += top
        sums.bottom += bottom
        sums.top2 += top * top
        sums.both += top * bottom
        sums.bottom2 += bottom * bottom
    return sums


@pytest.mark.parametrize(
    ("number", "mean", "other"), [(1, 3.0, 4.2), (33, 0.5, 0.65), (9, 1000.0, 1500.0), (11, 1000.0, 1400.0)]
)
def test_chance_is_rarely_taken_for_change_and_change_is_seen(number: int, mean: float, other: float) -> None:
    one, dice = INDICATORS[number], random.Random(number)
    claims = sum(
        bool(is_real(one, _days(one.kind, dice, mean), _days(one.kind, dice, mean))) for _seed in range(200)
    )
    assert claims <= 22  # one in twenty is ten
    seen = sum(
        bool(is_real(one, _days(one.kind, dice, mean), _days(one.kind, dice, other))) for _seed in range(100)
    )
    assert seen >= 80


def test_of_too_few_cases_nothing_is_said() -> None:
    few = Sums(days=30, known=True, top=1, bottom=2)
    assert is_real(INDICATORS[33], few, few) is None
    assert is_real(INDICATORS[1], few, few) is None
