"""What clients complain of, by cause, product and employee; how fast it is settled; who never said a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, Sum

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.complaints import rules
from vernost.complaints.models import Cause, Complaint, Event, Step, What
from vernost.core import clock, practice
from vernost.orders.models import Order, State
from vernost.staff.models import Employee

YEAR = timedelta(days=365)
MOST = 12
PROMISED = ~Q(step__in=(Step.RECEIVED, Step.ACKNOWLEDGED, Step.FACTS))  # a compensation that was agreed


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    number: int
    open: int
    cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Of complaints received ``since``. ``days``: median from received to confirmed, of those that are;
    ``in_time``: share of steps done before their deadline."""

    since: date
    number: int
    open: int
    reopened: int
    cost: Decimal
    orders: int
    days: float | None
    in_time: float | None
    unheard: int
    causes: list[Line]
    products: list[Line]
    people: list[Line]

    @property
    def per_hundred(self) -> float | None:
        """Complaints per 100 orders (indicator 31)."""
        return 100 * self.number / self.orders if self.orders else None


def analysed(actor: Actor, since: date | None = None) -> Analysis:
    """Seven queries, whatever there is."""
    require(actor, "complaint.see")
    first = since or clock.today() - YEAR
    at = datetime.combine(first, time.min, tzinfo=clock.firm_zone())
    rows = Complaint.objects.visible_to(actor).filter(received_at__gte=at).order_by()
    total = rows.aggregate(
        number=Count("pk"),
        open=Count("pk", filter=~Q(step=Step.CONFIRMED)),
        reopened=Count("pk", filter=Q(reopened__gt=0)),
        cost=Sum("cost"),
        given=Sum("compensation", filter=PROMISED),
    )
    spans = rows.filter(confirmed_at__isnull=False).values_list("received_at", "confirmed_at")
    days = [(end - begin) / timedelta(days=1) for begin, end in spans]
    bought = Order.objects.visible_to(actor).filter(day__gte=first).exclude(state=State.CANCELLED).count()
    return Analysis(
        since=first,
        number=total["number"],
        open=total["open"],
        reopened=total["reopened"],
        cost=(total["cost"] or Decimal(0)) + (total["given"] or Decimal(0)),
        orders=bought,
        days=median(days) if days else None,
        in_time=_in_time(actor, at),
        unheard=rules.unheard(total["number"], Decimal(practice.ONE_IN_COMPLAINS.value())),
        causes=_by(rows, "cause", {one.pk: str(one) for one in Cause.objects.visible_to(actor)}),
        products=_by(rows.exclude(product=""), "product", {}),
        people=_by(rows, "responsible", dict(Employee.objects.values_list("pk", "name"))),
    )


def _in_time(actor: Actor, at: datetime) -> float | None:
    steps = Event.objects.visible_to(actor).filter(what=What.STEP, was_due__isnull=False, at__gte=at)
    found = steps.aggregate(all=Count("pk"), timely=Count("pk", filter=Q(at__lte=F("was_due"))))
    return found["timely"] / found["all"] if found["all"] else None


def _by(rows: Any, column: str, names: dict[Any, str]) -> list[Line]:
    """The most frequent first; those of no name last."""
    counted = rows.values(column).annotate(
        number=Count("pk"),
        open=Count("pk", filter=~Q(step=Step.CONFIRMED)),
        cost=Sum("cost"),
        given=Sum("compensation", filter=PROMISED),
    )
    lines = [
        Line(
            names.get(row[column], "") or str(row[column] or ""),
            row["number"],
            row["open"],
            (row["cost"] or Decimal(0)) + (row["given"] or Decimal(0)),
        )
        for row in counted
    ]
    return sorted(lines, key=lambda one: (not one.name, -one.number, one.name))[:MOST]
