"""The firm's hours as clients read them: the week, the days off ahead, whether somebody is there now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from babel.dates import get_timezone_location
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language

from vernost.core import clock, worktime
from vernost.core.worktime import Span

AHEAD = 60  # days in which days off are told
MOST_OFF = 12
OF_SCHEMA = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@dataclass(frozen=True, slots=True)
class Day:
    weekday: int  # 0 Monday
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday]).capitalize()

    @property
    def opens(self) -> time | None:
        return self.spans[0][0] if self.spans else None

    @property
    def closes(self) -> time | None:
        return self.spans[-1][1] if self.spans else None

    @property
    def breaks(self) -> list[Span]:
        return [(one[1], other[0]) for one, other in zip(self.spans, self.spans[1:], strict=False)]

    @property
    def schema(self) -> list[str]:
        """«Mo 09:00-13:00», as schema.org has it."""
        name = OF_SCHEMA[self.weekday]
        return [f"{name} {opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.spans]


@dataclass(frozen=True, slots=True)
class Open:
    """``until``: open now, and until when; else ``opens``: when somebody is there again. ``off``: days that
    are not as their weekday is, with their own spans."""

    week: list[Day]
    is_open: bool
    until: datetime | None
    opens: datetime | None
    off: list[tuple[date, tuple[Span, ...]]]
    place: str  # by whose clock


def hours() -> Open:
    """For everybody: no client's data in it."""
    work, now, today = worktime.of_firm(), clock.now(), clock.today()
    is_open = work.is_open(now)
    local = now.astimezone(work.zone)
    ends = [end for start, end in work.hours_on(local.date()) if start <= local.time() < end]
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    usual = {weekday: work.week.get(weekday, ()) for weekday in range(7)}
    off = [(day, work.hours_on(day)) for day in days if work.hours_on(day) != usual[day.weekday()]]
    return Open(
        week=[Day(weekday, spans) for weekday, spans in usual.items()],
        is_open=is_open,
        until=datetime.combine(local.date(), ends[0], tzinfo=work.zone) if ends else None,
        opens=None if is_open else work.add(now, timedelta(0)),
        off=off[:MOST_OFF],
        place=get_timezone_location(str(work.zone), locale=(get_language() or "en")[:2], return_city=True),
    )
