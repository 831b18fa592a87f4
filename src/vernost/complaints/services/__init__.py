"""Every write of complaints. Import from here."""

from vernost.complaints.services.causes import authority_set, cause_add, cause_rename, cause_retire
from vernost.complaints.services.clients_word import client_confirms, client_says
from vernost.complaints.services.escalating import complaint_escalate
from vernost.complaints.services.money import compensation_decide
from vernost.complaints.services.steps import (
    complaint_acknowledge,
    complaint_agree,
    complaint_carry_out,
    complaint_confirm,
    complaint_facts,
)
from vernost.complaints.services.taking import complaint_assign, complaint_take
from vernost.complaints.services.talking import (
    complaint_note,
    complaint_pause,
    complaint_reopen,
    complaint_resume,
    complaint_tell,
)

__all__ = [
    "authority_set",
    "cause_add",
    "cause_rename",
    "cause_retire",
    "client_confirms",
    "client_says",
    "compensation_decide",
    "complaint_acknowledge",
    "complaint_agree",
    "complaint_assign",
    "complaint_carry_out",
    "complaint_confirm",
    "complaint_escalate",
    "complaint_facts",
    "complaint_note",
    "complaint_pause",
    "complaint_reopen",
    "complaint_resume",
    "complaint_take",
    "complaint_tell",
]
