"""Money, days and names as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from vernost.core import clock
from vernost.ui.templatetags import words
from vernost.ui.templatetags.shelling import device

NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # 12:00 in Moscow


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amount", "how", "said"),
    [
        (Decimal("350000"), "", "350 000 ₽"),
        (Decimal("1234.56"), "exact", "1 234,56 ₽"),
        (Decimal("3500000"), "short", "3,5 млн ₽"),
        (Decimal("-12"), "", "−12 ₽"),
        (12, "", "12 ₽"),
        (Decimal("640200.501"), "", "640 201 ₽"),
        (None, "", "—"),
    ],
)
def test_money(amount: Decimal | None, how: str, said: str) -> None:
    with translation.override("ru"):
        assert plain(words.money(amount, how)) == said


def test_moments() -> None:
    with translation.override("ru"), clock.stopped(NOON):
        assert plain(words.moment(NOON)) == "сегодня в 12:00"
        assert plain(words.moment(NOON - timedelta(days=1, hours=3))) == "вчера в 9:00"
        assert plain(words.moment(NOON - timedelta(days=19))) == "2 ноября в 12:00"
        assert plain(words.day(date(2026, 11, 2))) == "2 ноября"
        assert plain(words.day(date(2025, 11, 2))) == "2 ноября 2025"
        assert words.near_day(date(2026, 11, 22)) == "завтра"


def test_figures() -> None:
    with translation.override("ru"):
        assert plain(words.number(12345)) == "12 345"
        assert words.signed(-3) == "−3"
        assert words.signed(3) == "+3"
        assert plain(words.percent(0.36)) == "36 %"
        assert plain(words.days(47)) == "47 дней"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Анна Петрова", "АП"),
        ("ООО «Северный ветер»", "СВ"),
        ("ИП Ёлкин", "Ё"),
        ("", "?"),
        ("🙂", "?"),
        ("3М", "3"),
    ],
)
def test_initials(name: str, said: str) -> None:
    assert words.initials(name) == said


def test_devices() -> None:
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
    assert device(chrome) == "Chrome, Windows"
    assert device("") == "—"
    assert device("curl/8") == "curl/8"
