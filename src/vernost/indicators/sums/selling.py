"""What was sold: 9–15, and complaints per 100 orders, which need the orders too (31)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Count, ExpressionWrapper, F, FloatField, Q, Sum, When
from django.db.models.functions import Cast, Coalesce, Greatest

from vernost.complaints.models import Complaint
from vernost.indicators.sums.rows import WHY, Found, Row, counted, day_of, span
from vernost.orders.models import OrderLine, State
from vernost.retention.sold import sold_by_day


def sold(first: date, last: date) -> Found:
    found: Found = {number: [] for number in (9, 10, 11, 13, 31)}
    for row in sold_by_day(first, last).to_pylist():
        day, who = row["day"], row["owner"]
        found[9].append((day, who, 0, float(row["net"]), 0.0))
        found[10].append((day, who, 0, float(row["earned"] or 0), 0.0))
        found[11].append((day, who, 0, float(row["net"]), float(row["purchases"])))
        found[13].append((day, who, 0, float(row["again"]), float(row["net"])))
        found[31].append((day, who, 0, 0.0, float(row["orders"])))
    since, until = span(first, last)
    rows = Complaint.objects.unscoped(reason=WHY).filter(received_at__gte=since, received_at__lt=until)
    found[31] += counted(rows, day_of("received_at"), F("client__owner"), Count("pk"))
    return found


def lines(first: date, last: date) -> Found:
    """Of orders with lines; a discount is what a line costs less than price × quantity."""
    since, until = span(first, last)
    rows = OrderLine.objects.unscoped(reason=WHY).filter(
        order__placed_at__gte=since, order__placed_at__lt=until, order__replaces=None
    )
    rows = rows.exclude(order__state=State.CANCELLED)
    day, who = F("order__day"), Coalesce("order__manager", "order__client__owner")
    number = counted(rows, day, who, Count("pk"), Count("order", distinct=True))
    priced = rows.filter(price__isnull=False)
    whole, paid = _minor(F("price")) * Cast("quantity", FloatField()), _minor(F("amount"))
    less = ExpressionWrapper(whole - paid, FloatField())
    given = Sum(Case(When(Q(price__isnull=False), then=Greatest(less, 0.0, output_field=FloatField()))))
    return {14: number, 15: _rounded(counted(priced, day, who, given, Sum(whole)))}


def _minor(money: Any) -> Any:
    return Cast(money, FloatField())


def _rounded(rows: list[Row]) -> list[Row]:
    """Floats of SQL: parts of a kopeck are no discount."""
    return [(day, who, one, float(round(top)), float(round(bottom))) for day, who, one, top, bottom in rows]
