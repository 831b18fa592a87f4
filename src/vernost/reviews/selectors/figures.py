"""Stars as figures: the mean with how many it is of, by month; what waits. Zero reviews have no mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, Value

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.reviews.models import BEST, Ask, Review, State

YEAR = timedelta(days=365)
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Average:
    """``mean`` of 1–5 stars; None of no review."""

    number: int
    mean: float | None


def average(actor: Actor, since: date, until: date) -> Average:
    """Of every review written within the days, both included, published or not: what clients think is not
    what we show. (Indicator 28.)"""
    require(actor, "review.see")
    found = _within(actor, since, until).aggregate(number=Count("pk"), mean=Avg("stars"))
    return Average(**found)


def by_month(actor: Actor, since: date, until: date) -> list[tuple[date, Average]]:
    """Months that had reviews, the earliest first, of the last five years at most. One query of a span of the
    index for each month: to tell the month of every row in the firm's time zone is twenty times as slow."""
    require(actor, "review.see")
    spans = [
        _within(actor, first, last).annotate(month=Value(first.isoformat())).values("month")
        for first, last in _months(since, until)
    ]
    each = [rows.annotate(n=Count("pk"), mean=Avg("stars")) for rows in spans]
    found = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    sums = {row["month"]: Average(row["n"], row["mean"]) for row in found if row["n"]}
    return [(date.fromisoformat(month).replace(day=1), sums[month]) for month in sorted(sums)]


def _months(since: date, until: date) -> list[tuple[date, date]]:
    """The days of each month of the period, the last ones where they are too many."""
    found: list[tuple[date, date]] = []
    last = until
    while last >= since and len(found) < MOST_MONTHS:
        first = last.replace(day=1)
        found.append((max(first, since), last))
        last = first - timedelta(days=1)
    return found[::-1] or [(until, until)]


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a year; ``marks``: stars → how many, the best first."""

    waiting: int
    published: int
    blamed: int
    asked: int
    answered: int
    whole: Average
    marks: list[tuple[int, int]]

    @property
    def share(self) -> float | None:
        """Of those asked, who wrote."""
        return self.answered / self.asked if self.asked else None

    @property
    def most(self) -> int:
        return max((number for _stars, number in self.marks), default=0)


def standing(actor: Actor, blame: int) -> Standing:
    """Two queries."""
    require(actor, "review.see")
    today = clock.today()
    each: dict[str, Any] = {f"of_{n}": Count("pk", filter=Q(stars=n)) for n in range(1, BEST + 1)}
    found = _within(actor, today - YEAR, today).aggregate(
        number=Count("pk"),
        mean=Avg("stars"),
        waiting=Count("pk", filter=Q(state=State.NEW)),
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
        blamed=Count("pk", filter=Q(stars__lte=blame)),
        **each,
    )
    asks = Ask.objects.visible_to(actor).filter(made_at__gte=clock.start_of(today - YEAR), held=False)
    asked = asks.order_by().aggregate(asked=Count("pk"), answered=Count("review"))
    marks = [(n, found.pop(f"of_{n}")) for n in range(BEST, 0, -1)]
    whole = Average(found.pop("number"), found.pop("mean"))
    return Standing(**found, **asked, whole=whole, marks=marks)


def _within(actor: Actor, since: date, until: date) -> Any:
    """Robots' words are no review."""
    begin, end = clock.start_of(since), clock.start_of(until + timedelta(days=1))
    rows = Review.objects.visible_to(actor).filter(written_at__gte=begin, written_at__lt=end)
    return rows.exclude(state=State.SPAM).order_by()
