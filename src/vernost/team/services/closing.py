"""Months are closed once, in their order; corrections are rows with a reason and a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch_plain
from vernost.access.policies import require
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.staff.models import Employee
from vernost.team import kinds
from vernost.team.errors import EarlierOpen, MonthRuns
from vernost.team.models import Accrual, Kind, Statement
from vernost.team.rules import month_of, open_month
from vernost.team.services.books import locked_books, read_books

ZERO = Decimal(0)


def month_close(actor: Actor, *, month: date) -> list[Statement]:
    """A statement for everybody who has a row in it. A month that is closed stays as it is.

    What has come in the meantime is read first; what comes later belongs to the next month.
    """
    require(actor, "commission.close")
    first = month_of(month)
    if first >= month_of(clock.today()):
        raise MonthRuns
    read_books()
    return _close(actor, first)


@transaction.atomic
def _close(actor: Actor, month: date) -> list[Statement]:
    books = locked_books()
    statements = Statement.objects.unscoped(reason="a month is closed for everybody").filter(month=month)
    if books.closed_until is not None and month <= books.closed_until:
        return list(statements)
    rows = Accrual.objects.unscoped(reason="a month is closed for everybody")
    if rows.filter(month__lt=month, month__gt=books.closed_until or date.min).exists():
        raise EarlierOpen
    made = [
        Statement(
            employee_id=row.pop("employee"),
            name=row.pop("employee__name"),
            month=month,
            number=number,
            closed_by_id=actor.employee_id,
            **row,
        )
        for number, row in enumerate(_sums(rows.filter(month=month)), start=1)
    ]
    Statement.objects.bulk_create(made)
    books.closed_until = month
    books.save(update_fields=["closed_until"])
    total = sum((one.total for one in made), ZERO)
    record(
        actor, kinds.MONTH_CLOSED, data={"month": f"{month:%Y-%m}", "total": str(total), "rows": len(made)}
    )
    return made


def _sums(rows: Any) -> list[dict[str, Any]]:
    """By employee, in the order of their names; the columns of a statement."""
    found = (
        rows.order_by()
        .values("employee", "employee__name")
        .annotate(
            rows=Count("pk"),
            earned=Sum("sum", filter=Q(kind=Kind.EARNED), default=ZERO),
            returned=Sum("sum", filter=Q(kind=Kind.RETURNED), default=ZERO),
            corrected=Sum("sum", filter=Q(kind=Kind.CORRECTED), default=ZERO),
        )
    )
    named = sorted(found, key=lambda row: (row["employee__name"], row["employee"]))
    return [row | {"total": row["earned"] + row["returned"] + row["corrected"]} for row in named]


@transaction.atomic
def correction_add(actor: Actor, *, employee_id: int, amount: Decimal, reason: str, key: str = "") -> Accrual:
    """By hand, into the first open month. The same ``key`` again gives the row that is there."""
    employee: Employee = fetch_plain(actor, Employee, employee_id, verb="commission.correct")
    books, why = locked_books(), tidy(reason)[:300]
    if not why:
        raise Invalid(reason=_("Say why."))
    if not amount:
        raise Invalid(amount=_("A correction of nothing corrects nothing."))
    rows = Accrual.objects.unscoped(reason="a key is of the whole ledger")
    if key and (there := rows.filter(key=key).first()) is not None:
        found: Accrual = there
        return found
    today = clock.today()
    money: dict[str, Any] = {"sum": amount}
    row = Accrual(
        **money,
        employee=employee,
        month=open_month(today, books.closed_until),
        day=today,
        kind=Kind.CORRECTED,
        reason=why,
        by_id=actor.employee_id,
        key=key,
    )
    row.save(force_insert=True)
    data = {"employee": employee.name, "sum": str(amount), "reason": why}
    record(actor, kinds.CORRECTED, subject=row, data=data)
    return row
