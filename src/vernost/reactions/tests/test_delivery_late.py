"""A late delivery to whoever must not be disappointed: the head is told too; nothing is doubled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders import services
from vernost.orders.models import Order
from vernost.reactions.tests.reacting import react, settle_in, tasks
from vernost.retention.models import ClientFacts


@pytest.fixture
def late(cast: Cast) -> Any:
    """An order of a client whose facts are given, and which will be late."""

    def make_late(**facts: Any) -> tuple[Client, Order]:
        settle_in()
        client, actor = make(cast), cast.actor("owner")
        standing: dict[str, Any] = {"as_of": clock.today(), "lifecycle": "active", **facts}
        ClientFacts.objects.create(client=client, **standing)
        promised = clock.today() + timedelta(days=2)
        order = services.order_add(actor, client_id=client.pk, amount=Decimal(100), promised_on=promised)
        services.delay_tell(actor, order_id=order.pk, note="no boards", new_day=promised + timedelta(days=3))
        return client, order

    return make_late


def test_of_class_a(cast: Cast, late: Any) -> None:
    client, order = late(abc="A")
    react()
    text = f"The order {order} of a client of class A is late: see that they are told."
    assert tasks(client) == [("late_delivery", text, cast.head.pk)]


def test_who_has_just_come_back(cast: Cast, late: Any) -> None:
    client, _order = late(lifecycle="returned", abc="C")
    react()
    assert [(moment, whose) for moment, _text, whose in tasks(client)] == [("late_delivery", cast.head.pk)]


def test_of_the_others_the_managers_line_is_enough(late: Any) -> None:
    client, _order = late(abc="B")
    react()
    assert tasks(client) == []


def test_a_new_day_is_told_anew_and_the_same_day_once(cast: Cast, late: Any) -> None:
    client, order = late(abc="A")
    react()
    actor, day = cast.actor("owner"), clock.today()
    services.delay_tell(actor, order_id=order.pk, note="no nails")
    react()
    assert len(tasks(client)) == 1, "another cause, the same day"
    services.delay_tell(actor, order_id=order.pk, note="no nails", new_day=day + timedelta(days=9))
    react()
    assert len(tasks(client)) == 2


def test_what_has_arrived_is_late_no_more(cast: Cast, late: Any) -> None:
    client, order = late(abc="A")
    services.order_deliver(cast.actor("owner"), order_id=order.pk)
    react()
    assert tasks(client) == []
    assert Order.objects.visible_to(SYSTEM).get(pk=order.pk).delivered_on == clock.today()
