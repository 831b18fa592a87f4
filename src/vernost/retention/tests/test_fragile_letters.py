"""Rule 2.4: whoever has come back gets no offers for now; an answer to their question goes."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.orders.models import Order
from vernost.post import guards
from vernost.post.models import State
from vernost.post.tests.factories import ask, offer, reachable
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.retention.services import facts_refresh


def bought(client: object, *days_ago: int) -> None:
    for days in days_ago:
        day = clock.today() - timedelta(days=days)
        at = clock.now() - timedelta(days=days)
        Order.objects.create(client=client, placed_at=at, day=day, amount=1000, paid=1000)


def test_a_returned_client_is_left_in_peace(cast: Cast) -> None:
    fragile = reachable(cast)
    steady = reachable(cast, name="Верный", address="v@client.test")
    bought(fragile, 400, 370, 340, 310, 2)
    bought(steady, 92, 62, 32, 2)
    facts_refresh(SYSTEM, as_of=clock.today())
    stands = {one.client_id: one.lifecycle for one in ClientFacts.objects.visible_to(SYSTEM)}
    assert stands == {fragile.pk: Lifecycle.RETURNED, steady.pk: Lifecycle.ACTIVE}
    held = offer(cast, fragile)
    assert (held.state, held.reason) == (State.REFUSED, "fragile")
    assert "only just come back" in held.why
    assert ask(cast, fragile).state == State.QUEUED
    assert offer(cast, steady).state == State.QUEUED
    assert guards.held([fragile.pk, steady.pk]) == {fragile.pk: "fragile"}
