"""Where the data cannot carry a model a sentence says so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tests.analytics.models.logs import Rows, made_log, purchases_of
from vernost.analytics.forecast.learned_chance import TOO_SHORT, learn_chance
from vernost.analytics.forecast.purchase_log import read_log
from vernost.analytics.forecast.revenue_forecast import revenue_forecast
from vernost.analytics.models import errors
from vernost.analytics.models.bg_nbd import fit_bg_nbd
from vernost.analytics.models.compression import purchase_counts, spend_counts
from vernost.analytics.models.gamma_gamma import fit_gamma_gamma
from vernost.analytics.models.mbg_nbd import fit_mbg_nbd
from vernost.analytics.models.purchase_summary import purchase_summary

DAY = date(2024, 1, 1)


def regular(clients: int, times: int, amount: int = 1000) -> Rows:
    return [(c, DAY + timedelta(days=c % 50 + 30 * k), amount) for c in range(clients) for k in range(times)]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([(1, DAY + timedelta(days=90), 5)], errors.NoPurchases),
        ([(1, DAY, 5), (1, DAY + timedelta(days=9), 5)], errors.OneClient),
        ([(c, DAY, 5) for c in range(100)], errors.OneDay),
        ([(c, DAY + timedelta(days=c % 40), 5) for c in range(100)], errors.TooFewRepeaters),
        (regular(12, 3), errors.TooFewRepeaters),
    ],
)
@pytest.mark.parametrize("fit", [fit_bg_nbd, fit_mbg_nbd])
def test_a_purchase_model_is_refused(rows, refusal, fit) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(refusal) as told:
        fit(purchase_counts(purchase_summary(purchases_of(rows), DAY + timedelta(days=60))))
    assert str(told.value) == told.value.msgid.format(**told.value.params)


def test_all_seen_on_the_day_asked_only() -> None:
    with pytest.raises(errors.OneDay):
        fit_bg_nbd(purchase_counts(purchase_summary(purchases_of([(c, DAY, 5) for c in range(99)]), DAY)))


def test_identical_amounts_have_no_money_model() -> None:
    with pytest.raises(errors.NoVariance):
        fit_gamma_gamma(spend_counts(purchase_summary(purchases_of(regular(80, 4)), date(2024, 6, 1))))


def test_amounts_of_zero_or_less_have_no_money_model() -> None:
    rows = regular(80, 4, amount=0)
    with pytest.raises(errors.TooFewRepeaters):
        fit_gamma_gamma(spend_counts(purchase_summary(purchases_of(rows), date(2024, 6, 1))))


def test_nobody_leaving_and_everybody_alike_still_gives_sound_predictions() -> None:
    summary = purchase_summary(purchases_of(regular(200, 6)), date(2024, 7, 1))
    for fit in (fit_bg_nbd, fit_mbg_nbd):
        model = fit(purchase_counts(summary))
        assert np.all(np.isfinite(model.values))
        assert model.weak  # it says that the single figures mean nothing


def test_missing_columns_are_named() -> None:
    with pytest.raises(errors.MissingColumns, match="the table has no amount"):
        purchase_summary(made_log(50).drop("amount"), DAY)


def test_a_short_past_teaches_nothing_and_says_so() -> None:
    learned = learn_chance(made_log(400, days=100), date(2023, 4, 11), 365)
    assert learned.note == TOO_SHORT
    assert learned.way.cuts == "none"


def test_revenue_of_a_month_old_log_is_refused() -> None:
    with pytest.raises(errors.ShortPast):
        revenue_forecast(read_log(made_log(400, days=30)), date(2023, 1, 31))
