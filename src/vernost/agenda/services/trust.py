"""Counting the days of the trust index anew: purchases come by imports too, so all of the window."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from vernost.access.actor import Actor, Kind
from vernost.agenda.models import Began, Contact, TrustDay
from vernost.agenda.selectors.trust import Trust, first_day
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.orders.models import Order
from vernost.orders.selectors.orders import BOUGHT

WHY = "the days of the whole firm are counted"
BATCH = 2000


def trust_refresh(actor: Actor) -> int:
    """Talks count for whoever had them, purchases (a client's day, rule 2.1) for whoever sold. How many rows
    there are."""
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed
    since = first_day(clock.today())
    midnight = datetime.combine(since, time.min, tzinfo=clock.firm_zone())
    days = defaultdict[tuple[date, Any], Trust](Trust)
    contacts = Contact.objects.unscoped(reason=WHY).filter(at__gte=midnight).order_by()
    talks = contacts.values_list(TruncDate("at", tzinfo=clock.firm_zone()), F("author"))
    for day, who, count, they in talks.annotate(n=Count("pk"), they=Count("pk", filter=Q(began=Began.THEY))):
        days[day, who] += Trust(contacts=count, begun=they)
    orders = Order.objects.unscoped(reason=WHY).filter(BOUGHT, placed_at__gte=midnight).order_by()
    for day, who, count in orders.values_list("day", F("manager")).annotate(n=Count("client", distinct=True)):
        days[day, who] += Trust(purchases=count)
    rows = [
        TrustDay(day=day, employee_id=who, contacts=one.contacts, begun=one.begun, purchases=one.purchases)
        for (day, who), one in days.items()
        if day >= since
    ]
    with transaction.atomic():
        TrustDay.objects.unscoped(reason=WHY).all().delete()
        TrustDay.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
