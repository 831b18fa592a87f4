"""The one clock of the house. Nothing else asks the machine for the time, so a test can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_stopped: ContextVar[datetime | None] = ContextVar("vernost_clock", default=None)


def now() -> datetime:
    return _stopped.get() or datetime.now(UTC)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def firm_zone() -> ZoneInfo:
    from django.conf import settings

    return _zone(settings.TIME_ZONE)


def today() -> date:
    """The firm's day: what «today» means in tasks, reports and deadlines."""
    return now().astimezone(firm_zone()).date()


def start_of(day: date) -> datetime:
    """The moment at which that day of the firm begins."""
    return datetime.combine(day, time.min, tzinfo=firm_zone())


@contextmanager
def stopped(at: datetime) -> Iterator[Stopped]:
    """For tests and the demo: the clock stands at ``at``, and may be moved on by hand."""
    if at.tzinfo is None:
        raise ValueError("the clock needs a time with its zone")
    token = _stopped.set(at)
    try:
        yield Stopped()
    finally:
        _stopped.reset(token)


class Stopped:
    def pass_by(self, **units: float) -> datetime:
        """``clock.pass_by(days=3)``."""
        later = now() + timedelta(**units)
        _stopped.set(later)
        return later
