"""Background work: past days of surveys counted once, so that a score adds up days instead of answers."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import sweep
from vernost.voice.services.tallies import days_tally


@sweep("voice_tallies", every=timedelta(minutes=15))
def tally_past_days() -> int:
    return days_tally()
