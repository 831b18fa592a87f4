"""The trust index (rule 1.9): of all contacts and purchases, the share that clients began themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import Began, Contact, TrustDay
from vernost.agenda.rules import trust_index
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.practice import TRUST_WINDOW
from vernost.orders.models import Order
from vernost.orders.selectors.orders import BOUGHT

MONTHS = 13  # this one, and the twelve before it


@dataclass(frozen=True, slots=True)
class Trust:
    contacts: int = 0
    begun: int = 0
    purchases: int = 0

    @property
    def index(self) -> float:
        return trust_index(begun=self.begun + self.purchases, total=self.contacts + self.purchases)

    @property
    def is_known(self) -> bool:
        return bool(self.contacts or self.purchases)

    def __add__(self, other: Trust) -> Trust:
        return Trust(
            self.contacts + other.contacts, self.begun + other.begun, self.purchases + other.purchases
        )


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    trust: Trust
    months: list[float | None]


@dataclass(frozen=True, slots=True)
class TrustPage:
    """``whole``: of everybody whose clients the actor sees, in the window; ``months``: each by itself, the
    oldest first; ``people``: whoever has talked or sold."""

    whole: Trust
    months: list[tuple[date, Trust]]
    people: list[Person]
    days: int
    as_of: date | None

    @property
    def line(self) -> list[float]:
        return [trust.index for _month, trust in self.months if trust.is_known]


def first_day(today: date) -> date:
    """Of all that the page shows: the window, and whole months."""
    return min(today - timedelta(days=TRUST_WINDOW.value() - 1), _months(today)[0])


def of_client(actor: Actor, client: Client) -> Trust:
    """In the window, of one client."""
    rows = Client.objects.visible_to(actor).filter(pk=client.pk)
    return Trust(*(rows.values_list(*counts_of(actor)).first() or ()))


def counts_of(actor: Actor) -> tuple[Any, Any, Any]:
    """Of each client of a query: contacts, those that they began, purchases; in the window."""
    since = clock.today() - timedelta(days=TRUST_WINDOW.value() - 1)
    midnight = datetime.combine(since, time.min, tzinfo=clock.firm_zone())
    contacts = Contact.objects.visible_to(actor).filter(client=OuterRef("pk"), at__gte=midnight)
    counted = contacts.order_by().values("client").annotate(
        n=Count("pk"), they=Count("pk", filter=Q(began=Began.THEY))
    )  # fmt: skip
    orders = Order.objects.visible_to(actor).filter(BOUGHT, client=OuterRef("pk"), day__gte=since)
    bought = orders.order_by().values("client").annotate(n=Count("day", distinct=True)).values("n")
    rows = (counted.values("n"), counted.values("they"), bought)
    contacts_n, begun, purchases = (Coalesce(Subquery(one), Value(0)) for one in rows)
    return contacts_n, begun, purchases


def trust(actor: Actor) -> TrustPage:
    """Out of the days that were counted at night: two queries, however many orders there are."""
    require(actor, "agenda.see")
    today, days = clock.today(), TRUST_WINDOW.value()
    since = today - timedelta(days=days - 1)
    months = _months(today)
    whole, by_month = Trust(), defaultdict[date, Trust](Trust)
    of_person, of_month = defaultdict[Any, Trust](Trust), defaultdict[tuple[Any, date], Trust](Trust)
    rows = TrustDay.objects.visible_to(actor).filter(day__gte=min(since, months[0]), day__lte=today)
    last = None
    for day, name, contacts, begun, purchases in _by_day_and_name(rows):
        one, month = Trust(contacts, begun, purchases), day.replace(day=1)
        last = max(last or day, day)
        by_month[month] += one
        of_month[name, month] += one
        if day >= since:
            whole += one
            of_person[name] += one
    people = [
        Person(name, of_person[name], [_index(of_month.get((name, month))) for month in months])
        for name in sorted(filter(None, of_person))
    ]
    shown = [(month, by_month[month]) for month in months if by_month.get(month)]
    return TrustPage(whole, shown, sorted(people, key=lambda one: -one.trust.index), days, last)


def _by_day_and_name(rows: Any) -> Any:
    counts = [Sum(name) for name in ("contacts", "begun", "purchases")]
    named = rows.order_by().values_list("day", F("employee__name"))
    return named.annotate(a=counts[0], b=counts[1], c=counts[2])


def _index(trust: Trust | None) -> float | None:
    return trust.index if trust is not None and trust.is_known else None


def _months(today: date) -> list[date]:
    found, month = [], today.replace(day=1)
    for _number in range(MONTHS):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found[::-1]
