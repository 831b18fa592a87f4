"""Background work: every night the whole base, every minute whoever's orders changed."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.jobs import sweep
from vernost.retention import services
from vernost.retention.models import Refresh


@sweep("facts", every=timedelta(days=3650))  # on demand only: the night has its own, below
def refresh_the_facts() -> int:
    return services.facts_refresh(SYSTEM).clients


@sweep("facts_nightly", every=timedelta(minutes=10))
def a_new_day() -> int:
    """Standing moves as days pass without orders: soon after midnight everything is computed for the new
    day.
    """
    today = Refresh.objects.filter(as_of__gte=clock.today())
    if today.filter(state=Refresh.State.DONE).exists() or services.is_running():
        return 0
    return services.facts_refresh(SYSTEM).clients


@sweep("facts_changed", every=timedelta(minutes=1))
def refresh_whose_orders_changed() -> int:
    return services.facts_work_off()
