"""Background work of the closed loop: what the clock alone tells."""

from __future__ import annotations

from datetime import timedelta

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.core.jobs import sweep
from vernost.voice.models import Loop
from vernost.voice.services.loop_late import loop_tell_late
from vernost.voice.services.loop_repeating import loop_repeat

AT_ONCE = 500


@sweep("critics_late", every=timedelta(minutes=5), lease=timedelta(minutes=10))
def tell_of_critics_nobody_called() -> int:
    rows = Loop.objects.visible_to(SYSTEM).filter(
        closed_at=None, late_at=None, due_at__lt=clock.now(), client__is_live=True, client__closed_on=None
    )
    ids = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(loop_tell_late(SYSTEM, loop_id=pk) for pk in ids)


@sweep("voice_repeats", every=timedelta(minutes=10), lease=timedelta(minutes=10))
def ask_again_after_help() -> int:
    rows = Loop.objects.visible_to(SYSTEM).filter(repeat_at__lte=clock.now())
    ids = list(rows.order_by("repeat_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(loop_repeat(SYSTEM, loop_id=pk) is not None for pk in ids)
