"""Answers, trust, complaints, promises, deliveries, letters: 26, 27, 29, 32–35."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value

from vernost.agenda.models import Began, Contact, Kept, Promise
from vernost.clients.models import Consent, Purpose
from vernost.complaints.models import Complaint
from vernost.core import clock
from vernost.indicators.sums.rows import WHY, Found, Row, binned, counted, day_of, span
from vernost.orders.models import Delay, Order, State
from vernost.orders.selectors.orders import BOUGHT
from vernost.post.models import Letter
from vernost.post.models import State as Sent
from vernost.reviews.models import Review
from vernost.reviews.models import State as Reviewed
from vernost.voice.models import Invitation, Response, SurveyKind


def voice(first: date, last: date) -> Found:
    since, until = span(first, last)
    rows = Response.objects.unscoped(reason=WHY).filter(
        day__gte=first, day__lte=last, survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False
    )
    scores = rows.order_by().values_list("day", "owner", "score").annotate(n=Count("pk"))
    asked = Invitation.objects.unscoped(reason=WHY).filter(asked_at__gte=since, asked_at__lt=until)
    answered = Count("pk", filter=Q(answered_at__isnull=False))
    return {
        26: binned(scores),
        27: counted(asked, day_of("asked_at"), F("client__owner"), answered, Count("pk")),
    }


def reviews(first: date, last: date) -> Found:
    """Published or not, as the page of reviews counts: what clients think is not what we show."""
    since, until = span(first, last)
    rows = Review.objects.unscoped(reason=WHY).filter(written_at__gte=since, written_at__lt=until)
    rows = rows.exclude(state=Reviewed.SPAM)
    return {28: counted(rows, day_of("written_at"), F("client__owner"), Sum("stars"), Count("pk"))}


def trust(first: date, last: date) -> Found:
    """As the page of the index counts: talks on whoever had them, purchases on whoever sold (rule 1.9)."""
    since, until = span(first, last)
    talks = Contact.objects.unscoped(reason=WHY).filter(at__gte=since, at__lt=until)
    bought = Order.objects.unscoped(reason=WHY).filter(BOUGHT, placed_at__gte=since, placed_at__lt=until)
    begun, all_ = Count("pk", filter=Q(began=Began.THEY)), Count("pk")
    rows = counted(talks, day_of("at"), F("author"), begun, all_)
    purchases = counted(bought, F("day"), F("manager"), Count("client", distinct=True))
    return {29: rows + [(day, who, one, top, top) for day, who, one, top, _bottom in purchases]}


def complaints(first: date, last: date) -> Found:
    """Minutes from receiving to confirming."""
    since, until = span(first, last)
    rows = Complaint.objects.unscoped(reason=WHY).filter(confirmed_at__gte=since, confirmed_at__lt=until)
    bins: Counter[tuple[date, int | None, int]] = Counter()
    spans = rows.order_by().values_list("confirmed_at", "responsible", "received_at")
    for end, who, begin in spans:
        minutes = max(0, int((end - begin) / timedelta(minutes=1)))
        bins[end.astimezone(clock.firm_zone()).date(), who, minutes] += 1
    return {32: binned((*key, cases) for key, cases in bins.items())}


def promises(first: date, last: date) -> Found:
    """By the day promised; one that is open past its day is broken (rule 5.2)."""
    rows = Promise.objects.unscoped(reason=WHY).filter(due_on__gte=first, due_on__lte=last)
    settled = rows.filter(~Q(state=Kept.OPEN) | Q(due_on__lt=clock.today()))
    kept = Count("pk", filter=Q(state=Kept.KEPT))
    return {33: counted(settled, F("due_on"), F("by"), kept, Count("pk"))}


def deliveries(first: date, last: date) -> Found:
    """By the day first promised, as the punctuality board counts (rule 5.4)."""
    earliest = Delay.objects.unscoped(reason=WHY).filter(order=OuterRef("pk")).order_by("was").values("was")
    rows = Order.objects.unscoped(reason=WHY).filter(promised_on__gte=first)
    rows = rows.exclude(state=State.CANCELLED)
    late = rows.filter(delays__isnull=False).annotate(due=Subquery(earliest[:1])).distinct()
    plain = rows.filter(delays__isnull=True, promised_on__lte=last).annotate(due=F("promised_on"))
    today = clock.today()
    found: list[Row] = []
    for some in (late, plain):
        due = some.filter(due__gte=first, due__lte=last)
        due = due.filter(Q(due__lt=today) | Q(due=today, delivered_on__isnull=False))
        in_time, whose = Count("pk", filter=Q(delivered_on__lte=F("due")), distinct=True), F("client__owner")
        found += counted(due, F("due"), whose, in_time, Count("pk", distinct=True))
    return {34: found}


def letters(first: date, last: date) -> Found:
    since, until = span(first, last)
    sent = Letter.objects.unscoped(reason=WHY).filter(
        sent_at__gte=since, sent_at__lt=until, state=Sent.SENT, client__isnull=False
    )
    left = Consent.objects.unscoped(reason=WHY).filter(
        purpose=Purpose.LETTERS, withdrawn_at__gte=since, withdrawn_at__lt=until
    )
    owner: Any = F("client__owner")
    written = counted(sent.exclude(secret=""), day_of("sent_at"), owner, Value(0), Count("pk"))
    gone = counted(left, day_of("withdrawn_at"), owner, Count("pk"))
    return {35: written + gone}
