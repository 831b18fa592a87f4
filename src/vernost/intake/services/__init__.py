"""Every write of requests. Import from here."""

from vernost.intake.services.forms import form_save
from vernost.intake.services.giving_out import (
    desk_change,
    request_assign,
    request_escalate,
    request_give_out,
)
from vernost.intake.services.letters import request_from_letter
from vernost.intake.services.receiving import request_receive
from vernost.intake.services.working import (
    request_answer,
    request_client,
    request_close,
    request_reopen,
    request_spam,
    request_take,
    request_tie,
)

__all__ = [
    "desk_change",
    "form_save",
    "request_answer",
    "request_assign",
    "request_client",
    "request_close",
    "request_escalate",
    "request_from_letter",
    "request_give_out",
    "request_receive",
    "request_reopen",
    "request_spam",
    "request_take",
    "request_tie",
]
