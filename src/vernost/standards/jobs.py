"""Background work: figures are counted anew, breaches are seen. Both may be killed and run again."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core.jobs import sweep
from vernost.standards import services


@sweep("standards", every=timedelta(minutes=15), lease=timedelta(minutes=30))
def count_the_last_weeks() -> int:
    return services.tallies_refresh(SYSTEM, days=services.LATELY)


@sweep("standards_year", every=timedelta(hours=20), lease=timedelta(hours=1))
def count_the_year() -> int:
    return services.tallies_refresh(SYSTEM, days=services.YEAR)


@sweep("standards_breaches", every=timedelta(minutes=15), lease=timedelta(minutes=30))
def see_breaches() -> int:
    return services.breaches_see(SYSTEM)
