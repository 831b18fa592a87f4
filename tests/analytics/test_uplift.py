"""Asked against left alone (rule 6.5): the published example, coverage, no false claims, a control of one."""

from __future__ import annotations

import numpy as np
import pytest

from vernost.analytics.uplift import Uplift, uplift, wilson

BASE, EFFECT = 0.20, 0.08
ASKED, ALONE = 900, 100


def drawn(seed: int, effect: float, asked: int = ASKED, alone: int = ALONE) -> Uplift:
    dice = np.random.default_rng(seed)
    return uplift(
        asked=asked,
        asked_back=int(dice.binomial(asked, BASE + effect)),
        alone=alone,
        alone_back=int(dice.binomial(alone, BASE)),
    )


def covers(found: Uplift, effect: float) -> bool:
    assert found.interval is not None
    return found.interval[0] <= effect <= found.interval[1]


def test_the_published_example() -> None:
    """Newcombe 1998, table II: 56/70 against 48/80, method 11."""
    found = uplift(asked=70, asked_back=56, alone=80, alone_back=48)
    assert found.interval == pytest.approx((0.0428, 0.3422), abs=5e-5)
    assert found.difference == pytest.approx(0.2)
    assert found.is_proven


def test_one_share_against_the_published_example() -> None:
    """Newcombe 1998, one proportion, method 4: 81 of 263 → 0.2535…0.3682."""
    assert wilson(81, 263) == pytest.approx((0.2535, 0.3682), abs=1e-4)


def test_a_planted_effect_is_covered_in_95_of_100_seeds() -> None:
    assert sum(covers(drawn(seed, EFFECT), EFFECT) for seed in range(100)) >= 95


def test_without_an_effect_nothing_is_claimed_in_95_of_100_seeds() -> None:
    assert sum(not drawn(seed, 0.0).is_proven for seed in range(100)) >= 95


@pytest.mark.parametrize(("asked", "alone"), [(900, 100), (90, 10), (45, 5), (5000, 500)])
@pytest.mark.parametrize("effect", [0.0, EFFECT])
def test_it_covers_at_least_what_it_says(asked: int, alone: int, effect: float) -> None:
    held = sum(covers(drawn(seed, effect, asked, alone), effect) for seed in range(2000))
    assert held / 2000 >= 0.95 - 2 * (0.05 * 0.95 / 2000) ** 0.5


def test_of_a_control_of_one_nothing_can_be_told() -> None:
    found = uplift(asked=9, asked_back=5, alone=1, alone_back=0)
    assert (found.can_tell, found.interval, found.difference, found.anyway) == (False, None, None, None)
    assert not found.is_proven


def test_words_of_the_page() -> None:
    """«12 of 100 came back, 7 would have anyway.»"""
    found = uplift(asked=100, asked_back=12, alone=100, alone_back=7)
    assert (found.asked_back, found.anyway) == (12, 7)


def test_it_refuses_more_back_than_there_were() -> None:
    with pytest.raises(ValueError, match="more came back"):
        uplift(asked=1, asked_back=2, alone=5, alone_back=0)
