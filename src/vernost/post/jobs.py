"""Background work: letters that are due are sent."""

from __future__ import annotations

from datetime import timedelta

from vernost.core.jobs import sweep
from vernost.post import sending


@sweep("post", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def send_due_letters() -> int:
    return sending.send_due()
