"""Days, moments and numbers as people type them in either language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from vernost.core.typed import (
    DayField,
    MomentField,
    NumberField,
    NumberInput,
    day_or_none,
    read_day,
    read_number,
    typed_day,
    typed_number,
)

DAY = date(2026, 11, 22)
LANGUAGES = st.sampled_from(("ru", "en"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22", "22.11.2026", " 22.11.26 ", "22 Nov 2026", "22 November 2026", "Nov 22, 2026",
        "22 ноября 2026", "22 нояб. 2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_day_is_read_as_people_write_it(text: str, language: str) -> None:
    with translation.override(language):
        assert read_day(text) == DAY


@pytest.mark.parametrize(("text", "month"), [("3 мая 2026", 5), ("3 марта 2026", 3), ("3 мар. 2026", 3)])
def test_may_is_not_march(text: str, month: int) -> None:
    assert read_day(text) == date(2026, month, 3)


def test_a_day_with_slashes_means_two_things_in_english() -> None:
    with translation.override("ru"):
        assert read_day("11/12/2026") == date(2026, 12, 11)
    with translation.override("en"), pytest.raises(ValueError, match="11/12/2026"):
        read_day("11/12/2026")


@pytest.mark.parametrize(
    "text", ["", "завтра", "32.01.2026", "2026-02-30", "1.1", "22.11.2026x", "\x00", "٢٢"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_or_none(text) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), LANGUAGES)
def test_what_is_shown_is_read_back(day: date, language: str) -> None:
    with translation.override(language):
        assert read_day(typed_day(day)) == day


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False), LANGUAGES)
def test_a_number_shown_is_read_back(value: Decimal, language: str) -> None:
    with translation.override(language):
        assert read_number(typed_number(value)) == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ru", "1 234,50", "1234.50"), ("ru", "1\u00a0234,5", "1234.5"), ("ru", "0.9", "0.9"),
        ("ru", "1,333", "1.333"),
        ("en", "1,234.50", "1234.50"), ("en", "1,234", "1234"), ("en", "0,9", "0.9"),
        ("en", "₽ 1500", "1500"),
    ],
)  # fmt: skip
def test_a_number_is_read_by_the_language(language: str, text: str, value: str) -> None:
    with translation.override(language):
        assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["сто", "NaN", "Infinity", "1 2 3 рубля", "1.2.3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_number(text)


class Sample(forms.Form):
    day = DayField()
    at = MomentField()
    sum = NumberField(max_digits=13, decimal_places=2, widget=NumberInput(money=True))


def test_a_form_speaks_the_language_of_the_page() -> None:
    with translation.override("ru"):
        form = Sample({"day": "22.11.2026", "at": "22.11.2026 в 9:05", "sum": "4 982,40"})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["day"] == DAY
        assert timezone.localtime(form.cleaned_data["at"]) == timezone.make_aware(
            datetime(2026, 11, 22, 9, 5)
        )
        assert form.cleaned_data["sum"] == Decimal("4982.40")
        shown = str(Sample(initial={"day": DAY, "sum": Decimal(15570)})["sum"])
        assert 'value="15\u00a0570"' in shown
        wrong = Sample({"day": "11-22-2026", "at": "когда-нибудь", "sum": "сто"})
        assert "22.11.2026" in wrong.errors["day"][0]
        assert "22.11.2026 14:05" in wrong.errors["at"][0]
        assert "1\u00a0500,5" in wrong.errors["sum"][0]
    with translation.override("en"):
        assert 'value="22 Nov 2026"' in str(Sample(initial={"day": DAY})["day"])
