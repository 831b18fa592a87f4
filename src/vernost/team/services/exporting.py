"""A month of commission as a file: one's own, or everybody's for whoever sees all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core.paging import keyset_page
from vernost.core.tables import BATCH, csv_pieces
from vernost.journal.write import record
from vernost.team import kinds
from vernost.team.models import Accrual


def commission_to_csv(actor: Actor, *, month: date, employee_id: int | None = None) -> Iterator[str]:
    """UTF-8 with a mark, semicolons; numbers of orders and sums, no client's name."""
    require(actor, "commission.see")
    rows = Accrual.objects.visible_to(actor).filter(month=month)
    if employee_id is not None:
        rows = rows.filter(employee=employee_id)
    with transaction.atomic():
        record(actor, kinds.EXPORTED, data={"month": f"{month:%Y-%m}", "rows": rows.count()})
    return csv_pieces(_titles(), _rows(rows))


def _titles() -> list[str]:
    return [
        _("Employee"), _("Day"), _("What"), _("Order"), _("Base"), _("Percent"), _("Commission"), _("Why"),
    ]  # fmt: skip


def _rows(rows: Any) -> Iterator[list[Any]]:
    after = ""
    joined = rows.select_related("employee", "payment__order")
    while True:
        page = keyset_page(joined, order=("day", "id"), after=after, limit=BATCH)
        yield from (
            [
                row.employee.name, row.day, row.get_kind_display(),
                str(row.payment.order) if row.payment else "", row.base, row.percent, row.sum, row.reason,
            ]
            for row in page.rows
        )  # fmt: skip
        after = page.next
        if not after:
            return
