"""Sums in every form people write them, exact to the minor unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.loaded import Load, orders, rejects


def column(*values: str) -> str:
    quoted = (value.replace('"', '""') for value in values)
    return "client;date;sum\n" + "".join(f'a;2024-01-05;"{value}"\n' for value in quoted)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("100", 10000),
        ("100.5", 10050),
        ("100,5", 10050),
        ("100,50", 10050),
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1'234.56", 123456),
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("12,345,678.90", 1234567890),
        ("12.345.678,90", 1234567890),
        ("12,345,678", 1234567800),
        ("12.345.678", 1234567800),
        ("1 234 567", 123456700),
        ("0,005", 1),
        ("1.005", 101),
        ("1.0049999", 100),
        ("0.5", 50),
        (".5", 50),
        ("100 ₽", 10000),
        ("100 руб.", 10000),
        ("100 руб", 10000),
        ("100р.", 10000),
        ("1 500,00 р", 150000),
        ("RUB 100", 10000),
        ("$1,234.50", 123450),
        ("€ 99,90", 9990),
        ("99.90 USD", 9990),
        ("£5", 500),
        ("1e3", 100000),
        ("+5", 500),
        ("0", 0),
        ("999999999999.99", 99999999999999),
    ],
)
def test_one_form(load: Load, value: str, expected: int) -> None:
    assert orders(load(column(value)), "amount, refund") == [(expected, False)]


@pytest.mark.parametrize(
    "value", ["-100,50", "−100,50", "–100,50", "100,50-", "(100,50)", "- 100,50", "-100.50 ₽", "($100.50)"]
)
def test_below_zero_is_a_refund(load: Load, value: str) -> None:
    log = load(column("500", value))
    assert orders(log, "amount, refund")[1] == (-10050, True)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("#REF!", "bad_amount"),
        ("#ЗНАЧ!", "bad_amount"),
        ("abc", "bad_amount"),
        ("12 тысяч", "bad_amount"),
        ("1,2,3", "bad_amount"),
        ("1.2.3", "bad_amount"),
        ("NaN", "bad_amount"),
        ("inf", "bad_amount"),
        ("9" * 30, "bad_amount"),
        ("5%", "bad_amount"),
        ("", "no_amount"),
        ("\u00a0", "no_amount"),
        ("-", "no_amount"),
    ],
)
def test_what_is_no_sum_is_rejected(load: Load, value: str, reason: str) -> None:
    log = load(column("1", value, "2"))
    assert rejects(log) == [(3, reason)]


def test_commas_before_three_figures_follow_the_column(load: Load) -> None:
    assert orders(load(column("1,234", "1,5")), "amount") == [(123,), (150,)]
    assert orders(load(column("1,234", "1,234.5")), "amount") == [(123400,), (123450,)]


def test_a_comma_that_nobody_can_tell_parts_thousands_and_a_note_says_so(load: Load) -> None:
    log = load(column("1,234", "12"))
    assert orders(log, "amount") == [(123400,), (1200,)]
    assert "«sum»" in str(next(note for note in log.notes if note.code == "thousands"))


def test_dots_before_three_figures_follow_the_column(load: Load) -> None:
    assert orders(load(column("1.234", "1,5")), "amount") == [(123400,), (150,)]
    assert orders(load(column("1.234", "1.5")), "amount") == [(123,), (150,)]


def test_quantity_times_price(load: Load) -> None:
    text = "client;date;qty;price\n" + "".join(
        f"a;2024-01-05;{row}\n" for row in ("3;0,335", "2,5;1,25", ";1", "x;1")
    )
    log = load(text)
    assert orders(log, "amount") == [(101,), (313,)]
    assert rejects(log) == [(4, "no_quantity"), (5, "bad_quantity")]


def test_a_sum_column_is_preferred_to_quantity_and_price(load: Load) -> None:
    assert orders(load("client;date;qty;price;sum\na;2024-01-05;3;10;27\n"), "amount") == [(2700,)]


def test_currency_is_told_by_its_sign_or_column_or_header(load: Load) -> None:
    assert load(column("100 ₽", "5 руб.")).currency == "RUB"
    assert load(column("100")).currency is None
    assert load("client;date;Сумма, руб.\na;2024-01-05;1\n").currency == "RUB"
    assert load("client;date;sum;Валюта\na;2024-01-05;1;руб.\n").currency == "RUB"


def test_several_currencies_are_told(load: Load) -> None:
    log = load(column("$5", "5 €"))
    assert log.currency is None
    assert "EUR, USD" in str(next(note for note in log.notes if note.code == "currencies"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.decimals(-(10**9), 10**9, places=4, allow_nan=False), min_size=1, max_size=30))
def test_sums_are_those_of_plain_decimal_arithmetic(load: Load, values: list[Decimal]) -> None:
    log = load(column(*(str(value) for value in values)))
    cents = [int((value * 100).quantize(Decimal(1), ROUND_HALF_UP)) for value in values]
    assert log.net == log.gross + log.refunds == sum(cents)
    assert [row[0] for row in orders(log, "amount")] == cents
