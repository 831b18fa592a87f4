"""What the client themselves does on the page of their case (by its secret address)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.complaints import kinds
from vernost.complaints.models import Complaint, Step, What
from vernost.complaints.services.moving import IN_JOURNAL, case_of, entry, event, said
from vernost.complaints.services.steps import close
from vernost.complaints.services.talking import reopen, resume


@transaction.atomic
def client_says(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """A word of theirs; whoever waited for it goes on. To a case that is over it is kept all the same."""
    case = case_of(actor, complaint_id, "complaint.follow", open_only=False)
    words = said(text, needed=_("Write something."))
    event(actor, case, What.HEARD, words, shown=True)
    entry(actor, kinds.HEARD, case, text=words[:IN_JOURNAL])
    resume(actor, case)
    return case


@transaction.atomic
def client_confirms(actor: Actor, *, complaint_id: int, settled: bool, text: str = "") -> Complaint:
    """Settled, or not: the client's own click. Asked once it was carried out; «not» opens the case again.
    The same click twice is one."""
    case = case_of(actor, complaint_id, "complaint.follow", open_only=False)
    words = said(text)
    if settled and case.step == Step.CARRIED_OUT:
        close(actor, case, words)
    elif not settled and case.step in (Step.CARRIED_OUT, Step.CONFIRMED):
        reopen(actor, case, words)
    return case
