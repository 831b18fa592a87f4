"""The days a score is about, out of an address: whatever stands there, a period comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vernost.core.typed import day_or_none

LAST_90, QUARTER, MONTH, YEAR, ALL, OWN = "90", "quarter", "month", "year", "all", "own"
NAMED = (LAST_90, MONTH, QUARTER, YEAR, ALL)
LONGEST_TEXT = 40
LONG_AGO = date(1990, 1, 1)  # nobody was asked before


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it. ``before``: the first day of the equal period before it; ``since`` where there
    is nothing to compare with (all there is)."""

    name: str
    since: date
    until: date
    before: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def earlier(self) -> tuple[date, date] | None:
        return (self.before, self.since - timedelta(days=1)) if self.before < self.since else None

    @property
    def query(self) -> dict[str, str]:
        """As an address says it."""
        if self.name != OWN:
            return {"period": self.name}
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def period_of(asked: Mapping[str, str], *, today: date, first: date | None) -> Period:
    """``since`` and ``until`` win over ``period``; a word that is no day asks nothing; where the last day is
    before the first, they change places. Never beyond today, nor before the ``first`` answer or asking."""
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    if since is None and until is None:
        name = asked.get("period", "")
        return _named(name if name in NAMED else LAST_90, today, first)
    until = until or today
    since = since or (min(first, until) if first else LONG_AGO)
    if until < since:
        since, until = until, since
    return _period(OWN, since, until, today, first)


def _named(name: str, today: date, first: date | None) -> Period:
    starts = {
        LAST_90: today - timedelta(days=89),
        MONTH: today.replace(day=1),
        QUARTER: today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        YEAR: today - timedelta(days=364),
        ALL: first or today,
    }
    return _period(name, starts[name], today, today, first)


def _period(name: str, since: date, until: date, today: date, first: date | None) -> Period:
    """Days on which nobody can have answered are not walked through, however far away they are."""
    until = max(until, LONG_AGO)
    until, since = min(until, today), min(since, today)
    length = min((until - since).days + 1, (since - date.min).days)
    before = since if name == ALL else since - timedelta(days=length)
    earliest = first or LONG_AGO
    return Period(name, max(since, min(earliest, until)), until, max(before, min(earliest, since)))


def _day(text: str) -> date | None:
    return day_or_none(text) if text and len(text) <= LONGEST_TEXT and "\x00" not in text else None
