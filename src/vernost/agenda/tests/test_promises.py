"""The page of promises, and a promise about a thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.models import Kept, Promise
from vernost.agenda.selectors.promise_page import Asked, Standing
from vernost.agenda.tests.test_today import NOON, TODAY, day, late
from vernost.clients import services as of_clients
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import NotAllowed
from vernost.orders import services as of_orders


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with clock.stopped(NOON) as moment:
        yield moment


def texts(cast: Cast, standing: Standing, who: str = "owner", by: int | None = None) -> list[str]:
    page = selectors.promises_page(cast.actor(who), Asked(standing=standing, by=by))
    return [one.text for one in page.rows]


def some(cast: Cast) -> None:
    client = make(cast)
    Promise.objects.bulk_create(
        [
            Promise(client=client, text=f"{state} {n}", due_on=day(-n), by=cast.owner, state=state,
                    settled_at=NOON)
            for state in (Kept.KEPT, Kept.LATE, Kept.BROKEN)
            for n in (1, 2)
        ]
    )  # fmt: skip
    late(cast, client, "overdue", 3)
    services.promise_make(cast.actor("owner"), client_id=client.pk, text="today", due_on=TODAY)
    services.promise_make(cast.actor("owner"), client_id=client.pk, text="tomorrow", due_on=day(1))


def test_what_waits_by_its_day_what_is_settled_the_latest_first(cast: Cast) -> None:
    some(cast)
    assert texts(cast, Standing.OPEN) == ["overdue", "today", "tomorrow"]
    assert texts(cast, Standing.OVERDUE) == ["overdue"]
    assert texts(cast, Standing.KEPT) == ["kept 1", "kept 2"]
    assert texts(cast, Standing.LATE) == ["late 1", "late 2"]
    assert texts(cast, Standing.BROKEN) == ["broken 1", "broken 2"]
    assert texts(cast, Standing.OPEN, by=cast.owner.pk) == ["today", "tomorrow"]
    assert texts(cast, Standing.OPEN, "head") == texts(cast, Standing.OPEN)
    assert texts(cast, Standing.OPEN, "stranger") == []
    with pytest.raises(NotAllowed):
        texts(cast, Standing.OPEN, "marketer")


def test_of_a_closed_client_nothing_waits(cast: Cast) -> None:
    client = make(cast)
    services.promise_make(cast.actor("owner"), client_id=client.pk, text="x", due_on=day(1))
    of_clients.client_close(cast.actor("owner"), client_id=client.pk, reason="died")
    assert texts(cast, Standing.OPEN) == []


def test_pages_follow_each_other(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client, browser = make(cast), cast.browser("owner")
    Promise.objects.bulk_create(
        [Promise(client=client, text=f"№{n:03}", due_on=day(n % 7), by=cast.owner) for n in range(120)]
    )
    found: list[str] = []
    after = ""
    while True:
        page = selectors.promises_page(cast.actor("owner"), Asked(), after=after)
        found += [one.text for one in page.rows]
        if not (after := page.next):
            break
    assert len(found) == len(set(found)) == 120
    browser.get(reverse("promises"))
    with django_assert_max_num_queries(10):
        assert browser.get(reverse("promises")).status_code == 200
    text = browser.get(reverse("promises"), {"standing": "nonsense", "by": "9" * 40}).content.decode()
    assert "№000" in text


def test_a_promise_about_an_order(cast: Cast) -> None:
    client, browser = make(cast), cast.browser("owner")
    order = of_orders.order_add(cast.actor("owner"), client_id=client.pk, amount=Decimal(1))
    address = f"{reverse('promise_add', args=[client.pk])}?about=orders.order:{order.pk}"
    assert str(order) in browser.get(address).content.decode()
    said = {"text": "Привезти", "due_on": "послезавтра", "next": reverse("promises")}
    assert browser.post(address, said).headers["Location"] == reverse("promises")
    (made,) = selectors.promises_about(cast.actor("owner"), order)
    assert (made.text, made.due_on) == ("Привезти", TODAY + timedelta(days=2))
    page = browser.get(reverse("promises")).content.decode()
    assert f'href="{reverse("order", args=[order.pk])}"' in page
    of_other = of_orders.order_add(
        cast.actor("stranger"), client_id=make(cast, "Z", whose="stranger").pk, amount=Decimal(1)
    )
    for nothing in (
        f"orders.order:{of_other.pk}", "orders.order:x", "orders.order", "staff.employee:1", "x", "a.b:1",
        "clients.client:1", "orders.nothing:1",
    ):  # fmt: skip
        address = f"{reverse('promise_add', args=[client.pk])}?about={nothing}"
        assert browser.get(address).status_code == 404, nothing
    assert (
        browser.post(reverse("promise_add", args=[client.pk]), {"text": "x", "due_on": "вчера"}).status_code
        == 422
    )
