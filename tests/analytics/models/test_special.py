"""Our few special functions are SciPy's, to the last digits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special as scipys

from vernost.analytics.models import special

X = np.concatenate([np.logspace(-5, 6, 2000), np.arange(1.0, 50.0)])


def test_the_gamma_family() -> None:
    assert special.gammaln(X) == pytest.approx(scipys.gammaln(X), rel=1e-13, abs=1e-13)
    assert special.psi(X) == pytest.approx(scipys.psi(X), rel=1e-13, abs=1e-13)
    assert special.trigamma(X) == pytest.approx(scipys.polygamma(1, X), rel=1e-13)


def test_beta_and_the_logistic_function() -> None:
    a, b = np.array([0.3, 2.0, 40.0]), np.array([1.7, 300.0, 0.02])
    assert special.betaln(a, b) == pytest.approx(scipys.betaln(a, b), rel=1e-12)
    odds = np.array([-1e6, -30.0, 0.0, 3.0, 1e6])
    assert special.expit(odds) == pytest.approx(scipys.expit(odds), rel=1e-12, abs=1e-300)
