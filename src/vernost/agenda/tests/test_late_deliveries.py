"""Late deliveries in Today: with the words, until the client is told; telling them is a talk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from tests.cast import Cast
from vernost.agenda import selectors, services
from vernost.agenda.models import Contact
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.orders import services as of_orders
from vernost.orders.models import Delay
from vernost.orders.tests.factories import order


def day(count: int) -> Any:
    return clock.today() + timedelta(days=count)


def lines(cast: Cast, who: str = "owner") -> list[Any]:
    return [one for one in selectors.today(cast.actor(who)).lines if one.kind == "late_delivery"]


def test_the_line_says_what_to_say_and_where(cast: Cast) -> None:
    made = order(cast, make(cast, "Ёлкин"), number="А-1", promised_on=day(-2))
    (line,) = lines(cast)
    assert line.client.name == "Ёлкин"
    assert "А-1 was promised for" in line.why and "2\xa0days ago" in line.why.replace(" days", "\xa0days")
    assert "Tell them now" in line.why
    text = cast.browser("owner").get(reverse("today")).content.decode()
    assert reverse("order_told", args=[made.pk]) in text
    assert lines(cast, "stranger") == []
    assert len(lines(cast, "deputy")) == 1


def test_two_orders_of_a_client_are_two_lines(cast: Cast) -> None:
    client = make(cast)
    for number in ("А-1", "А-2"):
        order(cast, client, number=number, promised_on=day(-1))
    assert len(lines(cast)) == 2


def test_told_is_a_talk_and_the_line_goes(cast: Cast) -> None:
    made = order(cast, promised_on=day(3))
    actor = cast.actor("owner")
    of_orders.delay_tell(actor, order_id=made.pk, note="Склад", new_day=day(5))
    (line,) = lines(cast)
    assert "will be late" in line.why and "Why: Склад." in line.why and "We shall bring it on" in line.why
    browser = cast.browser("owner")
    data = {"how": "chat", "note": "Привезём в пятницу"}
    for _again in range(2):
        assert browser.post(reverse("order_told", args=[made.pk]), data).status_code == 302
    assert lines(cast) == []
    contact = Contact.objects.visible_to(actor).get()
    assert (contact.channel, contact.text, contact.author) == ("chat", "Привезём в пятницу", cast.owner)
    assert Delay.objects.visible_to(actor).get().told_by == cast.owner


def test_put_off_until_its_day(cast: Cast) -> None:
    made = order(cast, promised_on=day(-1))
    said: dict[str, Any] = {"client_id": made.client_id, "cause": "late_delivery", "ref": made.pk}
    services.cause_answer(cast.actor("owner"), **said, of=day(-1), how="later", until=day(1))
    assert lines(cast) == []
    with clock.stopped(clock.now() + timedelta(days=1)):
        assert len(lines(cast)) == 1


def test_an_order_that_is_delivered_at_last_is_told_of_by_itself(cast: Cast) -> None:
    made = order(cast, promised_on=day(-1))
    of_orders.order_deliver(cast.actor("owner"), order_id=made.pk)
    assert lines(cast) == []
