"""Birthdays with and without their year: read, written, read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.core import birthdays


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12.1980", date(1980, 12, 31)),
        ("1980-12-31 00:00:00", date(1980, 12, 31)),
        ("1980-12-31T00:00", date(1980, 12, 31)),
        ("31/12/1980", date(1980, 12, 31)),
        ("5.3", date(1604, 3, 5)),
        ("05.03.", date(1604, 3, 5)),
        ("--02-29", date(1604, 2, 29)),
        ("29.02", date(1604, 2, 29)),
        ("29.02.1981", None),
        ("31.04", None),
        ("12", None),
        ("", None),
        ("31.12.80", None),
        ("31.12.0980", None),
    ],
)
def test_read(text: str, day: date | None) -> None:
    assert birthdays.read(text) == day


@given(st.dates(date(1880, 1, 1), date(2100, 1, 1)), st.booleans())
def test_what_is_written_is_read(day: date, known: bool) -> None:
    told = day if known else day.replace(year=birthdays.YEARLESS)
    assert birthdays.read(birthdays.written(told)) == told
    assert birthdays.has_year(told) == known
