"""Pure decisions about requests: whose turn it is, how much of the clock is left, how fast we were."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import floor

from vernost.core.worktime import WorkCalendar
from vernost.intake.models import Way

NOTHING = timedelta(0)
AGAIN_WITHIN = timedelta(days=14)  # the same person within this is the same matter


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who may be given a request. ``last_turn``: the number of the last one they were given."""

    employee_id: int
    last_turn: int = 0
    open_requests: int = 0
    sources: frozenset[str] = frozenset()


def whose_turn(places: Iterable[Place], *, way: str, marks: Collection[str] = ()) -> int | None:
    """Who is given a request with these ``marks`` (its channel, where it came from).

    Those who are there for such requests come first; among them whoever has the fewest open, where the firm
    gives out by load, and then whoever has waited longest: so nobody is ever passed over, and who was away
    gets one, not all that they missed.
    """
    every = list(places)
    meant = [one for one in every if one.sources & set(marks)]
    free = meant or [one for one in every if not one.sources]
    if way == Way.NOBODY or not free:
        return None
    loaded = way == Way.LOAD
    first = min(free, key=lambda one: (one.open_requests if loaded else 0, one.last_turn, one.employee_id))
    return first.employee_id


@dataclass(frozen=True, slots=True)
class Left:
    """Of a running clock: working time, below nothing once it is over; ``waits``: the firm is closed now."""

    time: timedelta
    waits: bool = False

    @property
    def is_over(self) -> bool:
        return self.time < NOTHING

    @property
    def minutes(self) -> int:
        """Whole ones: the one that has begun is still there, and one that is over has passed."""
        seconds = abs(self.time).total_seconds()
        return floor(seconds / 60) if self.is_over else -floor(-seconds / 60)


def left(work: WorkCalendar, now: datetime, due_at: datetime) -> Left:
    if now > due_at:
        return Left(-work.between(due_at, now) or timedelta(microseconds=-1), not work.is_open(now))
    return Left(work.between(now, due_at), not work.is_open(now))


def worked_minutes(work: WorkCalendar, arrived_at: datetime, answered_at: datetime) -> int:
    return floor(work.between(arrived_at, answered_at).total_seconds() / 60)


def working_days_ago(work: WorkCalendar, today: date, days: int) -> datetime:
    """The beginning of the day since which ``days`` whole working days have passed."""
    day, left_over, looked = today, days, 0
    while left_over > 0 and looked < 400:
        day -= timedelta(days=1)
        looked += 1
        left_over -= work.is_working_day(day)
    return datetime.combine(day, time(0), tzinfo=work.zone)


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a channel or a person answers. ``late``: answered after the time, or still not."""

    median: int | None
    answered: int
    in_time: int
    late: int

    @property
    def share(self) -> float | None:
        whole = self.in_time + self.late
        return self.in_time / whole if whole else None


def speed(counted: Sequence[tuple[int | None, bool, int]]) -> Speed:
    """Out of (minutes or None, in time, how many): requests alike are counted together."""
    answered = sorted((minutes, many) for minutes, _in_time, many in counted if minutes is not None)
    return Speed(
        median=_median(answered),
        answered=sum(many for _minutes, many in answered),
        in_time=sum(many for _minutes, in_time, many in counted if in_time),
        late=sum(many for _minutes, in_time, many in counted if not in_time),
    )


def _median(counted: Sequence[tuple[int, int]]) -> int | None:
    """The lower of the two in the middle: a time that somebody really needed."""
    whole = sum(many for _minutes, many in counted)
    passed = 0
    for minutes, many in counted:
        passed += many
        if passed * 2 >= whole:
            return minutes
    return None
