"""Background work: woken by the commit of what somebody answers to, else within a minute."""

from __future__ import annotations

from datetime import timedelta

from vernost.core import jobs
from vernost.journal import listening
from vernost.reactions import declaring, reacting, reading

SWEEP = "reactions"


@jobs.sweep(SWEEP, every=timedelta(minutes=1), lease=timedelta(minutes=3))
def react_to_what_happened() -> int:
    reading.read()
    handled, more = reacting.work_off()
    if more:
        jobs.wake(SWEEP)
    return handled


@jobs.sweep("reactions_forgotten", every=timedelta(days=1))
def forget_what_is_done() -> int:
    return reacting.forget()


def wake() -> None:
    jobs.wake(SWEEP)


def listen() -> None:
    listening.listen(declaring.kinds(), wake)
