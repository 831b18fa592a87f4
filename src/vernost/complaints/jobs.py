"""Background work: broken deadlines and silence go to the head. Nothing ends a case by itself."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from vernost.complaints.models import Complaint, Step
from vernost.complaints.services import complaint_escalate
from vernost.core import clock
from vernost.core.jobs import sweep

AT_ONCE = 500


@sweep("complaints", every=timedelta(minutes=5))
def escalate_what_is_late() -> int:
    now = clock.now()
    rows = Complaint.objects.unscoped(reason="a sweep over everybody's open cases")
    late = rows.filter(~Q(step=Step.CONFIRMED), escalated_at=None, client__is_live=True).filter(
        Q(due_at__lt=now) | Q(silent_at__lt=now)
    )
    return sum(complaint_escalate(pk) for pk in late.values_list("pk", flat=True)[:AT_ONCE])
