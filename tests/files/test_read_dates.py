"""Dates in every form people write them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.files.loaded import Load, days, rejects


def column(*values: str) -> str:
    return "client;date;sum\n" + "".join(f'a;"{value}";1\n' for value in values)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024-1-5", "2024-01-05"),
        ("2024/01/05", "2024-01-05"),
        ("05.01.2024", "2024-01-05"),
        ("5.1.2024", "2024-01-05"),
        ("05.01.24", "2024-01-05"),
        ("05.01.97", "1997-01-05"),
        ("05.01.2024 г.", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("20240105.0", "2024-01-05"),
        ("45296", "2024-01-05"),
        (" 2024-01-05 ", "2024-01-05"),
        ("2024-01-05 00:00:00", "2024-01-05"),
        ("05.01.2024 0:00:00", "2024-01-05"),
        ("2024-01-05T00:00:00.000Z", "2024-01-05"),
        ("2024-01-05 10:20:30", "2024-01-05 10:20:30"),
        ("2024-01-05T10:20:30", "2024-01-05 10:20:30"),
        ("2024-01-05T23:20:30+03:00", "2024-01-05 23:20:30"),
        ("2024-01-05T00:20:30Z", "2024-01-05 00:20:30"),
        ("2024-01-05 23:20:30 +0300", "2024-01-05 23:20:30"),
        ("2024-01-05 10:20:30.123456", "2024-01-05 10:20:30.123456"),
        ("2024-01-05 10:20", "2024-01-05 10:20:00"),
        ("05.01.2024 9:05", "2024-01-05 09:05:00"),
        ("05.01.2024, 9:05", "2024-01-05 09:05:00"),
        ("05.01.2024 9:05:00 +03:00", "2024-01-05 09:05:00"),
        ("20240105093015", "2024-01-05 09:30:15"),
        ("45296.5", "2024-01-05 12:00:00"),
        ("1/25/2024 3:45 PM", "2024-01-25 15:45:00"),
        ("1/25/2024 12:05:09 am", "2024-01-25 00:05:09"),
        ("2024-01-25 03:45 PM", "2024-01-25 15:45:00"),
    ],
)
def test_one_form(load: Load, value: str, expected: str) -> None:
    assert days(load(column(value))) == [expected]


def test_day_first_is_told_by_the_whole_column(load: Load) -> None:
    log = load(column("01/02/2024", "03/04/2024", "25/12/2023"))
    assert days(log) == ["2024-02-01", "2024-04-03", "2023-12-25"]
    assert not [note for note in log.notes if note.code == "day_first"]


def test_month_first_is_told_by_the_whole_column(load: Load) -> None:
    rows = ["01/02/2024"] * 3000 + ["12/25/2023"]
    assert days(load(column(*rows)))[-1] == "2023-12-25"
    assert days(load(column(*rows)))[0] == "2024-01-02"


def test_where_nobody_can_tell_the_day_is_first_and_a_note_says_so(load: Load) -> None:
    log = load(column("01/02/2024", "03/04/2024"))
    assert days(log) == ["2024-02-01", "2024-04-03"]
    assert "«date»" in str(next(note for note in log.notes if note.code == "day_first"))


def test_several_forms_in_one_column(load: Load) -> None:
    log = load(column("2024-01-05", "06.01.2024", "20240107", "08/01/2024 10:00"))
    assert days(log) == [
        f"2024-01-0{day}" + (" 10:00:00" if day == 8 else " 00:00:00") for day in (5, 6, 7, 8)
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("31.02.2024", "bad_date"),
        ("2024-02-31", "bad_date"),
        ("20240231", "bad_date"),
        ("32.01.2024", "bad_date"),
        ("yesterday", "bad_date"),
        ("epoch", "bad_date"),
        ("infinity", "bad_date"),
        ("#REF!", "bad_date"),
        ("2024-01-05 25:61", "bad_date"),
        ("0024-05-06", "bad_year"),
        ("05.06.0024", "bad_year"),
        ("31.12.1899", "bad_year"),
        ("", "no_date"),
        ("  ", "no_date"),
        ("-", "no_date"),
        ("01.01.2025", "future_date"),
        ("9999-12-31", "future_date"),
        ("2025-01-01 00:00:00", "future_date"),
    ],
)
def test_wrong_dates_are_rejected_with_their_reason(load: Load, value: str, reason: str) -> None:
    log = load(column("2024-01-05", value, "2024-12-31"))
    assert rejects(log) == [(3, reason)]
    assert log.connection.execute("SELECT column_name, coalesce(value, '') FROM rejects").fetchall() == [
        ("date", value)
    ]


def test_today_is_not_the_future_at_any_hour(load: Load) -> None:
    assert load(column("2024-12-31 23:59:59")).accepted == 1


def test_as_of_may_be_later_than_today(load: Load) -> None:
    log = load(column("2024-01-05", "2025-03-01", "2025-03-03"), as_of=date(2025, 3, 2))
    assert (log.accepted, log.rejected) == (2, {"future_date": 1})


def test_rows_after_as_of_are_left_out_not_rejected(load: Load) -> None:
    log = load(column("2024-01-05", "2024-06-01", "2025-03-03"), as_of=date(2024, 5, 31))
    assert (log.accepted, log.rejected, log.skipped) == (1, {"future_date": 1}, {"after_as_of": 1})


def test_rows_after_until_are_left_out(load: Load) -> None:
    log = load(column("2024-01-05", "2024-01-06 23:00", "2024-01-07 00:00", "x"), until=date(2024, 1, 6))
    assert (log.accepted, log.rejected, log.skipped) == (2, {"bad_date": 1}, {"after_until": 1})
    assert "2024-01-06" in str(next(note for note in log.notes if note.code == "after_until"))
