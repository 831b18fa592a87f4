"""What we brought a client in a year (rule 1.8): every figure from their own rows, nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import services as agenda
from vernost.clients import services as clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.orders import services as orders
from vernost.retention.delivering import delivered


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.fixture
def client(cast: Cast) -> Client:
    return make(cast, "ООО «Ромашка»", kind="company")


def bought(cast: Cast, client: Client, days: int, amount: int, **values: Any) -> Any:
    actor = cast.actor("owner")
    return orders.order_add(actor, client_id=client.pk, amount=Decimal(amount), placed_at=ago(days), **values)


def test_it_adds_up(cast: Cast, client: Client) -> None:
    actor = cast.actor("owner")
    bought(cast, client, 400, 9999)  # more than a year ago
    late = bought(cast, client, 40, 1000, promised_on=clock.today() - timedelta(days=38))
    timely = bought(cast, client, 20, 2000, promised_on=clock.today() - timedelta(days=10))
    orders.order_deliver(actor, order_id=late.pk, day=clock.today() - timedelta(days=30))
    orders.order_deliver(actor, order_id=timely.pk, day=clock.today() - timedelta(days=12))
    orders.order_refund(actor, order_id=late.pk, amount=Decimal(300))
    kept = agenda.promise_make(actor, client_id=client.pk, text="Прайс", due_on=clock.today())
    broken = agenda.promise_make(actor, client_id=client.pk, text="Образцы", due_on=clock.today())
    agenda.promise_settle(actor, promise_id=kept.pk, kept=True)
    agenda.promise_settle(actor, promise_id=broken.pk, kept=False)
    clients.dossier_add(actor, client_id=client.pk, about="saved", title="Опт", amount=Decimal(500))
    clients.dossier_add(actor, client_id=client.pk, about="risk", title="Никому не покажем")
    bought(cast, make(cast, "Другой"), 5, 777)

    value = delivered(actor, client)
    assert (value.orders, value.amount) == (2, Decimal(2700))
    assert (value.promised, value.on_time, value.share_on_time) == (2, 1, 0.5)
    assert (value.refunds, value.refunded) == (1, Decimal(300))
    assert (value.promises, value.kept, value.share_kept) == (2, 1, 0.5)
    assert (value.saved, [one.title for one in value.gained]) == (Decimal(500), ["Опт"])


def test_nothing_is_no_number(cast: Cast, client: Client) -> None:
    value = delivered(cast.actor("owner"), client)
    assert value.is_empty
    assert (value.share_on_time, value.share_kept) == (None, None)


def test_it_refuses_a_stranger(cast: Cast, client: Client) -> None:
    with pytest.raises(NotVisible):
        delivered(cast.actor("stranger"), client)


def test_the_page_shows_the_client_nothing_of_ours(cast: Cast, client: Client) -> None:
    actor = cast.actor("owner")
    bought(cast, client, 10, 5000)
    clients.dossier_add(actor, client_id=client.pk, about="saved", title="Доставка за наш счёт")
    clients.dossier_add(actor, client_id=client.pk, about="rival", title="Соседняя обжарка")
    page = cast.browser("owner").get(reverse("client_value", args=[client.pk])).content.decode()
    assert "Доставка за наш счёт" in page
    assert "Соседняя обжарка" not in page
