"""Pure decisions about orders."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from vernost.core.clock import firm_zone
from vernost.orders.models.order import OPEN, State


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
