"""Pure decisions about deals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from vernost.core.clock import firm_zone

T = TypeVar("T")


def begins(day: date) -> datetime:
    """The first moment of the firm's day."""
    return datetime.combine(day, time.min, tzinfo=firm_zone())


def further(place: int, furthest: int) -> bool:
    """Whether a stage lies beyond the furthest one reached."""
    return place > furthest


def weighed(amount: Decimal, probability: int) -> Decimal:
    """What a deal is worth by its chance."""
    return amount * probability / 100


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to take a share of."""
    return part / whole if whole else None


def neighbours(rows: Iterable[T]) -> list[tuple[T | None, T, T | None]]:
    """Each with the one before and the one after it."""
    listed = list(rows)
    before: list[T | None] = [None, *listed[:-1]]
    after: list[T | None] = [*listed[1:], None]
    return list(zip(before, listed, after, strict=True))
