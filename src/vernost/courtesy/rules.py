"""Pure decisions: which order, when, and by which way (rule 5.5)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from vernost.courtesy.models import WELL, Way


def is_large(*, net: Decimal, large: Decimal) -> bool:
    """A threshold of zero asks of nothing: the firm does without courtesy calls."""
    return large > 0 and net >= large


def due_on(*, delivered_on: date | None, promised_on: date | None, day: date, after: int) -> date | None:
    """So many days after it was delivered; of an order whose delivery nobody follows, after its own day.
    None, while it is awaited: nobody asks how they like what they do not have."""
    if delivered_on is not None:
        return delivered_on + timedelta(days=after)
    return None if promised_on is not None else day + timedelta(days=after)


def way_of(*, waiting: int, most: int, has_letter: bool) -> Way:
    """A call, unless so many wait already; whom no letter reaches is called all the same."""
    return Way.FORM if waiting >= most and has_letter else Way.CALL


def asks_for_a_call(*, rating: int | None, comment: str) -> bool:
    """Whoever is not content, or has something to say, hears a voice."""
    return bool(comment) or (rating is not None and rating < WELL)
