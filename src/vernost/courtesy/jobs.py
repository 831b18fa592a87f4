"""Large orders whose day of asking has come, found by the clock: no call is lost with a worker."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.jobs import sweep
from vernost.core.practice import COURTESY_AFTER, LARGE_ORDER
from vernost.courtesy import services
from vernost.orders.models import Order, State

FRESH = 21  # days: what was delivered longer ago is history, not an order to ask about
PLACED = 120  # days: how long ago a delivered order may have been placed
MOST = 500


@sweep("courtesy", every=timedelta(hours=1), lease=timedelta(minutes=10))
def ask_after_large_orders() -> int:
    return sum(services.courtesy_begin(SYSTEM, order_id=pk) is not None for pk in due_orders())


def due_orders() -> list[int]:
    """Orders whose clients nobody has asked yet, the longest waiting first."""
    large, today = LARGE_ORDER.value(), clock.today()
    if large <= 0:
        return []
    latest, earliest = today - timedelta(days=COURTESY_AFTER.value()), today - timedelta(days=FRESH)
    delivered = Q(delivered_on__gte=earliest, delivered_on__lte=latest)
    unfollowed = Q(delivered_on=None, promised_on=None, day__gte=earliest, day__lte=latest)
    rows = Order.objects.visible_to(SYSTEM).filter(
        delivered | unfollowed, placed_at__gte=clock.now() - timedelta(days=PLACED), amount__gte=large,
        replaces=None, courtesy=None, client__is_live=True, client__closed_on=None,
        client__owner__isnull=False,
    )  # fmt: skip
    rows = rows.exclude(state=State.CANCELLED).filter(amount__gte=F("refunded") + large)
    return list(rows.order_by("placed_at", "pk").values_list("pk", flat=True)[:MOST])
