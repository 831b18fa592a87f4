"""Pure decisions about complaints (rule 5.1): which step follows, until when, who may promise how much."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from vernost.complaints.models import Compensation, Step
from vernost.core.worktime import WorkCalendar

ORDER = tuple(Step)
Hours = Mapping[Step, timedelta]


def following(step: str) -> Step | None:
    """The step after this one; none after the client's word."""
    place = ORDER.index(Step(step))
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def deadline(calendar: WorkCalendar, since: datetime, step: str, hours: Hours) -> datetime | None:
    """Until when the step after ``step`` is to be done, in working hours: four hours of a Friday evening may
    end on Tuesday."""
    after = following(step)
    return calendar.add(since, hours[after]) if after is not None else None


def paused(calendar: WorkCalendar, due_at: datetime | None, now: datetime) -> timedelta:
    """The working time that is left while the client thinks; a broken deadline has none."""
    return calendar.between(now, due_at) if due_at is not None else timedelta(0)


def approval_of(amount: Decimal | None, *, alone: Decimal, approves: bool) -> Compensation:
    """``alone``: what this employee settles without asking; ``approves``: whether they approve others'."""
    if not amount:
        return Compensation.NONE
    if amount <= alone:
        return Compensation.WITHIN
    return Compensation.APPROVED if approves else Compensation.ASKED


def unheard(complaints: int, one_in: Decimal) -> int:
    """Of those who were not content, the ones who said nothing (rule 4.6): an estimate."""
    return round(complaints * (one_in - 1)) if one_in > 1 else 0
