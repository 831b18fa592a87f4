"""Days in people's words, both languages: a table, and what holds of whatever is typed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vernost.agenda.days import NUMBERS, WORDS, FarDay, NoDay, PastDay, said_day

SUNDAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 11, 25)
TABLE = [
    ("сегодня", WEDNESDAY, date(2026, 11, 25)),
    ("Завтра", WEDNESDAY, date(2026, 11, 26)),
    ("послезавтра.", WEDNESDAY, date(2026, 11, 27)),
    ("через день", WEDNESDAY, date(2026, 11, 26)),
    ("через два дня", WEDNESDAY, date(2026, 11, 27)),
    ("через  3 недели", WEDNESDAY, date(2026, 12, 16)),
    ("через неделю", WEDNESDAY, date(2026, 12, 2)),
    ("через месяц", date(2027, 1, 31), date(2027, 2, 28)),
    ("через год", date(2028, 2, 29), date(2029, 2, 28)),
    ("в пятницу", WEDNESDAY, date(2026, 11, 27)),
    ("до пятницы", WEDNESDAY, date(2026, 11, 27)),
    ("к пятнице", WEDNESDAY, date(2026, 11, 27)),
    ("в эту пятницу", WEDNESDAY, date(2026, 11, 27)),
    ("пт", WEDNESDAY, date(2026, 11, 27)),
    ("в среду", WEDNESDAY, date(2026, 12, 2)),
    ("во вторник", WEDNESDAY, date(2026, 12, 1)),
    ("в следующий вторник", WEDNESDAY, date(2026, 12, 1)),
    ("в следующую пятницу", WEDNESDAY, date(2026, 12, 4)),
    ("в следующий вторник", SUNDAY, date(2026, 11, 24)),
    ("в воскресенье", SUNDAY, date(2026, 11, 29)),
    ("на следующей неделе", WEDNESDAY, date(2026, 11, 30)),
    ("25 декабря", WEDNESDAY, date(2026, 12, 25)),
    ("25.12", WEDNESDAY, date(2026, 12, 25)),
    ("5 мая", WEDNESDAY, date(2027, 5, 5)),
    ("29.02", WEDNESDAY, date(2028, 2, 29)),
    ("25.12.2026", WEDNESDAY, date(2026, 12, 25)),
    ("today", WEDNESDAY, date(2026, 11, 25)),
    ("tomorrow", WEDNESDAY, date(2026, 11, 26)),
    ("the day after tomorrow", WEDNESDAY, date(2026, 11, 27)),
    ("in two days", WEDNESDAY, date(2026, 11, 27)),
    ("in a couple of weeks", WEDNESDAY, date(2026, 12, 9)),
    ("in a week", WEDNESDAY, date(2026, 12, 2)),
    ("on Friday", WEDNESDAY, date(2026, 11, 27)),
    ("next Friday", WEDNESDAY, date(2026, 12, 4)),
    ("next week", WEDNESDAY, date(2026, 11, 30)),
    ("Dec 25", WEDNESDAY, date(2026, 12, 25)),
    ("25 Dec 2026", WEDNESDAY, date(2026, 12, 25)),
    ("2026-12-25", WEDNESDAY, date(2026, 12, 25)),
]


@pytest.mark.parametrize(("text", "today", "day"), TABLE)
def test_a_day_is_read(text: str, today: date, day: date) -> None:
    assert said_day(text, today) == day


@pytest.mark.parametrize(
    "text", ["", "никогда", "через", "через много дней", "in blue", "30.02", "friday night", "99.99", "в"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(NoDay):
        said_day(text, WEDNESDAY)


@pytest.mark.parametrize("text", ["вчера", "yesterday", "24.11.2026", "2026-11-24", "1 Jan 2020"])
def test_a_day_that_is_over_is_refused(text: str) -> None:
    with pytest.raises(PastDay):
        said_day(text, WEDNESDAY)


@pytest.mark.parametrize("text", ["через 9999 лет", "01.01.2999", "in 6 years", "через 9999 недель"])
def test_a_day_too_far_is_refused(text: str) -> None:
    with pytest.raises(FarDay):
        said_day(text, WEDNESDAY)


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(days, st.integers(1, 1500))
def test_in_so_many_days_is_so_many_days(today: date, count: int) -> None:
    for text in (f"через {count} дней", f"in {count} days"):
        assert said_day(text, today) == today + timedelta(days=count)


@given(
    days, st.sampled_from(["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"])
)
def test_a_weekday_is_within_a_week_and_the_next_one_in_the_next_week(today: date, name: str) -> None:
    day, later = said_day(f"в {name}", today), said_day(f"в следующую {name}", today)
    assert 1 <= (day - today).days <= 7
    assert later.weekday() == day.weekday()
    assert later.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


WHAT = st.one_of(
    st.sampled_from([*WORDS, *(f"через {one} недели" for one in NUMBERS), *(row[0] for row in TABLE)]),
    st.text(max_size=30),
    st.dates().map(lambda day: f"{day:%d.%m}"),
    st.dates().map(str),
)


@given(WHAT, days)
def test_never_a_day_in_the_past(text: str, today: date) -> None:
    with suppress(NoDay, PastDay, FarDay):
        assert said_day(text, today) >= today
