"""Between the steps: told, noted, waiting for the client, open again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.complaints import kinds, rules, terms
from vernost.complaints.models import Complaint, Step, What
from vernost.complaints.services import letters
from vernost.complaints.services.moving import (
    IN_JOURNAL,
    case_of,
    entry,
    event,
    heard_from_us,
    said,
    save,
    wind_up,
)
from vernost.core import clock, worktime


@transaction.atomic
def complaint_tell(actor: Actor, *, complaint_id: int, text: str, by_letter: bool = True) -> Complaint:
    """The client is kept informed: by a letter, or it was said by telephone and is written down."""
    case = case_of(actor, complaint_id, "complaint.work")
    words = said(text, needed=_("Write what the client is told."))
    event(actor, case, What.TOLD, words, shown=True)
    heard_from_us(case)
    save(case)
    entry(actor, kinds.TOLD, case, text=words[:IN_JOURNAL])
    if by_letter:
        letters.write(case, "told", f"told:{case.version}", text=words)
    return case


@transaction.atomic
def complaint_note(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """For us alone: it moves no clock, and the client does not see it."""
    case = case_of(actor, complaint_id, "complaint.work", open_only=False)
    words = said(text, needed=_("Write something."))
    event(actor, case, What.NOTE, words)
    entry(actor, kinds.NOTED, case, text=words[:IN_JOURNAL])
    return case


@transaction.atomic
def complaint_pause(actor: Actor, *, complaint_id: int, why: str = "") -> Complaint:
    """The client thinks, or is away: the clocks stand, and what was left of the deadline is kept."""
    case = case_of(actor, complaint_id, "complaint.work")
    if case.is_paused:
        return case
    case.left = rules.paused(worktime.of_firm(), case.due_at, clock.now())
    case.paused_at, case.due_at, case.silent_at = clock.now(), None, None
    event(actor, case, What.PAUSED, said(why, "why"), shown=True)
    save(case)
    entry(actor, kinds.PAUSED, case)
    return case


@transaction.atomic
def complaint_resume(actor: Actor, *, complaint_id: int) -> Complaint:
    case = case_of(actor, complaint_id, "complaint.work")
    resume(actor, case)
    return case


def resume(actor: Actor, case: Complaint) -> None:
    """The clocks go on with the working time that was left."""
    if not case.is_paused:
        return
    calendar, now = worktime.of_firm(), clock.now()
    left, case.paused_at, case.left = case.left, None, None
    case.due_at = calendar.add(now, left) if left is not None else None
    case.silent_at = calendar.add(now, terms.silence())
    event(actor, case, What.RESUMED)
    save(case)
    entry(actor, kinds.RESUMED, case)


@transaction.atomic
def complaint_reopen(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """It was not settled after all: back to the facts, with the client's new words."""
    case = case_of(actor, complaint_id, "complaint.work", open_only=False)
    if not case.is_open:
        reopen(actor, case, said(text, needed=_("Write what is still not right.")))
    return case


def reopen(actor: Actor, case: Complaint, words: str) -> None:
    case.step, case.confirmed_at = Step.ACKNOWLEDGED, None
    case.reopened += 1
    wind_up(case)
    event(actor, case, What.REOPENED, words, shown=True)
    save(case, "confirmed_at", "reopened")
    entry(actor, kinds.REOPENED, case)
