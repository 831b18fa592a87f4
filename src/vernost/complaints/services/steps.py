"""The six steps, one after another, none skipped (rule 5.1)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.agenda.models import Kept, Promise
from vernost.agenda.services import promise_make, promise_settle
from vernost.clients.services.saving import checked
from vernost.complaints import kinds, rules
from vernost.complaints.errors import MovedAlready, WaitsForApproval
from vernost.complaints.models import Cause, Compensation, Complaint, Step, What
from vernost.complaints.selectors.authority import settles_alone
from vernost.complaints.services import letters
from vernost.complaints.services.moving import case_of, entry, event, expected, said, save, stepped
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import apply, record


@transaction.atomic
def complaint_acknowledge(actor: Actor, *, complaint_id: int, text: str = "") -> Complaint:
    """Said in person or by telephone, where no letter could go: sympathy, and who is responsible."""
    case = case_of(actor, complaint_id, "complaint.work")
    if expected(case, Step.ACKNOWLEDGED):
        stepped(actor, case, Step.ACKNOWLEDGED, said(text))
        save(case)
    return case


@transaction.atomic
def complaint_facts(
    actor: Actor, *, complaint_id: int, facts: str, cause_id: int | None = None, cost: Decimal | None = None
) -> Complaint:
    """What really happened, and why; may be written again while the case is open."""
    case = case_of(actor, complaint_id, "complaint.work")
    wanted: dict[str, Any] = {
        "facts": said(facts, "facts", needed=_("Write what really happened.")),
        "cause": _cause(actor, cause_id) if cause_id is not None else case.cause,
        "cost": cost if cost is not None else case.cost,
    }
    first = rules.following(case.step) is Step.FACTS
    if not first:
        _not_before(case, Step.FACTS)
    changes = apply(case, wanted)
    checked(case, exclude=("client", "order", "responsible", "taken_by", "approved_by"))
    if first:
        stepped(actor, case, Step.FACTS, shown=True)
    if changes:
        record(actor, kinds.CHANGED, subject=case, client_id=case.client_id, changes=changes,
               data={"case": case.pk})  # fmt: skip
    save(case, "facts", "cause", "cost")
    return case


@transaction.atomic
def complaint_agree(
    actor: Actor,
    *,
    complaint_id: int,
    measures: str,
    by: date | None,
    compensation: Decimal | None = None,
) -> Complaint:
    """What was agreed with the client, by which day: a promise to them (rule 5.2).

    Beyond what this employee settles alone the compensation waits for approval, and nothing is agreed yet.
    """
    case = case_of(actor, complaint_id, "complaint.work")
    if not expected(case, Step.AGREED):
        return case
    agreed = said(measures, "measures", needed=_("Write what was agreed with the client."))
    if by is None:
        raise Invalid(by=_("Say by which day: measures without a day are none."))
    case.measures, case.measures_by = agreed, by
    money = ("measures", "measures_by", "compensation", "approval", "approved_by")
    if not _money_is_settled(actor, case, compensation):
        save(case, *money)  # nothing typed is lost: it is there once the sum is approved
        return case
    promise_make(actor, client_id=case.client_id, text=agreed[:500], due_on=by, about=case)
    stepped(actor, case, Step.AGREED, agreed)
    case.due_at = datetime.combine(by, time.max, tzinfo=clock.firm_zone())  # the day agreed, all of it
    save(case, *money)
    letters.write(case, "told", f"agreed:{case.version}", text=agreed, by=by)
    return case


def _money_is_settled(actor: Actor, case: Complaint, amount: Decimal | None) -> bool:
    """Whether the sum may be promised now; where it may not, it is asked for."""
    if amount and amount < 0:
        raise Invalid(compensation=_("A sum is zero or more."))
    decided = case.approval in (Compensation.APPROVED, Compensation.REFUSED)
    if decided and case.compensation == amount:
        if case.approval == Compensation.REFUSED:
            raise Invalid(compensation=_("This compensation was not approved. Agree on another one."))
        return True
    if case.approval == Compensation.ASKED and case.compensation == amount:
        raise WaitsForApproval
    case.compensation = amount or None
    approves = may(actor, "complaint.approve", case)
    case.approval = rules.approval_of(amount, alone=settles_alone(actor), approves=approves)
    case.approved_by_id = actor.employee_id if case.approval == Compensation.APPROVED else None
    if case.approval == Compensation.ASKED:
        event(actor, case, What.MONEY, str(amount))
        entry(actor, kinds.MONEY_ASKED, case, amount=str(amount))
        return False
    return True


@transaction.atomic
def complaint_carry_out(actor: Actor, *, complaint_id: int, text: str = "") -> Complaint:
    """Done as agreed: the promise is settled, and the client is asked whether it is good now."""
    case = case_of(actor, complaint_id, "complaint.work")
    if not expected(case, Step.CARRIED_OUT):
        return case
    rows = Promise.objects.visible_to(actor).filter(about_type=case._meta.label_lower, about_id=case.pk)
    for promise in rows.filter(state=Kept.OPEN):
        promise_settle(actor, promise_id=promise.pk, kept=True)
    stepped(actor, case, Step.CARRIED_OUT, said(text))
    save(case)
    letters.write(case, "asked", f"asked:{case.version}", text=said(text))
    return case


@transaction.atomic
def complaint_confirm(actor: Actor, *, complaint_id: int, how: str) -> Complaint:
    """The client said to us that it is settled: when and how is written down. Nothing else ends a case."""
    case = case_of(actor, complaint_id, "complaint.work")
    if expected(case, Step.CONFIRMED):
        words = said(how, "how", needed=_("Write when and in which words the client confirmed."))
        close(actor, case, words)
    return case


def close(actor: Actor, case: Complaint, words: str) -> None:
    case.confirmed_at = clock.now()
    event(actor, case, What.STEP, words, step=Step.CONFIRMED, shown=True, was_due=case.due_at)
    case.step, case.due_at, case.silent_at = Step.CONFIRMED, None, None
    case.paused_at, case.left, case.escalated_at = None, None, None
    save(case, "confirmed_at")
    entry(actor, kinds.CONFIRMED, case)


def _cause(actor: Actor, cause_id: int) -> Cause:
    cause: Cause | None = Cause.objects.visible_to(actor).filter(pk=cause_id, is_retired=False).first()
    if cause is None:
        raise Invalid(cause=_("There is no such cause."))
    return cause


def _not_before(case: Complaint, step: Step) -> None:
    if rules.ORDER.index(Step(case.step)) < rules.ORDER.index(step):
        raise MovedAlready
