"""Orders whose day of asking has come, found by the clock: nobody is asked twice, and nobody is forgotten
with a worker."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core.jobs import sweep
from vernost.reviews import selectors, services


@sweep("reviews", every=timedelta(hours=1), lease=timedelta(minutes=20))
def ask_for_reviews() -> int:
    return sum(services.review_ask_of_order(SYSTEM, order_id=pk) is not None for pk in selectors.due_orders())
