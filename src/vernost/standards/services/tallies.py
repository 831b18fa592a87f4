"""The days of standards counted anew out of requests, deliveries and promises: pages read these few rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from vernost.access.actor import Actor, Kind
from vernost.agenda.models import Kept as Standing
from vernost.agenda.models import Promise
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.intake.models import OPEN as OPEN_REQUESTS
from vernost.intake.models import Channel, Request, State, Why
from vernost.orders.models import Delay, Order
from vernost.orders.models import State as OrderState
from vernost.standards import terms
from vernost.standards.models import Measure, Tally
from vernost.standards.rules import Kept

WHY = "the days of the whole firm are counted"
BATCH = 2000
LATELY, YEAR = 35, 400  # days
Row = tuple[date, str, Any, int, int]  # day, measure, employee, cases, kept


def tallies_refresh(actor: Actor, *, days: int) -> int:
    """The last ``days`` days anew; how many rows there are of them. Killed, nothing has changed."""
    if actor.kind is not Kind.SYSTEM:
        raise NotAllowed
    since = clock.today() - timedelta(days=days)
    found: dict[tuple[date, str, Any], Kept] = defaultdict(Kept)
    for day, measure, who, cases, kept in _counted(since):
        if since <= day <= clock.today():
            found[day, measure, who] += Kept(cases, kept)
    rows = [
        Tally(day=day, measure=measure, employee_id=who, cases=one.cases, kept=one.kept)
        for (day, measure, who), one in found.items()
    ]
    with transaction.atomic():
        Tally.objects.unscoped(reason=WHY).filter(day__gte=since).delete()
        Tally.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _counted(since: date) -> Iterator[Row]:
    yield from _requests(since)
    yield from _deliveries(since)
    yield from _promises(since)


def _requests(since: date) -> Iterator[Row]:
    """By the day they came. An answer in its time keeps the standard; a request that is over without one, or
    whose time is over, breaks it; one that still waits in its time is no case yet."""
    rows = Request.objects.unscoped(reason=WHY).filter(arrived_at__gte=clock.start_of(since))
    rows = rows.exclude(state=State.SPAM).exclude(why_closed=Why.DOUBLE).order_by()
    told = rows.annotate(
        day=TruncDate("arrived_at", tzinfo=clock.firm_zone()),
        who=Coalesce("answered_by", "assigned_to"),
        letter=Q(channel=Channel.EMAIL),
    )
    in_time = Q(letter=False, in_time=True) | Q(letter=True, answer_minutes__lte=terms.letter_minutes())
    missed = Q(first_answer_at=None, due_at__lt=Coalesce(F("settled_at"), clock.now()))
    over = Q(first_answer_at__isnull=False) | missed & ~Q(letter=True, state__in=OPEN_REQUESTS)
    counted = told.filter(over).values_list("day", "letter", "who")
    for day, letter, who, cases, kept in counted.annotate(n=Count("pk"), kept_n=Count("pk", filter=in_time)):
        yield day, Measure.LETTER if letter else Measure.REQUEST, who, cases, kept
    # Letters that wait: few, and their own time is longer than a request's.
    waiting = told.filter(letter=True, first_answer_at=None, state__in=OPEN_REQUESTS)
    for day, who, at in waiting.values_list("day", "who", "arrived_at"):
        if terms.letter_due(at) < clock.now():
            yield day, Measure.LETTER, who, 1, 0


def _deliveries(since: date) -> Iterator[Row]:
    """By the day promised first: a promise moved to a later day is not kept (as on the board). Whole days
    alone: of today only those that have come would be known."""
    first = Delay.objects.unscoped(reason=WHY).filter(order=OuterRef("pk")).order_by().values("order")
    rows = Order.objects.unscoped(reason=WHY).filter(promised_on__gte=since)
    rows = rows.annotate(due=Coalesce(Subquery(first.annotate(d=Min("was")).values("d")), "promised_on"))
    rows = rows.exclude(state=OrderState.CANCELLED).filter(due__gte=since)
    rows = rows.filter(due__lt=clock.today()).order_by()
    in_time = Count("pk", filter=Q(delivered_on__lte=F("due")))
    for day, who, cases, kept in rows.values_list("due", "manager").annotate(n=Count("pk"), k=in_time):
        yield day, Measure.DELIVERY, who, cases, kept


def _promises(since: date) -> Iterator[Row]:
    """By the promised day; one whose day is over and that nobody has settled is not kept."""
    rows = Promise.objects.unscoped(reason=WHY).filter(due_on__gte=since)
    rows = rows.filter(~Q(state=Standing.OPEN) | Q(due_on__lt=clock.today())).order_by()
    kept = Count("pk", filter=Q(state=Standing.KEPT))
    for day, who, cases, in_time in rows.values_list("due_on", "by").annotate(n=Count("pk"), k=kept):
        yield day, Measure.PROMISE, who, cases, in_time
