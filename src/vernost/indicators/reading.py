"""Sums of periods out of the table of days: three queries, however many clients and orders there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeAlias

from django.db.models import Case, Count, F, IntegerField, Min, Sum, Value, When

from vernost.access.actor import Actor
from vernost.indicators.figures import Sums, value_of
from vernost.indicators.measures import AT_AN_END, BY_BINS, INDICATORS
from vernost.indicators.models import Level, Tally
from vernost.indicators.periods import Period

DAY = timedelta(days=1)
CARRIED = timedelta(days=35)  # what is counted at the ends of months stands until the next end
# (indicator, subject) → the sums of each period, in the order of the periods
Found: TypeAlias = dict[tuple[int, int], list[Sums]]


def sums_of(
    actor: Actor, level: Level, subjects: Collection[int], numbers: Collection[int], periods: Sequence[Period]
) -> Found:
    """Of each subject that the actor sees. What stands at an end is that of the morning after the"
    " last day."""
    rows = Tally.objects.visible_to(actor).filter(level=level, subject__in=subjects).order_by()
    found: Found = {
        (number, subject): [Sums(days=one.days) for one in periods]
        for number in numbers
        for subject in subjects
    }
    at_end = [number for number in numbers if INDICATORS[number].kind in AT_AN_END]
    flowing = [number for number in numbers if INDICATORS[number].kind not in AT_AN_END]
    first, last = min(one.since for one in periods), max(one.until for one in periods)
    if flowing:
        _flow(found, rows.filter(indicator__in=flowing), periods)
        _know(found, rows.filter(indicator__in=flowing, day__lte=last), periods)
    if at_end:
        within = rows.filter(indicator__in=at_end, day__gt=first - CARRIED, day__lte=last + DAY)
        _stock(found, within, periods)
    return found


def _flow(found: Found, rows: Any, periods: Sequence[Period]) -> None:
    """One query: days go into their periods inside the database."""
    whens = [
        When(day__gte=one.since, day__lte=one.until, then=Value(place)) for place, one in enumerate(periods)
    ]
    first, last = min(one.since for one in periods), max(one.until for one in periods)
    within = rows.filter(day__gte=first, day__lte=last)
    placed = within.annotate(place=Case(*whens, default=Value(-1), output_field=IntegerField()))
    sums = {
        "n": Count("pk"),
        "a": Sum("top"),
        "b": Sum("bottom"),
        "aa": Sum(F("top") * F("top")),
        "ab": Sum(F("top") * F("bottom")),
        "bb": Sum(F("bottom") * F("bottom")),
    }
    for number, subject, place, one, *values in placed.values_list(
        "indicator", "subject", "place", "bin"
    ).annotate(**sums):
        if place < 0:
            continue
        into = found[number, subject][place]
        if INDICATORS[number].kind in BY_BINS:
            into.bins[one] += round(values[1])
        into.rows += values[0]
        into.top += values[1]
        into.bottom += values[2]
        into.top2, into.both, into.bottom2 = values[3], values[4], values[5]


def _know(found: Found, rows: Any, periods: Sequence[Period]) -> None:
    """Nothing that happened is nought; that nothing was counted yet is unknown."""
    for number, subject, begun in rows.values_list("indicator", "subject").annotate(Min("day")):
        for into, period in zip(found[number, subject], periods, strict=True):
            into.known = begun <= period.until


def _stock(found: Found, rows: Any, periods: Sequence[Period]) -> None:
    series: dict[tuple[int, int], list[tuple[date, float, float]]] = {}
    asked = rows.order_by("indicator", "subject", "day").values_list(
        "indicator", "subject", "day", "top", "bottom"
    )
    for number, subject, day, top, bottom in asked:
        series.setdefault((number, subject), []).append((day, top, bottom))
    for key, points in series.items():
        for into, period in zip(found[key], periods, strict=True):
            _stand(into, key[0], points, period)


def _stand(into: Sums, number: int, points: Sequence[tuple[date, float, float]], period: Period) -> None:
    end = period.until + DAY
    here = [point for point in points if end - CARRIED < point[0] <= end]
    if not here:
        return
    _day, into.top, into.bottom = here[-1]
    into.rows, into.known = 1, True
    values = [
        value_of(INDICATORS[number], Sums(top=top, bottom=bottom, rows=1))
        for day, top, bottom in points
        if period.since <= day <= end
    ]
    known = [value for value in values if value is not None]
    into.steps = max(0, len(known) - 1)
    into.step2 = sum((later - earlier) ** 2 for earlier, later in pairwise(known))
