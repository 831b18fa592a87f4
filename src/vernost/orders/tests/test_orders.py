"""An order added, changed, delivered, cancelled: who may, what is refused, what is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.access.actor import ANONYMOUS
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid, NotAllowed, NotSignedIn, NotVisible
from vernost.journal.read import timeline
from vernost.orders import after, services
from vernost.orders.errors import NotOpen
from vernost.orders.models import Order, OrderLine, State
from vernost.orders.tests.factories import order


def test_it_works(cast: Cast) -> None:
    client = make(cast)
    lines = [{"product": "Доски", "quantity": "2.5", "price": "10.01"}, {"product": "Скидка", "amount": "0"}]
    made = services.order_add(cast.actor("owner"), client_id=client.pk, lines=lines, number=" A\x00 ")
    assert (made.amount, made.number, made.state, made.manager) == (
        Decimal("25.03"),
        "A",
        State.PLACED,
        cast.owner,
    )
    assert OrderLine.objects.visible_to(cast.actor("owner")).count() == 2
    assert "25.03" in timeline(cast.actor("owner"), client).rows[0].text


def test_the_day_is_the_firms(cast: Cast) -> None:
    late = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)  # already the sixth in Moscow
    assert order(cast, placed_at=late).day.isoformat() == "2026-01-06"


def test_whoever_listens_is_told_on_commit(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    heard: list[frozenset[int]] = []
    after.orders_changed(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            made = order(cast)
    finally:
        after.forget(heard.append)
    assert heard == [frozenset({made.client_id})]


def test_it_refuses_a_stranger(cast: Cast) -> None:
    made = order(cast)
    for who in ("stranger", "teammate"):
        with pytest.raises(NotVisible):
            services.order_add(cast.actor(who), client_id=made.client_id, amount=Decimal(1))
        with pytest.raises(NotVisible):
            services.order_cancel(cast.actor(who), order_id=made.pk)
        assert not Order.objects.visible_to(cast.actor(who)).exists()
    with pytest.raises(NotSignedIn):
        services.order_add(ANONYMOUS, client_id=made.client_id, amount=Decimal(1))


def test_only_a_head_names_another_seller(cast: Cast) -> None:
    client = make(cast)
    with pytest.raises(NotAllowed):
        services.order_add(
            cast.actor("owner"), client_id=client.pk, amount=Decimal(1), manager_id=cast.teammate.pk
        )
    made = services.order_add(
        cast.actor("head"), client_id=client.pk, amount=Decimal(1), manager_id=cast.teammate.pk
    )
    assert made.manager == cast.teammate


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("amount", {}),
        ("amount", {"amount": Decimal(-1)}),
        ("amount", {"amount": Decimal("0.001")}),
        ("placed_at", {"amount": Decimal(1), "placed_at": clock.now() + timedelta(1)}),
        ("number", {"amount": Decimal(1), "number": "я" * 61}),
        ("quantity", {"lines": [{"product": "x", "quantity": "0", "amount": "1"}]}),
        ("lines", {"lines": [{"product": "x"}]}),
    ],
)
def test_it_refuses_what_breaks_a_rule(cast: Cast, field: str, values: dict[str, object]) -> None:
    client = make(cast)
    with pytest.raises(Invalid):
        services.order_add(cast.actor("owner"), client_id=client.pk, **values)  # type: ignore[arg-type]
    assert not Order.objects.unscoped(reason="test").exists()


def test_the_second_editor_is_told(cast: Cast) -> None:
    made = order(cast)
    services.order_change(cast.actor("owner"), order_id=made.pk, version=1, note="one")
    with pytest.raises(Conflict) as caught:
        services.order_change(cast.actor("head"), order_id=made.pk, version=1, note="two")
    assert caught.value.changes == {"note": ("two", "one")}


def test_cancelling_can_be_taken_back(cast: Cast) -> None:
    made = order(cast)
    services.payment_add(cast.actor("owner"), order_id=made.pk, amount=Decimal(1500))
    assert services.order_cancel(cast.actor("owner"), order_id=made.pk).state == State.CANCELLED
    with pytest.raises(NotOpen):
        services.order_deliver(cast.actor("owner"), order_id=made.pk)
    assert services.order_restore(cast.actor("owner"), order_id=made.pk).state == State.PAID


@pytest.mark.parametrize(
    "values",
    [{"amount": -1}, {"refunded": 1501}, {"state": "heaven"}, {"state": "delivered"}, {"paid": -1}],
)
def test_the_database_itself_refuses(cast: Cast, values: dict[str, object]) -> None:
    made = order(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.unscoped(reason="test").filter(pk=made.pk).update(**values)
