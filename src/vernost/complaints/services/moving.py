"""What every service of a case does: fetch it, move its clocks, write what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.fetch import fetch
from vernost.clients.rules import tidy
from vernost.complaints import kinds, rules, terms
from vernost.complaints.errors import MovedAlready, OverAlready
from vernost.complaints.models import LONGEST, Complaint, Event, Step, What
from vernost.core import clock, worktime
from vernost.core.errors import Invalid
from vernost.journal.kinds import EntryKind
from vernost.journal.write import record

IN_JOURNAL = 200


def case_of(actor: Actor, pk: Any, verb: str, *, open_only: bool = True) -> Complaint:
    """The case, locked; one that is confirmed takes no more steps."""
    rows: Any = Complaint.objects.select_related("client", "client__owner", "responsible")
    case: Complaint = fetch(actor, rows, pk, verb=verb, lock=True)
    if open_only and not case.is_open:
        raise OverAlready
    return case


def expected(case: Complaint, step: Step) -> bool:
    """Whether the case stands right before ``step``; False where it is done already, by whoever was first."""
    if rules.following(case.step) is step:
        return True
    if case.step == step:
        return False
    raise MovedAlready


def said(text: str, field: str = "text", *, needed: str = "") -> str:
    found = tidy(text, lines=True)
    if not found and needed:
        raise Invalid(**{field: needed})
    if len(found) > LONGEST:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST)})
    return found


def event(
    actor: Actor,
    case: Complaint,
    what: What,
    text: str = "",
    *,
    step: Step | None = None,
    shown: bool = False,
    was_due: datetime | None = None,
) -> Event:
    row = Event(
        complaint=case,
        what=what,
        step=step or "",
        text=text,
        shown=shown,
        was_due=was_due,
        by_id=actor.employee_id,
        by_client=actor.kind is Kind.TOKEN,
        at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def entry(actor: Actor, kind: EntryKind, case: Complaint, **data: Any) -> None:
    record(actor, kind, subject=case, client_id=case.client_id, data={"case": case.pk, **data})


def stepped(actor: Actor, case: Complaint, step: Step, text: str = "", *, shown: bool = True) -> None:
    """The case is at ``step`` now: what was due is kept with it, the next deadline begins."""
    event(actor, case, What.STEP, text, step=step, shown=shown, was_due=case.due_at)
    case.step = step
    wind_up(case)
    entry(actor, kinds.STEPPED, case, step=str(step.label))


def wind_up(case: Complaint) -> None:
    """The clocks anew: the deadline of the next step, and how long the client may hear nothing."""
    calendar, now = worktime.of_firm(), clock.now()
    case.paused_at, case.left, case.escalated_at = None, None, None
    case.due_at = rules.deadline(calendar, now, case.step, terms.step_hours())
    case.silent_at = calendar.add(now, terms.silence()) if case.is_open else None


def heard_from_us(case: Complaint) -> None:
    """The client was told something: silence begins anew, the deadline does not."""
    case.silent_at = worktime.of_firm().add(clock.now(), terms.silence())
    case.escalated_at = None


def save(case: Complaint, *fields: str) -> None:
    case.version += 1
    clocks = ("step", "due_at", "silent_at", "paused_at", "left", "escalated_at")
    case.save(update_fields=[*clocks, *fields, "version"])
