"""Sources: what clients of each bring in 3, 6 and 12 months, complete ones only; cost of a new client."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients import services as of_clients
from vernost.clients.models import Client, Partner
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders.models import Order, Refund
from vernost.retention import services
from vernost.retention.losing import Period
from vernost.retention.models import ClientFacts
from vernost.retention.sources import Line, sources
from vernost.retention.tests.factories import at_random, bought, clients

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def brought(client: Client) -> tuple[Any, ...]:
    facts = ClientFacts.objects.unscoped(reason="test").get(client=client)
    return facts.brought_3, facts.brought_6, facts.brought_12


def test_golden_spans(cast: Cast) -> None:
    """The first purchase is day 0; day 91, 183 or 365 belongs to the next span."""
    whole, young, three = clients(cast, 3)
    first = ago(400)
    days = [first + timedelta(days=count) for count in (0, 90, 91, 182, 183, 364, 365)]
    for place, day in enumerate(days):
        bought(whole, day, amount=10**place)
    bought(young, ago(90), ago(1))
    bought(three, ago(91), ago(0), amount=500)
    services.facts_refresh(SYSTEM)
    assert brought(whole) == (Decimal(11), Decimal(1111), Decimal(111111))
    assert brought(young) == (None, None, None), "a part is never taken for the whole"
    assert brought(three) == (Decimal(500), None, None)


def test_what_was_given_back_is_taken_off_on_its_own_day(cast: Cast) -> None:
    early, late = clients(cast, 2)
    for client, days in ((early, 30), (late, 200)):
        order = bought(client, ago(400), amount=1000)[0]
        bought(client, ago(399), amount=10)
        Refund.objects.create(client=client, order=order, amount=Decimal(400), day=ago(400 - days))
    services.facts_refresh(SYSTEM)
    assert brought(early) == (Decimal(610), Decimal(610), Decimal(610))
    assert brought(late)[2] == Decimal(610)


def test_the_facts_say_what_the_orders_say(cast: Cast) -> None:
    people = clients(cast, 60)
    at_random(people, clock.today(), 7)
    Refund.objects.unscoped(reason="test").all().delete()
    Order.objects.unscoped(reason="test").update(refunded=0)
    services.facts_refresh(SYSTEM)
    for facts in ClientFacts.objects.unscoped(reason="test").exclude(first_purchase=None):
        rows = Order.objects.unscoped(reason="test").filter(client=facts.client_id).exclude(state="cancelled")
        for name, days in (("brought_3", 91), ("brought_6", 183), ("brought_12", 365)):
            until = facts.first_purchase + timedelta(days=days)
            wanted = sum((one.amount for one in rows.filter(day__lt=until)), Decimal(0))
            assert getattr(facts, name) == (wanted if until <= clock.today() else None)


def test_some_clients_alone_get_the_same(cast: Cast) -> None:
    people = clients(cast, 30)
    at_random(people, clock.today(), 11)
    services.facts_refresh(SYSTEM)
    before = {one.pk: brought(one) for one in people}
    assert services.facts_refresh_some([one.pk for one in people])
    assert {one.pk: brought(one) for one in people} == before


def came(
    cast: Cast, source: str, amount: int, *, days: int = 400, whose: str = "owner", **more: Any
) -> Client:
    client = make(cast, whose=whose, source=source, **more)
    bought(client, ago(days), amount=amount)
    return client


def lines(cast: Cast, who: str = "director") -> dict[str, Line]:
    return {one.source: one for one in sources(cast.actor(who)).lines}


def test_compared_by_what_they_bring_not_by_how_many_came(cast: Cast) -> None:
    for _many in range(5):
        came(cast, "advertisement", 100)
    came(cast, "word_of_mouth", 900)
    came(cast, "word_of_mouth", 300)
    came(cast, "word_of_mouth", 10**6, days=100)  # not yet here for a year
    services.facts_refresh(SYSTEM)
    found = sources(cast.actor("director"))
    assert [one.source for one in found.lines] == ["word_of_mouth", "advertisement"]
    mouth = found.lines[0]
    assert (mouth.clients, mouth.twelve.clients, mouth.twelve.mean) == (3, 2, Decimal(600))
    assert (mouth.three.clients, found.whole.clients) == (3, 8)


def test_cost_of_a_new_client_and_of_a_channel_that_brought_nobody(cast: Cast) -> None:
    director = cast.actor("director")
    for source, detail, total in (
        ("advertisement", "Яндекс Директ", 300),
        ("advertisement", "", 100),
        ("webinar", "", 50),
    ):
        said: dict[str, Any] = {"month": ago(390), "source": source, "detail": detail}
        of_clients.cost_save(director, **said, sum=Decimal(total))
    for _many in range(4):
        came(cast, "advertisement", 1000, source_detail="яндекс директ")
    services.facts_refresh(SYSTEM)
    found = lines(cast)
    assert (found["advertisement"].cost, found["advertisement"].cost_each) == (Decimal(400), Decimal(100))
    assert found["advertisement"].left == Decimal(900)
    (inner,) = found["advertisement"].details
    assert (inner.name, inner.clients, inner.cost_each) == ("яндекс директ", 4, Decimal(75))
    assert (found["webinar"].clients, found["webinar"].cost_each) == (0, None)


def test_a_partner_is_told_by_name(cast: Cast) -> None:
    client = came(cast, "partner", 1000)
    partner = Partner.objects.create(name="Кафе «Проба»", key="кафе проба")
    Client.objects.unscoped(reason="test").filter(pk=client.pk).update(partner=partner)
    services.facts_refresh(SYSTEM)
    assert [one.name for one in lines(cast)["partner"].details] == ["Кафе «Проба»"]


def test_each_sees_own_clients_and_costs_only_whoever_sees_all(cast: Cast) -> None:
    came(cast, "review", 1000)
    came(cast, "webinar", 1000, whose="stranger")
    services.facts_refresh(SYSTEM)
    of_clients.cost_save(cast.actor("director"), month=ago(390), source="review", sum=Decimal(10))
    assert lines(cast, "owner").keys() == {"review"}
    assert lines(cast, "head").keys() == {"review"}
    assert lines(cast, "head")["review"].cost is None
    assert lines(cast)["review"].cost == Decimal(10)
    assert lines(cast, "marketer") == {}
    text = cast.browser("head").get(reverse("sources")).content.decode()
    assert "Cost of a client" not in text and "Review" in text and "Webinar" not in text


def test_only_those_who_came_within_the_period(cast: Cast) -> None:
    came(cast, "review", 1000, days=400)
    came(cast, "webinar", 1000, days=100)
    services.facts_refresh(SYSTEM)
    found = sources(cast.actor("director"), Period(ago(150), ago(0)))
    assert [one.source for one in found.lines] == ["webinar"]


def test_the_page(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = cast.browser("director")
    assert "Nobody came in this period" in browser.get(reverse("sources")).content.decode()
    for source in ("review", "webinar", "walk_in"):
        for detail in ("a", "b"):
            came(cast, source, 1000, source_detail=detail)
    services.facts_refresh(SYSTEM)
    browser.get(reverse("sources"))
    with django_assert_max_num_queries(10):
        text = browser.get(reverse("sources")).content.decode()
    assert "<svg" in text and "Cost of a client" in text
    assert browser.get(reverse("sources"), {"since": "nonsense", "until": "2020-01-01"}).status_code == 200
