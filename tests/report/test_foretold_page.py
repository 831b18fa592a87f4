"""The part of the page on what is to come, out of a real forecast."""

from __future__ import annotations

from datetime import date

import pytest

from tests.analytics.models.logs import made_log
from tests.report.test_page import text_of
from vernost.analytics import Question, analyse
from vernost.analytics.forecast.outlook import Wish, outlook
from vernost.analytics.results import Analysis
from vernost.language import translator
from vernost.report import foretelling
from vernost.report.page import render


@pytest.fixture(scope="module")
def firm() -> Analysis:
    orders = made_log(1200, 800, seed=4).select("client", at="day", amount="amount", refund=False)
    return analyse(orders, date(2025, 2, 20), Question(refunds=False, detail=False))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_it_tells_what_is_to_come_and_how_often_it_was_right(firm: Analysis, language: str) -> None:
    told = outlook(firm, Wish(detail=True))
    html = render(
        firm, told, call_list=[], language=language, currency="RUB", file_name="orders.csv", version="0.1.0"
    )
    said = text_of(html)
    assert "{" not in said
    assert "None" not in said
    assert "nan" not in said
    words = translator(language)
    assert told.expected_a_year is not None
    assert words.money(told.expected_a_year, "RUB").replace("\u00a0", " ") in said
    assert words.money(firm.loss.money_a_year, "RUB").replace("\u00a0", " ") in said
    assert foretelling.back_test(told, words).replace("\u00a0", " ") in said
    assert html.count('id="foretold"') == html.count('id="past"') == 1


def test_of_every_hundred_is_the_share_that_was_right(firm: Analysis) -> None:
    told = outlook(firm, Wish())
    assert told.backtest is not None
    plain = told.backtest.checks[0].lost_by("plain")
    assert plain.precision is not None
    share = round(plain.precision * 100)
    assert "Of every 100 clients called lost on" in foretelling.back_test(told, translator("en"))
    assert f", {share} did not come back within" in foretelling.back_test(told, translator("en"))


def test_without_models_the_plain_sum_or_the_past_stands_in(firm: Analysis) -> None:
    words = translator("en")
    assert foretelling.headline_money(firm, None) == firm.loss.money_a_year
    assert foretelling.back_test(None, words) == ""
    assert foretelling.refusals(None, words) == []
