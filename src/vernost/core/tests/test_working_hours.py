"""Deadlines in working hours (peers: nine public complaints of clocks wrong over lunch, weekends and
holidays)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.core.worktime import calendar, read_holidays, read_hours

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")  # its clocks shift
OFFICE = calendar("1-5 09:00-13:00 14:00-18:00", "2026-11-23 01-01 +2026-11-28", MOSCOW)


def at(day: str, time: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone)


HOUR = timedelta(hours=1)
FRIDAY, MONDAY, TUESDAY = "2026-11-20", "2026-11-23", "2026-11-24"


def test_a_case_of_friday_evening() -> None:
    """Friday 17:50, four hours' standard, hours 9–18, lunch 13–14, Monday a holiday: Tuesday 12:50."""
    assert OFFICE.add(at(FRIDAY, "17:50"), 4 * HOUR) == at(TUESDAY, "12:50")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ((TUESDAY, "09:00"), 4, (TUESDAY, "13:00")),
        ((TUESDAY, "09:00"), 4.5, (TUESDAY, "14:30")),
        ((TUESDAY, "13:30"), 1, (TUESDAY, "15:00")),
        ((TUESDAY, "03:00"), 0, (TUESDAY, "09:00")),
        ((TUESDAY, "18:00"), 1, ("2026-11-25", "10:00")),
        ((FRIDAY, "19:00"), 8, (TUESDAY, "18:00")),
        (("2026-11-27", "17:00"), 2, ("2026-11-28", "10:00")),  # a Saturday that is worked
        (("2026-12-31", "17:00"), 2, ("2027-01-04", "10:00")),  # the 1st of January each year, then a weekend
    ],
)
def test_hours_are_added(start: tuple[str, str], hours: float, end: tuple[str, str]) -> None:
    assert OFFICE.add(at(*start), hours * HOUR) == at(*end)


def test_it_is_open_only_in_hours() -> None:
    assert OFFICE.is_open(at(TUESDAY, "12:59"))
    assert not OFFICE.is_open(at(TUESDAY, "13:00"))
    assert not OFFICE.is_open(at(MONDAY, "10:00"))
    assert OFFICE.is_working_day(date(2026, 11, 28))
    assert not OFFICE.is_working_day(date(2026, 11, 29))


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(minutes=1), timedelta(hours=120))
CALENDARS = st.sampled_from([OFFICE, calendar("1-5 09:00-18:00; 6 10:00-14:00", "05-09", BERLIN)])


@given(MOMENTS, SPANS, CALENDARS)
def test_adding_and_measuring_agree(start: datetime, hours: timedelta, cal: object) -> None:
    end = cal.add(start, hours)  # type: ignore[attr-defined]
    assert cal.between(start, end) == hours  # type: ignore[attr-defined]
    assert not cal.between(end, start)  # type: ignore[attr-defined]


@given(MOMENTS, SPANS, SPANS, CALENDARS)
def test_in_two_steps_as_in_one(start: datetime, first: timedelta, second: timedelta, cal: object) -> None:
    assert cal.add(cal.add(start, first), second) == cal.add(start, first + second)  # type: ignore[attr-defined]


def test_a_firm_that_never_works_is_told_so() -> None:
    with pytest.raises(ValueError, match="no working hours"):
        calendar("", "", MOSCOW).add(at(MONDAY, "09:00"), HOUR)


@pytest.mark.parametrize(
    "text", ["", "9-18", "1-5 18:00-09:00", "8 09:00-18:00", "1 09:00-14:00 13:00-18:00", "1"]
)
def test_hours_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_hours(text)


@pytest.mark.parametrize("text", ["32-01", "02-30", "2026-13-01", "+01-01", "завтра"])
def test_holidays_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_holidays(text)
