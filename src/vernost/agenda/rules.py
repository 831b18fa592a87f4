"""Pure decisions about promises, days and birthdays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from vernost.agenda.models import Kept
from vernost.core.worktime import LONGEST_REST, WorkCalendar

PROMISE_RANK, TASK_RANK = 0, 30
# Where tasks of a moment stand in Today; causes say their own rank.
RANKS: Mapping[str, int] = {
    "call_back": 5,
    "unanswered_request": 10,
    "late_delivery": 15,
    "promise_broken": 20,
    "slipping": 40,
    "critic": 45,
    "complaint": 45,
    "courtesy": 50,
    "birthday": 60,
}


def rank_of(moment: str) -> int:
    return RANKS.get(moment, TASK_RANK)


def working_day(calendar: WorkCalendar, day: date) -> date:
    """The day itself, or the first working one after it: what falls on a holiday is done after it."""
    for ahead in range(LONGEST_REST):
        if calendar.is_working_day(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def shown_through(calendar: WorkCalendar, today: date) -> date:
    """The last of the days off that follow: what was promised for them can be kept today at the latest."""
    return working_day(calendar, today + timedelta(days=1)) - timedelta(days=1)


def settled(*, kept: bool, due_on: date, today: date) -> Kept:
    """Kept on its day or before; late after it (rule 5.2)."""
    if not kept:
        return Kept.BROKEN
    return Kept.KEPT if today <= due_on else Kept.LATE


def share_kept(*, kept: int, late: int, broken: int, overdue: int) -> float | None:
    """Of the promises whose day has come, the share kept on it (rule 5.2); none came, no share."""
    whole = kept + late + broken + overdue
    return kept / whole if whole else None


def trust_index(*, begun: int, total: int) -> float:
    """The share that the client began, smoothed so that few contacts do not shout (rule 1.9)."""
    return (begun + 1) / (total + 2)


def birthday_in(born: date, year: int) -> date:
    """The 29th of February is kept on the 1st of March of a plain year: a day too early brings bad luck."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def next_birthday(born: date, today: date) -> date:
    this = birthday_in(born, today.year)
    return this if this >= today else birthday_in(born, today.year + 1)
