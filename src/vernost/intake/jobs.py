"""Every minute: what came while nobody was there is given out, what is late goes to the head.

Each request is a transaction of its own, so a killed worker leaves the rest to the next.
"""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core.jobs import sweep
from vernost.intake import selectors, services

AT_ONCE = 500


@sweep("requests_give_out", every=timedelta(minutes=1), lease=timedelta(minutes=5))
def give_requests_out() -> int:
    given = 0
    for pk in selectors.due_for_giving_out(SYSTEM, limit=AT_ONCE):
        if services.request_give_out(SYSTEM, request_id=pk).assigned_to_id is None:
            break  # nobody is there: the others would wait too
        given += 1
    return given


@sweep("requests_escalate", every=timedelta(minutes=1), lease=timedelta(minutes=5))
def escalate_requests() -> int:
    due = selectors.due_for_escalating(SYSTEM, limit=AT_ONCE)
    return sum(services.request_escalate(SYSTEM, request_id=pk) for pk in due)
