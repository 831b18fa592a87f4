"""Compensation beyond one's authority: somebody above decides (rule 5.1)."""

from __future__ import annotations

from django.db import transaction

from vernost.access.actor import Actor
from vernost.complaints import kinds
from vernost.complaints.models import Compensation, Complaint, What
from vernost.complaints.services.moving import case_of, entry, event, save


@transaction.atomic
def compensation_decide(actor: Actor, *, complaint_id: int, approve: bool) -> Complaint:
    """Approved or not, once; who decided is kept. Agreeing with the client is then the next step again."""
    case = case_of(actor, complaint_id, "complaint.approve")
    if case.approval != Compensation.ASKED:
        return case
    case.approval = Compensation.APPROVED if approve else Compensation.REFUSED
    case.approved_by_id = actor.employee_id
    event(actor, case, What.MONEY, case.approval)
    save(case, "approval", "approved_by")
    entry(actor, kinds.MONEY_DECIDED, case, decision=case.approval)
    return case
