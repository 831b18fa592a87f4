"""Background work: the morning letter, the counts of the trust index and of silence."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.agenda.models import Morning
from vernost.agenda.services.mornings import morning_send, mornings_plan
from vernost.agenda.services.silence import silence_refresh
from vernost.agenda.services.trust import trust_refresh
from vernost.core.jobs import claim, sweep, worked_off

LEASE = timedelta(minutes=5)


@sweep("trust", every=timedelta(hours=4))
def count_trust() -> int:
    return trust_refresh(SYSTEM)


@sweep("silence", every=timedelta(hours=1))
def count_silence() -> int:
    return silence_refresh(SYSTEM)


@sweep("mornings", every=timedelta(minutes=5), lease=timedelta(minutes=20))
def send_morning_letters() -> int:
    mornings_plan()
    sent = 0
    for morning in claim(Morning, limit=200, lease=LEASE):
        with worked_off(morning):
            sent += morning_send(morning_id=morning.pk)
    return sent
