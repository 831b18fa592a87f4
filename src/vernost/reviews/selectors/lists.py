"""Reviews as they are listed, opened by us and by their authors; whom the clock is to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Value

from vernost.access.actor import SYSTEM, Actor, Kind, public_token
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client, Consent, Email, Purpose
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.paging import Page, keyset_page
from vernost.core.practice import REVIEW_AFTER, REVIEW_OPEN, REVIEW_PAUSE, REVIEWS_ASKED
from vernost.orders.models import Order
from vernost.orders.models import State as Standing
from vernost.post.selectors import asking_since
from vernost.reviews import rules
from vernost.reviews.models import Ask, Review, State

VERBS = frozenset({"review.write"})
SHOWN = 3
PLACED = 60  # days before the first day of delivery that is asked after: how early such an order was placed
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the list is narrowed by; empty is everything but spam."""

    state: str = ""
    stars: int | None = None
    source: str = ""
    client: int | None = None


def review_list(actor: Actor, asked: Asked, *, after: str = "", limit: int = 50) -> Page[Review]:
    """The latest first."""
    require(actor, "review.see")
    rows = Review.objects.visible_to(actor).filter(Q(client=None) | Q(client__is_live=True))
    rows = rows.filter(state=asked.state) if asked.state else rows.exclude(state=State.SPAM)
    for name in ("stars", "source", "client"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    joined = rows.select_related("client")
    return keyset_page(joined, order=("-written_at", "-id"), after=after, limit=limit)


def card(actor: Actor, pk: Any) -> Review:
    joins = ("client__owner", "order", "decided_by", "answered_by", "taken_by", "ask")
    rows: Any = Review.objects.select_related(*joins)
    review: Review = fetch(actor, rows, pk, verb="review.see")
    return review


def reviews_of(actor: Actor, client: Client) -> list[Review]:
    """For the client's card."""
    rows = Review.objects.visible_to(actor).filter(client=client).exclude(state=State.SPAM)
    return list(rows.order_by("-written_at", "-id")[:SHOWN])


def last_ask(actor: Actor, client: Client) -> Ask | None:
    rows = Ask.objects.visible_to(actor).filter(client=client, held=False)
    found: Ask | None = rows.order_by("-made_at").first()
    return found


def suggestion(actor: Actor, review: Review) -> Client | None:
    """The one client with that phone or e-mail, of those the actor sees; a person says whether it is they."""
    if review.client_id is not None or not (review.phone or review.email):
        return None
    same = Q()
    if review.phone:
        same |= Q(phones__number=review.phone)
    if review.email:
        same |= Q(emails__address=review.email)
    rows = Client.objects.visible_to(actor).filter(same, is_live=True).distinct()
    found = list(rows.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def opened(secret: str) -> tuple[Actor, Ask | None, Review | None]:
    """The author behind a link, what they were asked of, and what they wrote. A link that is wrong, or of a
    person who was erased, opens nothing."""
    if not secret or len(secret) > 43:
        raise NotVisible
    asks = Ask.objects.unscoped(reason="the secret address itself is the key")
    ask: Ask | None = (
        asks.filter(secret=secret, client__is_live=True).select_related("client", "order").first()
    )
    reviews = Review.objects.unscoped(reason="the secret address itself is the key").select_related("client")
    if ask is not None:
        return public_token(client_id=ask.client_id, verbs=VERBS), ask, reviews.filter(ask=ask).first()
    review: Review | None = reviews.filter(secret=secret).first()
    if review is None or (review.client is not None and not review.client.is_live):
        raise NotVisible
    if review.client_id is None:
        return Actor(kind=Kind.TOKEN, verbs=VERBS), None, review
    return public_token(client_id=review.client_id, verbs=VERBS), None, review


def is_open(ask: Ask) -> bool:
    return (clock.now() - ask.made_at).days < REVIEW_OPEN.value()


def due_orders() -> list[int]:
    """Orders whose clients the clock asks now, the longest waiting first. Who has no address, has not agreed
    to letters or was asked within the pause is passed over here; the rest the door of letters decides."""
    if not REVIEWS_ASKED.value():
        return []
    first, last = rules.span(clock.today(), REVIEW_AFTER.value())
    entered = timedelta(days=rules.ENTERED_WITHIN + 1)
    late = ExpressionWrapper(F("delivered_on") + Value(entered), output_field=DateTimeField())
    reason = "whom the clock asks, whosever they are"
    pause = clock.now() - timedelta(days=REVIEW_PAUSE.value())
    lately = Ask.objects.unscoped(reason=reason).filter(
        client=OuterRef("client"), made_at__gt=pause, held=False
    )
    resting = asking_since(clock.now() - rules.REST).filter(client=OuterRef("client"))
    agreed = Consent.objects.unscoped(reason=reason).filter(
        client=OuterRef("client"), purpose=Purpose.LETTERS, withdrawn_at=None
    )
    reached = Email.objects.unscoped(reason=reason).filter(client=OuterRef("client"))
    rows = Order.objects.visible_to(SYSTEM).filter(
        Exists(agreed), Exists(reached), ~Exists(lately), ~Exists(resting), delivered_on__gte=first,
        delivered_on__lte=last,
        placed_at__gte=clock.start_of(first - timedelta(days=PLACED)), created_at__lt=late, replaces=None,
        review_ask=None, client__is_live=True, client__closed_on=None,
    )  # fmt: skip
    rows = rows.exclude(state=Standing.CANCELLED).filter(amount__gt=F("refunded"))
    return list(rows.order_by("delivered_on", "pk").values_list("pk", flat=True)[:MOST])
