"""Up to which sum somebody settles a case alone (rule 5.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.complaints import terms
from vernost.complaints.models import Authority
from vernost.staff.models import Employee


def settles_alone(actor: Actor) -> Decimal:
    """The employee's own sum, else the firm's."""
    row = Authority.objects.filter(employee=actor.employee_id).first() if actor.employee_id else None
    return row.amount if row is not None else terms.settles_alone()


def authorities(actor: Actor) -> list[tuple[Employee, Decimal | None]]:
    """Every employee with what is set for them; None where the firm's term counts."""
    require(actor, "complaint.authority")
    own: dict[int, Any] = dict(Authority.objects.values_list("employee", "amount"))
    return [(one, own.get(one.pk)) for one in Employee.objects.active().order_by("name", "pk")]
