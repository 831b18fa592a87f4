"""Late word of days long counted: orders that came by an import, were changed, given back or cancelled.

What is newer than the marks of the last run tells which days to count anew; everything else that changes
late does so within the days that each night counts anyway (``Part.trails``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Max

from vernost.indicators.sums import Part
from vernost.journal.models import Entry
from vernost.orders.models import Order, Refund

WHY = "which days of the whole firm have changed"
MOST = 30  # more stretches than so many are one, from the first to the last
SETTLED = timedelta(days=7)  # changes of standing are told anew for what is older
LOOSE = timedelta(days=400)  # a refund that names no order was taken from one of these


def marks() -> dict[str, int]:
    return {
        "entry": Entry.objects.aggregate(last=Max("pk"))["last"] or 0,
        "order": Order.objects.unscoped(reason=WHY).aggregate(last=Max("pk"))["last"] or 0,
        "refund": Refund.objects.unscoped(reason=WHY).aggregate(last=Max("pk"))["last"] or 0,
    }


def changed(
    since: Mapping[str, int], parts: Sequence[Part], *, until: date
) -> Iterator[tuple[list[tuple[date, date]], Part]]:
    days = sorted(day for day in _days(since) if day <= until)
    if not days:
        return
    for part in parts:
        if not part.of_orders:
            continue
        if not part.at_an_end:
            yield _spans(days), part
        elif days[0] < until - SETTLED:
            yield [(days[0], until)], part


def _days(since: Mapping[str, int]) -> set[date]:
    orders = Order.objects.unscoped(reason=WHY)
    found = set(orders.filter(pk__gt=since.get("order", 0)).values_list("day", flat=True).distinct())
    told = Entry.objects.filter(pk__gt=since.get("entry", 0), subject_type=Order._meta.label_lower)
    subjects = list(told.values_list("subject_id", flat=True).distinct())
    for start in range(0, len(subjects), 500):
        found |= set(orders.filter(pk__in=subjects[start : start + 500]).values_list("day", flat=True))
    back = Refund.objects.unscoped(reason=WHY).filter(pk__gt=since.get("refund", 0))
    found |= set(back.filter(order__isnull=False).values_list("order__day", flat=True).distinct())
    for client, day in back.filter(order=None).values_list("client", "day"):
        earlier = orders.filter(client=client, day__lte=day, day__gte=day - LOOSE)
        found |= {day, *earlier.values_list("day", flat=True)}
    return found


def _spans(days: Iterable[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] <= timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found if len(found) <= MOST else [(found[0][0], found[-1][1])]
