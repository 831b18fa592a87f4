"""What every sum comes as: day, whose, bin, top, bottom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from vernost.core import clock

Row: TypeAlias = tuple[date, int | None, int, float, float]
Rows: TypeAlias = list[Row]
Found: TypeAlias = dict[int, Rows]
WHY = "sums of the whole firm by day"
EXACT = 600  # minutes; longer ones are kept to three figures


def span(first: date, last: date) -> tuple[datetime, datetime]:
    return clock.start_of(first), clock.start_of(last + timedelta(days=1))


def day_of(path: str) -> TruncDate:
    return TruncDate(path, tzinfo=clock.firm_zone())


def counted(rows: QuerySet[Any], day: Any, who: Any, top: Any, bottom: Any = None) -> Rows:
    """Grouped by day and whose in one query."""
    sums = {"top": top} | ({} if bottom is None else {"bottom": bottom})
    named = rows.order_by().annotate(on=day, whose=who).values_list("on", "whose").annotate(**sums)
    return [
        (on, whose, 0, float(more[0] or 0), float(more[1] or 0) if len(more) > 1 else 0.0)
        for on, whose, *more in named
    ]


def binned(rows: Iterable[tuple[date, int | None, int, int]]) -> Rows:
    """Day, whose, value, cases."""
    return [(day, whose, value, float(cases), 0.0) for day, whose, value, cases in rows]


def minutes_bin(minutes: int) -> int:
    """Three figures are enough of a long time: there are few bins then."""
    if minutes <= EXACT:
        return minutes
    step = int(10 ** (len(str(minutes)) - 3))
    return round(minutes / step) * step
