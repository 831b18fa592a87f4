"""Deals as they are listed, counted and opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.clients.selectors.searching import matching
from vernost.core import clock
from vernost.core.paging import Page, keyset_page
from vernost.core.searching import folded
from vernost.sales.models import Deal, Offer, Stage, StageChange, State
from vernost.sales.models.deals import MOVING
from vernost.sales.rules import begins
from vernost.sales.selectors.lists import stages
from vernost.staff.models import Employee

COUNTED_TO = 10_000
OPEN = Q(state=State.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What board and list are narrowed by; empty is everything the actor sees."""

    text: str = ""
    seller_id: int | None = None
    overdue: bool = False
    still: bool = False  # nobody has said what is to be done next
    state: str = ""
    pipeline_id: int | None = None
    reason_id: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        return bool(folded(self.text) or self.seller_id or self.overdue or self.still)


def deals_asked(actor: Actor, asked: Asked) -> QuerySet[Deal]:
    """Every deal that fits, in no order."""
    rows = Deal.objects.visible_to(actor)
    if asked.state in State.values:
        rows = rows.filter(state=asked.state)
    if asked.seller_id:
        rows = rows.filter(seller=asked.seller_id)
    if asked.overdue:
        rows = rows.filter(OPEN, expected_on__lt=clock.today())
    if asked.still:
        rows = rows.filter(OPEN).exclude(MOVING)
    if asked.reason_id:
        rows = rows.filter(reason=asked.reason_id)
    if asked.since:
        rows = rows.filter(opened_at__gte=begins(asked.since))
    if asked.until:
        rows = rows.filter(opened_at__lt=begins(asked.until + timedelta(days=1)))
    if words := folded(asked.text):
        found = Client.objects.visible_to(actor).filter(matching(actor, asked.text))
        rows = rows.filter(Q(search__contains=words) | Q(client__in=found.values("pk")))
    return rows


def deal_list(actor: Actor, asked: Asked, *, after: str = "", limit: int = 50) -> Page[Deal]:
    """Newest first."""
    rows = deals_asked(actor, asked).select_related("client", "stage", "seller", "step", "reason")
    return keyset_page(rows, order=("-opened_at", "-id"), after=after, limit=limit)


def deal_count(actor: Actor, asked: Asked) -> int:
    return deals_asked(actor, asked).order_by()[: COUNTED_TO + 1].count()


def sellers(actor: Actor) -> list[Employee]:
    """Those who work on deals that the actor sees."""
    theirs = Deal.objects.visible_to(actor).filter(OPEN, seller__isnull=False).order_by()
    return list(Employee.objects.filter(pk__in=theirs.values("seller")).order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Card:
    deal: Deal
    changes: list[StageChange]
    offers: list[Offer]
    stages: list[Stage]


def deal_card(actor: Actor, pk: Any) -> Card:
    """A deal, whole: five queries."""
    rows: Any = Deal.objects.select_related(
        "client__owner", "stage__pipeline", "seller", "step", "reason", "order", "request"
    )
    deal: Deal = fetch(actor, rows, pk, verb="deal.see")
    changes = StageChange.objects.visible_to(actor).filter(deal=deal).select_related("stage", "by")
    offers = Offer.objects.visible_to(actor).filter(deal=deal).select_related("chosen")
    ways = [one for one in stages(actor) if one.pipeline_id == deal.stage.pipeline_id]
    return Card(deal, list(changes.order_by("-at", "-id")[:100]), list(offers[:50]), ways)


def deal_to_edit(actor: Actor, pk: Any) -> Deal:
    """For a form: whoever may not write it does not get so far."""
    rows: Any = Deal.objects.select_related("client__owner", "stage", "seller", "step")
    deal: Deal = fetch(actor, rows, pk, verb="deal.edit")
    return deal


def client_deals(actor: Actor, client: Client, *, limit: int = 8) -> list[Deal]:
    """Open ones first, then the latest ended: for the client's card."""
    rows = Deal.objects.visible_to(actor).filter(client=client).select_related("stage", "step", "reason")
    return list(rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-id")[:limit])
