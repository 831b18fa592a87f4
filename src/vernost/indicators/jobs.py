"""Background work: after the facts of the night the sums of yesterday, alarms, the letter of a Monday."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core.jobs import claim, sweep, worked_off
from vernost.indicators import alarms, services, weekly
from vernost.indicators.models import Weekly

LEASE = timedelta(minutes=10)


@sweep("indicators_nightly", every=timedelta(minutes=10))
def count_yesterday() -> int:
    run = services.tallies_count(SYSTEM)
    if run is None:
        return 0
    alarms.corridors_check(SYSTEM)
    return run.rows


@sweep("indicators_weekly", every=timedelta(minutes=10))
def write_to_directors() -> int:
    weekly.letters_plan()
    handled = 0
    for row in claim(Weekly, limit=20, lease=LEASE):
        with worked_off(row):
            weekly.letter_send(weekly_id=row.pk)
        handled += 1
    return handled
