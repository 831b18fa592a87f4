"""Clients who were delivered to, askings, reviews, all by the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client
from vernost.core import clock
from vernost.orders.models import Order, State
from vernost.orders.tests.factories import order
from vernost.post.tests.factories import reachable
from vernost.reviews import services
from vernost.reviews.models import Ask, Review


def client_of(cast: Cast, number: int = 1, **values: Any) -> Client:
    """Who has agreed to letters and has an address."""
    return reachable(cast, address=f"client{number}@firm.test", name=f"Клиент {number}", **values)


def delivered(
    cast: Cast, client: Client, ago: int = 8, *, entered: int | None = None, **values: Any
) -> Order:
    """An order that came ``ago`` days ago, and was written down ``entered`` days ago (as it was placed)."""
    placed = clock.now() - timedelta(days=ago + 2)
    made = order(cast, client, placed_at=placed, **values)
    rows = Order.objects.unscoped(reason="test").filter(pk=made.pk)
    written = clock.now() - timedelta(days=ago + 2 if entered is None else entered)
    day = clock.today() - timedelta(days=ago)
    rows.update(state=State.DELIVERED, delivered_on=day, created_at=written)
    made.refresh_from_db()
    return made


def asked(cast: Cast, client: Client | None = None) -> Ask:
    return services.review_ask(cast.actor("owner"), client_id=(client or client_of(cast)).pk)


def taken(cast: Cast, client: Client | None = None, **values: Any) -> Review:
    said: dict[str, Any] = {"stars": 5, "text": "Кения удалась", "name": "Анна", "agreed_how": "по телефону"}
    client_id = (client or client_of(cast)).pk
    return services.review_take(cast.actor("owner"), client_id=client_id, **{**said, **values})


def published(cast: Cast, client: Client | None = None, **values: Any) -> Review:
    return services.review_publish(cast.actor("director"), review_id=taken(cast, client, **values).pk)


def now(review: Review) -> Review:
    found: Review = Review.objects.unscoped(reason="test").get(pk=review.pk)
    return found


def all_asks() -> list[Ask]:
    return list(Ask.objects.unscoped(reason="test").order_by("pk"))


def all_reviews() -> list[Review]:
    return list(Review.objects.unscoped(reason="test").order_by("pk"))
