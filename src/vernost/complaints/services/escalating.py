"""A broken deadline, or silence towards the client, goes to the head: once for each (rule 5.1)."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Role
from vernost.agenda.services import task_set
from vernost.complaints import kinds
from vernost.complaints.models import Complaint, What
from vernost.complaints.services.moving import case_of, entry, event, save
from vernost.core import clock
from vernost.staff.models import Employee


@transaction.atomic
def complaint_escalate(complaint_id: int) -> bool:
    """Whether the head was told now. The case stays whose it is: a head looks, a timer ends nothing."""
    case = case_of(SYSTEM, complaint_id, "complaint.work")
    if case.escalated_at is not None or not (case.is_late or case.is_silent):
        return False
    late, head = case.is_late, head_of(case)
    case.escalated_at = clock.now()
    event(SYSTEM, case, What.ESCALATED, head.name if head else "")
    save(case)
    entry(SYSTEM, kinds.DEADLINE_BROKEN if late else kinds.SILENT, case)
    if head is not None and not case.client.is_closed:
        with translation.override(head.language):
            text = (
                _("Complaint {case}: the deadline is broken. {step}")
                if late
                else _("Complaint {case}: the client hears nothing from us. {step}")
            ).format(case=case, step=case.awaited)
        task_set(
            SYSTEM,
            client_id=case.client_id,
            text=text,
            due_on=clock.today(),
            key=f"complaint:{case.pk}:{case.version}",
            moment="complaint",
            for_employee_id=head.pk,
        )
    return True


def head_of(case: Complaint) -> Employee | None:
    """The head of whoever is responsible; of a head, and of nobody, the first of the directors."""
    who = case.responsible or case.client.owner
    team = who.team if who is not None else None
    head = team.head if team is not None else None
    if head is not None and head.is_active and (who is None or head.pk != who.pk):
        return head
    return Employee.objects.active().filter(role=Role.DIRECTOR).order_by("pk").first()
