"""Pure decisions about orders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from vernost.core.clock import firm_zone
from vernost.orders.models.delivery import Stage
from vernost.orders.models.order import OPEN, State

WEEK = timedelta(days=7)


def day_of(placed_at: datetime) -> date:
    """The firm's day on which it was placed: what a purchase is counted by (rule 2.1)."""
    return placed_at.astimezone(firm_zone()).date()


def state_after_payment(state: str, *, paid: Decimal, amount: Decimal) -> str:
    return State.PAID if state == State.PLACED and paid >= amount else state


def state_restored(*, paid: Decimal, amount: Decimal, delivered_on: date | None) -> str:
    """What a cancelled order is again when the cancelling is taken back."""
    if delivered_on is not None:
        return State.DELIVERED
    return State.PAID if amount and paid >= amount else State.PLACED


def days_late(*, state: str, promised_on: date | None, delivered_on: date | None, today: date) -> int:
    """How many days behind the promise (rule 5.4): till delivery, or till today while it is awaited."""
    if promised_on is None or state == State.CANCELLED:
        return 0
    until = delivered_on or (today if state in OPEN else promised_on)
    return max(0, (until - promised_on).days)


def moved_later(before: date | None, after: date | None) -> bool:
    return before is not None and after is not None and after > before


def may_follow(stage: str, wanted: str) -> bool:
    """Steps of a return go forward; one may be left out (nothing is fetched back that was never sent)."""
    order = list(Stage.values)
    return order.index(wanted) > order.index(stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """``due``: orders promised for a day of this week; ``in_time``: those that came on it or before."""

    monday: date
    due: int
    in_time: int

    @property
    def late(self) -> int:
        return self.due - self.in_time

    @property
    def share(self) -> float | None:
        return self.in_time / self.due if self.due else None


def on_time_by_week(days: Iterable[tuple[date, int, int]], *, since: date, until: date) -> list[Week]:
    """``(day first promised, orders, delivered by it)`` → weeks from Monday on, each there (rule 5.4)."""
    due: dict[date, int] = {}
    kept: dict[date, int] = {}
    for day, orders, in_time in days:
        if since <= day <= until:
            due[_monday(day)] = due.get(_monday(day), 0) + orders
            kept[_monday(day)] = kept.get(_monday(day), 0) + in_time
    found, monday = [], _monday(since)
    while monday <= until:
        found.append(Week(monday=monday, due=due.get(monday, 0), in_time=kept.get(monday, 0)))
        monday += WEEK
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
