"""Where clients stand at the end of each day: 16–21, 23, 30; the terms of lifetime value: 12, 24."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from vernost.analytics.ltv import practice_formula
from vernost.clients.models import Client, Source
from vernost.core.money import to_minor
from vernost.core.practice import MARGIN_SHARE
from vernost.indicators.sums.rows import WHY, Found, Row, Rows, counted, day_of, span
from vernost.retention import losing
from vernost.retention.history import ACTIVE, LOST, SLIPPING
from vernost.retention.models import BaseFacts, ClientFacts, Lifecycle, LifecycleChange, WorthMonth
from vernost.retention.standings import Standings, standings
from vernost.winback.models import Arm, Plan
from vernost.winback.selectors.results import BACK, COUNTS

STAGES = {16: ACTIVE, 17: SLIPPING, 18: LOST}
BOUGHT = ~Q(lifecycle__in=(Lifecycle.POTENTIAL, Lifecycle.CLOSED))


def stood(first: date, last: date) -> Found:
    """Of the day of the facts by the facts themselves; of the past by the changes kept."""
    as_of = BaseFacts.objects.values_list("as_of", flat=True).first()
    if as_of is None:
        return {}
    found: Found = {number: [] for number in (16, 17, 18, 19, 20, 21, 23, 30)}
    begun = LifecycleChange.objects.unscoped(reason=WHY).order_by("day").values_list("day", flat=True).first()
    first, past = max(first, begun or as_of), min(last, as_of - timedelta(days=1))
    if first <= past:
        _of_past(found, standings(first, past))
    if first <= as_of <= last:
        _of_today(found, as_of)
    _recommended(found[30], first, min(last, as_of))
    return found


def _of_past(found: Found, past: Standings) -> None:
    """Whoever had nobody on a day is not written: no clients is unknown, not nought."""
    days, known = past.days(), past.known
    for place, owner in enumerate(past.owners.tolist()):
        who = owner or None
        for at, day in enumerate(days):
            total = int(known[at, place])
            if not total and not past.before[at, place]:
                continue
            for number, stage in STAGES.items():
                found[number].append((day, who, 0, float(past.counts[stage, at, place]), float(total)))
            lost = float(past.counts[LOST, at, place])
            found[19].append((day, who, 0, lost, float(total)))
            found[20].append((day, who, 0, float(past.lost_money[at, place]), float(total)))
            found[21].append((day, who, 0, float(past.returns[at, place]), 0.0))
            found[23].append((day, who, 0, float(past.stayed[at, place]), float(past.before[at, place])))
            found[30].append((day, who, 0, 0.0, float(total)))


def _of_today(found: Found, as_of: date) -> None:
    rows = ClientFacts.objects.unscoped(reason=WHY).order_by().values_list("owner")
    stages = {16: Lifecycle.ACTIVE, 17: Lifecycle.SLIPPING, 18: Lifecycle.LOST}
    counts: dict[str, Any] = {
        f"n{number}": Count("pk", filter=Q(lifecycle=one)) for number, one in stages.items()
    }
    summed = rows.annotate(total=Count("pk", filter=BOUGHT), money=Sum("money_lost_a_year"), **counts)
    for who, total, money, active, slipping, lost in summed:
        if not total:
            continue
        for number, value in ((16, active), (17, slipping), (18, lost), (19, lost)):
            found[number].append((as_of, who, 0, float(value), float(total)))
        found[20].append((as_of, who, 0, float(to_minor(money or 0)), float(total)))
        found[30].append((as_of, who, 0, 0.0, float(total)))
    for who, before, stay in losing.stayed(as_of):
        if before:
            found[23].append((as_of, who, 0, float(stay), float(before)))
    back = LifecycleChange.objects.unscoped(reason=WHY).filter(day=as_of, after=Lifecycle.RETURNED)
    found[21] += counted(back, F("day"), F("client__owner"), Count("pk"))


def _recommended(rows: Rows, first: date, last: date) -> None:
    if first > last:
        return
    since, until = span(first, last)
    by_word = Q(source=Source.WORD_OF_MOUTH) | Q(recommended_by__isnull=False)
    people = Client.objects.unscoped(reason=WHY).filter(
        is_live=True, created_at__gte=since, created_at__lt=until
    )
    rows += counted(people.filter(by_word), day_of("created_at"), F("owner"), Count("pk"))


def won_back(first: date, last: date) -> Found:
    """By the day on which it was begun, as the results of winning back count."""
    rows = Plan.objects.unscoped(reason=WHY).filter(COUNTS, started_on__gte=first, started_on__lte=last)
    asked = rows.filter(arm=Arm.ASKED)
    back = Count("pk", filter=BACK)
    return {22: counted(asked, F("started_on"), Coalesce("responsible", "client__owner"), back, Count("pk"))}


def worth(first: date, last: date) -> Found:
    """Purchases and months of 12 add up; of 24 the terms come, and ``value_of`` makes the figure"
    " of a level."""
    rows = WorthMonth.objects.unscoped(reason=WHY).filter(month__gte=first, month__lte=last)
    found: list[Row] = [
        (row.month, row.owner_id, 0, float(row.purchases), row.months) for row in rows if row.months
    ]
    return {12: found}


def lifetime_values(first: date, last: date, subjects: Any) -> list[tuple[date, int, int, float]]:
    """Day, level, subject, minor units: rule 3.1 by the sums of a level. ``subjects(day, owner)``: which."""
    rows = WorthMonth.objects.unscoped(reason=WHY).filter(month__gte=first, month__lte=last)
    terms: dict[tuple[date, int, int], list[float]] = defaultdict(lambda: [0.0] * 6)
    carried: set[tuple[date, int, int]] = set()
    for row in rows:
        for level, subject in subjects(row.month, row.owner_id):
            key = (row.month, level, subject)
            values = (row.clients, row.purchases, row.months, row.checks, to_minor(row.revenue))
            for place, value in enumerate(values):
                terms[key][place] += float(value)
            if row.margin is not None:
                carried.add(key)
                terms[key][5] += float(to_minor(row.margin))
    given = float(MARGIN_SHARE.value()) / 100
    found = []
    for key, (clients, bought, months, checks, revenue, margin) in terms.items():
        if clients and months:
            share = margin / revenue if key in carried and revenue > 0 else given
            value = practice_formula(checks, bought / months, share, months / clients, int(clients))
            found.append((*key, float(round(value))))
    return found
