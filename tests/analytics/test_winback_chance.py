"""Chance of a return: the practice without own cases, the firm's own with many (rules 6.4–6.6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vernost.analytics.winback_chance import Tried, Unasked, chances


def test_without_own_cases_it_is_what_the_practice_says() -> None:
    for cell in (("", "", 0), ("must", "", 0), ("must", "long", 0), ("must", "long", 7)):
        found = chances([]).of(*cell)
        assert (found.mean, found.prior, found.tried) == (pytest.approx(0.40), pytest.approx(0.40), 0)


def test_golden_the_practice_counts_as_twenty_cases() -> None:
    """(20 × 40 % + 12) ÷ (20 + 50) = 20 ÷ 70."""
    found = chances([Tried("must", "recent", 0, 50, 12)], weight=20).of()
    assert found.mean == pytest.approx(20 / 70)
    assert (found.returned, found.tried) == (12, 50)


def test_with_many_own_cases_it_is_the_firms_own_share() -> None:
    found = chances([Tried("must", "recent", 0, 100_000, 12_000)])
    assert found.of("must", "recent").mean == pytest.approx(0.12, abs=0.002)


def test_a_cell_without_cases_is_told_by_its_class() -> None:
    found = chances([Tried("must", "recent", 3, 400, 40), Tried("first", "recent", 0, 400, 240)])
    assert found.of("must", "recent", 9).mean < 0.2 < 0.45 < found.of("first", "recent", 9).mean


def test_who_comes_back_unasked_more_readily_does_so_when_asked() -> None:
    own = [Unasked("must", "recent", 500, 0.30), Unasked("must", "long", 500, 0.05)]
    found = chances([], own)
    recent, long = found.of("must", "recent").mean, found.of("must", "long").mean
    assert long < 0.40 < recent
    assert found.of().mean == pytest.approx(0.40)


def test_one_client_says_little_of_a_cell() -> None:
    own = [Unasked("first", "recent", 1, 0.95), Unasked("must", "recent", 2000, 0.15)]
    assert chances([], own).of("first").mean < 0.55


counts = some.integers(0, 500).flatmap(lambda n: some.tuples(some.just(n), some.integers(0, n)))


@given(
    some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("rl"), some.integers(0, 3), counts))
)
def test_a_chance_is_a_chance(rows: list[tuple[str, str, int, tuple[int, int]]]) -> None:
    found = chances([Tried(a, b, reason, n, back) for a, b, reason, (n, back) in rows])
    for cell in (("", "", 0), ("a", "", 0), ("a", "r", 0), ("a", "r", 2)):
        assert 0 < found.of(*cell).mean < 1


@given(some.integers(1, 200), some.integers(0, 199))
def test_one_more_return_never_lowers_it(tried: int, back: int) -> None:
    back = min(back, tried - 1)
    before = chances([Tried("a", "r", 0, tried, back)]).of("a", "r").mean
    assert chances([Tried("a", "r", 0, tried, back + 1)]).of("a", "r").mean >= before


def test_it_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="returned of"):
        chances([Tried("a", "r", 0, 1, 2)])
    with pytest.raises(ValueError, match="unasked"):
        chances([], [Unasked("a", "r", 1, 1.5)])
