"""A month of commission as a file: one's own, or everybody's for whoever sees all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.services.exporting import neutral
from vernost.core.paging import keyset_page
from vernost.journal.write import record
from vernost.team import kinds
from vernost.team.models import Accrual

BATCH = 500


def commission_to_csv(actor: Actor, *, month: date, employee_id: int | None = None) -> Iterator[str]:
    """UTF-8 with a mark, semicolons; numbers of orders and sums, no client's name."""
    require(actor, "commission.see")
    rows = Accrual.objects.visible_to(actor).filter(month=month)
    if employee_id is not None:
        rows = rows.filter(employee=employee_id)
    with transaction.atomic():
        record(actor, kinds.EXPORTED, data={"month": f"{month:%Y-%m}", "rows": rows.count()})
    return _lines(rows)


def _lines(rows: object) -> Iterator[str]:
    yield "\ufeff" + _line(
        [_("Employee"), _("Day"), _("What"), _("Order"), _("Base"), _("Percent"), _("Commission"), _("Why")]
    )
    after = ""
    joined = rows.select_related("employee", "payment__order")  # type: ignore[attr-defined]
    while True:
        page = keyset_page(joined, order=("day", "id"), after=after, limit=BATCH)
        for row in page.rows:
            order = str(row.payment.order) if row.payment else ""
            yield _line(
                [
                    neutral(row.employee.name), row.day.isoformat(), row.get_kind_display(), neutral(order),
                    row.base, row.percent if row.percent is not None else "", row.sum, neutral(row.reason),
                ]
            )  # fmt: skip
        after = page.next
        if not after:
            return


def _line(values: list[object]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(values)
    return out.getvalue()
