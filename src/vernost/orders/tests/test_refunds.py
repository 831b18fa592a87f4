"""Money given back: in part, whole, loose; never more than was sold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import Cast
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.orders import services
from vernost.orders.errors import TooMuchBack
from vernost.orders.models import Order, Refund
from vernost.orders.tests.factories import order


def test_in_parts_until_nothing_is_left(cast: Cast) -> None:
    made, actor = order(cast, amount="100"), cast.actor("owner")
    services.order_refund(actor, order_id=made.pk, amount=Decimal("30.50"), reason="Скол")
    with pytest.raises(TooMuchBack):
        services.order_refund(actor, order_id=made.pk, amount=Decimal("69.51"))
    rest = services.order_refund(actor, order_id=made.pk)
    assert rest.amount == Decimal("69.50")
    made.refresh_from_db()
    assert (made.refunded, made.net) == (Decimal(100), Decimal(0))
    with pytest.raises(Invalid):
        services.order_refund(actor, order_id=made.pk)
    assert Refund.objects.visible_to(actor).count() == 2


def test_loose(cast: Cast) -> None:
    client = make(cast)
    made = services.refund_add(cast.actor("owner"), client_id=client.pk, amount=Decimal(5))
    assert (made.order, made.client) == (None, client)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_it_refuses_no_sum(cast: Cast, amount: str) -> None:
    made = order(cast)
    with pytest.raises(Invalid):
        services.order_refund(cast.actor("owner"), order_id=made.pk, amount=Decimal(amount))
    with pytest.raises(Invalid):
        services.refund_add(cast.actor("owner"), client_id=made.client_id, amount=Decimal(amount))


def test_it_refuses_a_wrong_day(cast: Cast) -> None:
    made, actor = order(cast), cast.actor("owner")
    for day in (clock.today() + timedelta(1), made.day - timedelta(1)):
        with pytest.raises(Invalid):
            services.order_refund(actor, order_id=made.pk, day=day)


def test_it_refuses_who_may_not(cast: Cast) -> None:
    made = order(cast)
    with pytest.raises(NotAllowed):
        services.order_refund(cast.actor("support"), order_id=made.pk)
    with pytest.raises(NotVisible):
        services.order_refund(cast.actor("stranger"), order_id=made.pk)


def test_an_order_is_never_made_cheaper_than_what_was_given_back(cast: Cast) -> None:
    made, actor = order(cast, amount="100"), cast.actor("owner")
    services.order_refund(actor, order_id=made.pk, amount=Decimal(60))
    made.refresh_from_db()
    with pytest.raises(Invalid):
        services.order_change(actor, order_id=made.pk, version=made.version, amount=Decimal(59))
    assert Order.objects.visible_to(actor).get().amount == Decimal(100)
