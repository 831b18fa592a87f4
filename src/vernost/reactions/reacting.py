"""One reaction to one entry: its effect, and that it is done, in one transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from vernost.core import clock
from vernost.core.jobs import claim, worked_off
from vernost.journal.models import Entry
from vernost.reactions import declaring
from vernost.reactions.models import Due

LEASE = timedelta(minutes=3)
AT_ONCE, A_RUN = 50, 2000
KEPT = timedelta(days=30)


def work_off() -> tuple[int, bool]:
    """How many were handled, and whether more are waiting. One that fails is kept with its error and tried
    later; the others go on."""
    handled, ours = 0, Q(reaction__in=[one.name for one in declaring.every()])
    while handled < A_RUN and (taken := claim(Due, limit=AT_ONCE, lease=LEASE, among=ours)):
        for due in taken:
            with worked_off(due):
                react(due)
        handled += len(taken)
    return handled, handled >= A_RUN


@transaction.atomic
def react(due: Due) -> None:
    mine = Due.objects.select_for_update().get(pk=due.pk)
    if mine.done_at is not None:
        return  # killed after its effect: there is nothing left to do but say so
    one = declaring.known(mine.reaction)
    entry = Entry.objects.select_related("employee").filter(pk=mine.entry_id).first()
    if one is not None and entry is not None:
        one.act(entry)
    Due.objects.filter(pk=mine.pk).update(done_at=clock.now())


def forget() -> int:
    """Rows done a month ago; the places alone keep anything from being read twice."""
    gone, _by_model = Due.objects.filter(done_at__lt=clock.now() - KEPT, due_at=None).delete()
    return gone
