"""Pure decisions: when a client is asked, what praise and blame are (rule 4.7)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum

FRESH = 14  # days after the day of asking: what was delivered longer ago is history
REST = timedelta(days=14)  # after another letter that asks what the client thinks (a survey, a courtesy form)
ENTERED_WITHIN = 3  # days: an order written into the base so long after its delivery is history too


class Sense(Enum):
    PRAISE = "praise"
    BLAME = "blame"
    NEITHER = "neither"


def sense(stars: int, *, praise: int, blame: int) -> Sense:
    """Where a firm's two lines cross, blame is heard first."""
    if stars <= blame:
        return Sense.BLAME
    return Sense.PRAISE if stars >= praise else Sense.NEITHER


def span(today: date, after: int) -> tuple[date, date]:
    """The days of delivery whose clients are asked today."""
    return today - timedelta(days=after + FRESH), today - timedelta(days=after)


def is_history(delivered_on: date, entered_on: date) -> bool:
    return (entered_on - delivered_on).days > ENTERED_WITHIN


def was_lately(last: datetime | None, now: datetime, pause: int) -> bool:
    return last is not None and now - last < timedelta(days=pause)
