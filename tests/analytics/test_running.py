"""Running quantiles are NumPy's own of each beginning of each series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.analytics import running
from vernost.analytics.running import running_quantiles

SHARES = (0.5, 0.9)
Series = list[list[int]]


def one_by_one(series: Series) -> list[list[float]]:
    return [
        [float(np.quantile(one[:end], share)) for one in series for end in range(1, len(one) + 1)]
        for share in SHARES
    ]


def together(series: Series) -> list[list[float]]:
    values = np.array([value for one in series for value in one], np.int32)
    found = running_quantiles(values, np.array([len(one) for one in series], np.int64), SHARES)
    return [list(map(float, one)) for one in found]


@given(st.lists(st.lists(st.integers(1, 2000), max_size=12), max_size=60))
def test_they_are_the_quantiles_of_each_beginning(series: Series) -> None:
    for ours, theirs in zip(together(series), one_by_one(series), strict=True):
        assert ours == pytest.approx(theirs)


@pytest.mark.parametrize("widest", [0, 1, 7, 512])
def test_long_series_end_alike_whichever_way(monkeypatch: pytest.MonkeyPatch, widest: int) -> None:
    monkeypatch.setattr(running, "WIDEST", widest)
    random = np.random.default_rng(3)
    series = [random.integers(1, 400, length).tolist() for length in (90, 0, 3, 1, 40, 7, *[2] * 300)]
    for ours, theirs in zip(together(series), one_by_one(series), strict=True):
        assert ours == pytest.approx(theirs)
