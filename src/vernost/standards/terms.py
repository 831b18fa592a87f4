"""The firm's own terms of standards, as values."""

from __future__ import annotations

from datetime import datetime, timedelta

from vernost.core import practice, worktime

SHOWN = timedelta(days=28)  # «today's value» of what data count
SHOWN_BY_HAND = timedelta(days=90)  # a firm makes few checks
WEEKS = 26
FEW = 10  # fewer cases than this say little


def letter_due(at: datetime) -> datetime:
    """Until when a letter that came ``at`` is to be answered, in working hours: four hours of a Friday
    evening may end on Tuesday."""
    return worktime.of_firm().add(at, timedelta(hours=practice.LETTER_ANSWER.value()))


def letter_minutes() -> int:
    return int(practice.LETTER_ANSWER.value()) * 60


def apology_within() -> timedelta:
    """A breach longer ago than this is history: it asks for nothing."""
    return timedelta(days=practice.BREACH_FRESH.value())
