"""Requests, deals, newcomers and what it cost that they came: 1–8."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from vernost.clients.models import ChannelCost, Source
from vernost.core import clock
from vernost.core.money import to_minor
from vernost.indicators.sums.rows import WHY, Found, Row, Rows, binned, counted, day_of, minutes_bin, span
from vernost.intake.models import Request, Why
from vernost.intake.models import State as Asked
from vernost.retention.models import ClientFacts
from vernost.sales.models import Deal
from vernost.sales.models import State as Won

BY_WORD = Q(client__source=Source.WORD_OF_MOUTH) | Q(client__recommended_by__isnull=False)


def real_requests() -> Any:
    """Neither spam nor the same one twice, as the page of requests counts them."""
    rows = Request.objects.unscoped(reason=WHY).exclude(state=Asked.SPAM)
    return rows.exclude(why_closed__in=(Why.DOUBLE, Why.COMPLAINT))


def requests(first: date, last: date) -> Found:
    since, until = span(first, last)
    rows = real_requests().filter(arrived_at__gte=since, arrived_at__lt=until)
    day, given, answered = day_of("arrived_at"), F("assigned_to"), Coalesce("answered_by", "assigned_to")
    missed = Q(first_answer_at=None, due_at__lt=Coalesce(F("settled_at"), clock.now()))
    told = rows.filter(Q(first_answer_at__isnull=False) | missed)
    times = rows.filter(answer_minutes__isnull=False).order_by().annotate(on=day, whose=answered)
    bins: Counter[tuple[date, int | None, int]] = Counter()
    for on, whose, minutes, cases in times.values_list("on", "whose", "answer_minutes").annotate(
        n=Count("pk")
    ):
        bins[on, whose, minutes_bin(minutes)] += cases
    deal = Exists(Deal.objects.unscoped(reason=WHY).filter(request=OuterRef("pk")))
    return {
        1: counted(rows, day, given, Count("pk")),
        2: binned((*key, cases) for key, cases in bins.items()),
        3: counted(told, day, answered, Count("pk", filter=Q(in_time=True)), Count("pk")),
        4: counted(rows.annotate(has=deal), day, given, Count("pk", filter=Q(has=True)), Count("pk")),
    }


def deals(first: date, last: date) -> Found:
    since, until = span(first, last)
    rows = Deal.objects.unscoped(reason=WHY).filter(closed_at__gte=since, closed_at__lt=until)
    whose, won = Coalesce("seller", "client__owner"), Count("pk", filter=Q(state=Won.WON))
    return {5: counted(rows, day_of("closed_at"), whose, won, Count("pk"))}


def newcomers(first: date, last: date) -> Found:
    rows = ClientFacts.objects.unscoped(reason=WHY).filter(
        first_purchase__gte=first, first_purchase__lte=last, client__is_live=True
    )
    whose, number = F("owner"), Count("pk")
    by_word = Count("pk", filter=BY_WORD)
    came = counted(rows, F("first_purchase"), whose, by_word, number)
    new = [(day, who, 0, bottom, 0.0) for day, who, _bin, _top, bottom in came]
    return {6: new, 7: _with_costs(new, first, last), 8: came}


def _with_costs(new: Rows, first: date, last: date) -> Rows:
    """A month's costs over its days; nothing at all before the first month that cost anything."""
    costs = ChannelCost.objects.unscoped(reason=WHY).filter(month__gte=first.replace(day=1), month__lte=last)
    months = dict(costs.order_by().values_list("month").annotate(Sum("sum")))
    if not months:
        return []
    came: Counter[date] = Counter()
    for day, _who, _bin, number, _bottom in new:
        came[day] += int(number)
    found: list[Row] = []
    day = max(first, min(months))
    while day <= last:
        month = months.get(day.replace(day=1))
        a_day = to_minor(month) / monthrange(day.year, day.month)[1] if month else 0.0
        found.append((day, None, 0, a_day, float(came[day])))
        day += timedelta(days=1)
    return found
