"""Sums of days into the table: of an indicator and its days whole, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from vernost.core import bulk
from vernost.indicators.levels import Teams
from vernost.indicators.measures import EVERY_LEVEL, INDICATORS
from vernost.indicators.models import Level, Tally
from vernost.indicators.sums.keeping import lifetime_values
from vernost.indicators.sums.rows import Row

LTV = 24
Key = tuple[date, int, int, int]  # day, level, subject, bin


def write(number: int, first: date, last: date, rows: Iterable[Row], teams: Teams) -> int:
    """What stood there of these days goes; the same rows twice are the same figures."""
    summed: dict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0])
    levels = INDICATORS[number].levels if number in INDICATORS else EVERY_LEVEL
    for day, who, one, top, bottom in rows:
        for level, subject in teams.subjects(day, who):
            if Level(level) in levels:
                sums = summed[day, level, subject, one]
                sums[0] += top
                sums[1] += bottom
    if number == LTV:
        for day, level, subject, value in lifetime_values(first, last, teams.subjects):
            summed[day, level, subject, 0] = [value, 1.0]
    _forget(number, first, last)
    _append(number, summed)
    return len(summed)


def _forget(number: int, first: date, last: date) -> None:
    rows = Tally.objects.unscoped(reason="sums of the whole firm are written anew")
    rows.filter(indicator=number, day__gte=first, day__lte=last).delete()


def _append(number: int, summed: dict[Key, list[float]]) -> None:
    if not summed:
        return
    import pyarrow as pa

    keys, values = list(summed), list(summed.values())
    columns: dict[str, Any] = {
        "day": pa.array([key[0] for key in keys], pa.date32()),
        "indicator": pa.array([number] * len(keys), pa.int64()),
        "level": pa.array([key[1] for key in keys], pa.int64()),
        "subject": pa.array([key[2] for key in keys], pa.int64()),
        "bin": pa.array([key[3] for key in keys], pa.int64()),
        "top": pa.array([value[0] for value in values], pa.float64()),
        "bottom": pa.array([value[1] for value in values], pa.float64()),
    }
    bulk.append(Tally._meta.db_table, pa.table(columns))
