"""The firm's working hours. Every deadline in working hours is counted here and nowhere else.

Hours:    «1-5 09:00-13:00 14:00-18:00; 6 10:00-14:00», 1 is Monday; the gap is lunch.
Holidays: «01-01» each year, «2026-03-09» once, «+2026-11-01» a Sunday that is worked (by Monday's hours).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from vernost.core.clock import firm_zone

Span = tuple[time, time]
NOTHING = timedelta(0)
# Longer than this without a working minute, and the calendar is wrong rather than the firm on leave.
LONGEST_REST = 400


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``week``: weekday (0 Monday) → spans in order. All reckoning is in real time, so clocks may shift."""

    week: dict[int, tuple[Span, ...]]
    zone: tzinfo
    yearly: frozenset[tuple[int, int]] = frozenset()
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = field(default_factory=frozenset)

    def add(self, at: datetime, hours: timedelta) -> datetime:
        """The moment when ``hours`` of work have passed since ``at``.

        Nothing to add: the next working moment.
        """
        left = hours
        for start, end in self._spans(at):
            begins = max(start, at)
            if begins + left <= end and begins < end:
                return begins + left
            left -= max(NOTHING, end - begins)
        raise ValueError("the calendar has no working hours")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from ``start`` to ``end``; nothing if ``end`` is before."""
        total = NOTHING
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self._day(day):
                total += max(NOTHING, min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return total

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self._day(at.astimezone(self.zone).date()))

    def is_working_day(self, day: date) -> bool:
        return bool(self._hours(day))

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Its spans in the firm's own time, holidays and worked Sundays heeded."""
        return self._hours(day)

    def _spans(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        day, rest = at.astimezone(self.zone).date(), 0
        while rest <= LONGEST_REST:
            spans = self._day(day)
            yield from (span for span in spans if span[1] > at)
            rest = 0 if spans else rest + 1
            day += timedelta(days=1)

    def _day(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(self._moment(day, opens), self._moment(day, closes)) for opens, closes in self._hours(day)]

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def _hours(self, day: date) -> tuple[Span, ...]:
        if day in self.worked:
            return self.week.get(day.weekday()) or self.week.get(0, ())
        if day in self.holidays or (day.month, day.day) in self.yearly:
            return ()
        return self.week.get(day.weekday(), ())


def of_firm() -> WorkCalendar:
    """The calendar that the director has set."""
    from vernost.core.practice import HOLIDAYS, WORK_HOURS

    return calendar(WORK_HOURS.value(), HOLIDAYS.value(), firm_zone())


def calendar(hours: str, holidays: str, zone: tzinfo) -> WorkCalendar:
    yearly, once, worked = _parse_holidays(holidays)
    return WorkCalendar(_parse_hours(hours), zone, frozenset(yearly), frozenset(once), frozenset(worked))


def read_hours(given: object) -> str:
    """A term's reader: the text itself if it can be understood."""
    if not _parse_hours(str(given)):
        raise ValueError("no working hours")
    return " ".join(str(given).split())


def read_holidays(given: object) -> str:
    _parse_holidays(str(given))
    return " ".join(str(given).split())


def read_span(given: object) -> Span:
    """«21:00-09:00»: unlike hours of work it may go over midnight; the same moment twice is no span at
    all."""
    matched = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", str(given).strip())
    if not matched:
        raise ValueError("a span is written as 21:00-09:00")
    return time.fromisoformat(matched[1]), time.fromisoformat(matched[2])


def read_quiet(given: object) -> str:
    """A term's reader: the text itself if it can be understood."""
    read_span(given)
    return str(given).strip()


def _parse_hours(text: str) -> dict[int, tuple[Span, ...]]:
    week: dict[int, tuple[Span, ...]] = {}
    for part in filter(None, (part.split() for part in text.split(";"))):
        spans = tuple(_span(word) for word in part[1:])
        if not spans or any(before[1] > after[0] for before, after in pairwise(spans)):
            raise ValueError("hours in order, not over each other")
        for weekday in _weekdays(part[0]):
            week[weekday] = spans
    return week


def _weekdays(text: str) -> range:
    matched = re.fullmatch(r"([1-7])(?:-([1-7]))?", text)
    if not matched:
        raise ValueError("weekdays from 1 to 7")
    return range(int(matched[1]) - 1, int(matched[2] or matched[1]))


def _span(text: str) -> Span:
    opens, _, closes = text.partition("-")
    # 24:00 is not a time of Python's; a firm open till midnight says 23:59.
    span = time.fromisoformat(opens), time.fromisoformat(closes)
    if not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", text) or span[0] >= span[1]:
        raise ValueError("opening before closing")
    return span


def _parse_holidays(text: str) -> tuple[set[tuple[int, int]], set[date], set[date]]:
    yearly: set[tuple[int, int]] = set()
    once: set[date] = set()
    worked: set[date] = set()
    for word in text.replace(",", " ").split():
        if re.fullmatch(r"\d\d-\d\d", word):
            day = date.fromisoformat(f"2024-{word}")  # a leap year: the 29th of February is a day
            yearly.add((day.month, day.day))
        elif word.startswith("+"):
            worked.add(date.fromisoformat(word[1:]))
        else:
            once.add(date.fromisoformat(word))
    return yearly, once, worked
