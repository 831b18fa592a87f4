"""The firm's list of root causes, and who settles how much alone."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, fetch_plain
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.complaints import kinds
from vernost.complaints.models import Authority, Cause
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.staff.models import Employee


@transaction.atomic
def cause_add(actor: Actor, *, name: str) -> Cause:
    require(actor, "complaint.causes")
    cause = Cause(name=_named(name), place=1 + Cause.objects.visible_to(actor).count())
    _once(actor, cause)
    cause.save(force_insert=True)
    record(actor, kinds.CAUSES_CHANGED, subject=cause, data={"cause": str(cause)})
    return cause


@transaction.atomic
def cause_rename(actor: Actor, *, cause_id: int, name: str) -> Cause:
    cause: Cause = fetch(actor, Cause, cause_id, verb="complaint.causes", lock=True)
    before, cause.name = str(cause), _named(name)
    _once(actor, cause)
    cause.save(update_fields=["name"])
    record(
        actor, kinds.CAUSES_CHANGED, subject=cause, changes={"name": (before, cause.name)},
        data={"cause": cause.name},
    )  # fmt: skip
    return cause


@transaction.atomic
def cause_retire(actor: Actor, *, cause_id: int, retired: bool) -> Cause:
    """Not offered any more; cases that name it keep it."""
    cause: Cause = fetch(actor, Cause, cause_id, verb="complaint.causes", lock=True)
    if cause.is_retired != retired:
        cause.is_retired = retired
        cause.save(update_fields=["is_retired"])
        record(
            actor, kinds.CAUSES_CHANGED, subject=cause, changes={"is_retired": (not retired, retired)},
            data={"cause": str(cause)},
        )  # fmt: skip
    return cause


@transaction.atomic
def authority_set(actor: Actor, *, employee_id: int, amount: Decimal | None) -> None:
    """What this employee settles alone; None: as the firm's term says."""
    employee: Employee = fetch_plain(actor, Employee, employee_id, verb="complaint.authority")
    row = Authority.objects.select_for_update().filter(employee=employee).first()
    before = row.amount if row else None
    if before == amount:
        return
    if amount is None:
        Authority.objects.filter(employee=employee).delete()
    else:
        row = row or Authority(employee=employee)
        row.amount = amount
        checked(row)
        row.save()
    record(
        actor, kinds.AUTHORITY_SET, subject=employee, changes={"amount": (before, amount)},
        data={"employee": employee.name},
    )  # fmt: skip


def _named(name: str) -> str:
    said = tidy(name)
    if not said:
        raise Invalid(name=_("Write the cause."))
    if len(said) > 120:
        raise Invalid(name=_("At most {limit} signs.").format(limit=120))
    return said


def _once(actor: Actor, cause: Cause) -> None:
    others = Cause.objects.visible_to(actor).exclude(pk=cause.pk or 0)
    if any(str(one).casefold() == cause.name.casefold() for one in others):
        raise Invalid(name=_("There is such a cause."))
