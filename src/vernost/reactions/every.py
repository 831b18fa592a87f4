"""Every reaction there is: a file that is not named here does not exist."""

from __future__ import annotations

from vernost.reactions import (
    answered,
    complaint_by_form,
    complaint_of_answer,
    delivery_late,
    letter_answered,
    lost,
    promise_broken,
    request_unanswered,
    returned,
    review_blame,
    review_praise,
    winback_bought,
    winback_closed,
    winback_step,
)

__all__ = [
    "answered",
    "complaint_by_form",
    "complaint_of_answer",
    "delivery_late",
    "letter_answered",
    "lost",
    "promise_broken",
    "request_unanswered",
    "returned",
    "review_blame",
    "review_praise",
    "winback_bought",
    "winback_closed",
    "winback_step",
]
