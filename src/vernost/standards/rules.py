"""Pure decisions about standards: how often one was kept, week by week, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """Of so many cases it was kept in so many."""

    cases: int = 0
    kept: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.cases + other.cases, self.kept + other.kept)

    @property
    def share(self) -> float | None:
        return self.kept / self.cases if self.cases else None

    @property
    def broken(self) -> int:
        return self.cases - self.kept

    def meets(self, goal: float) -> bool | None:
        """None: there was nothing to keep."""
        return None if self.share is None else self.share >= goal - 1e-9


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def by_week(days: Iterable[tuple[date, int, int]], *, today: date, weeks: int) -> list[tuple[date, Kept]]:
    """``(day, cases, kept)`` → the last ``weeks`` weeks from Monday on, each there, the oldest first."""
    last = monday(today)
    found: dict[date, Kept] = {last - WEEK * back: Kept() for back in range(weeks - 1, -1, -1)}
    for day, cases, kept in days:
        first = monday(day)
        if first in found:
            found[first] += Kept(cases, kept)
    return list(found.items())


def change(weeks: Mapping[date, Kept] | list[tuple[date, Kept]]) -> float | None:
    """Percentage points between the last four whole weeks and the four before; None where either was empty.
    The running week says nothing yet."""
    rows = [one for _day, one in (weeks.items() if isinstance(weeks, Mapping) else weeks)][:-1]
    now, before = sum(rows[-4:], Kept()).share, sum(rows[-8:-4], Kept()).share
    return None if now is None or before is None else (now - before) * 100
