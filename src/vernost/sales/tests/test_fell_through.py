"""Who fell through (rule 1.1): lost deals and unanswered requests; filters, columns, the client's card."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.urls import reverse

from tests.cast import Cast
from vernost.clients import facets
from vernost.clients.filters import from_json
from vernost.clients.models import Client
from vernost.clients.selectors.listing import Asked as Listed
from vernost.clients.selectors.listing import client_list
from vernost.clients.tests.factories import make as make_client
from vernost.core import clock
from vernost.intake import services as of_intake
from vernost.sales import services
from vernost.sales.tests.factories import TEST, deal, reason, stages

LIST = "/clients/?preset=fell_through"


def found(cast: Cast, name: str = "owner", address: str = LIST) -> list[str]:
    text = cast.browser(name).get(address).content.decode()
    names = Client.objects.unscoped(reason=TEST).values_list("name", flat=True)
    return sorted(one for one in names if f">{one}</a>" in text)


def test_a_lost_deal_or_an_unanswered_request(cast: Cast) -> None:
    with clock.stopped(clock.now()) as time:
        lost = deal(cast, make_client(cast, "Проигранный Пётр"))
        services.deal_lose(cast.actor("owner"), deal_id=lost.pk, reason_id=reason().pk)
        won = deal(cast, make_client(cast, "Выигранная Вера"))
        services.deal_win(cast.actor("owner"), deal_id=won.pk)
        deal(cast, make_client(cast, "Открытый Олег"))
        silent = make_client(cast, "Забытая Зоя", phones=["+79161230001"])
        answered = make_client(cast, "Отвеченный Осип", phones=["+79161230002"])
        for client in (silent, answered):
            phone = client.phones.visible_to(cast.actor("owner")).get().number
            of_intake.request_receive(cast.actor("owner"), channel="phone", phone=phone, text="Цена?")
        request = answered.requests.visible_to(cast.actor("owner")).get()
        of_intake.request_answer(cast.actor("owner"), request_id=request.pk, text="Сказали")
        assert found(cast) == ["Проигранный Пётр"]
        time.pass_by(days=30)
        assert found(cast) == ["Забытая Зоя", "Проигранный Пётр"]
        assert found(cast, "head") == ["Забытая Зоя", "Проигранный Пётр"]
        assert found(cast, "stranger") == []
        assert found(cast, address=f"{LIST}&preset=deal_open") == []


def test_it_is_one_of_the_three_questions(cast: Cast) -> None:
    (one,) = [preset for preset in facets.presets() if preset.name == "fell_through"]
    assert one.question
    assert "Fell through" in cast.browser("owner").get("/clients/").content.decode()


def test_filters_over_deals(cast: Cast) -> None:
    one = deal(cast, make_client(cast, "Первый Пётр"), amount=Decimal(900))
    other = deal(cast, make_client(cast, "Второй Вадим"), stage_id=stages()[2].pk, amount=Decimal(5000))
    services.deal_lose(cast.actor("owner"), deal_id=deal(cast, one.client).pk, reason_id=reason().pk)
    actor = cast.actor("owner")
    fields = facets.fields(actor)
    assert {"deals.stage", "deals.sum", "deals.expected", "deals.lost", "deals.reason"} <= fields.keys()
    for part, names in (
        ({"field": "deals.stage", "op": "any_of", "value": [str(stages()[2].pk)]}, [other.client.name]),
        ({"field": "deals.sum", "op": "at_most", "value": "1000"}, [one.client.name]),
        ({"field": "deals.reason", "op": "any_of", "value": [str(reason().pk)]}, [one.client.name]),
        ({"field": "deals.lost", "op": "within_last", "value": "7"}, [one.client.name]),
    ):
        rows = client_list(actor, Listed(tree=from_json(part))).rows
        assert [row.client.name for row in rows] == names


def test_columns(cast: Cast) -> None:
    one = deal(cast, amount=Decimal(900))
    deal(cast, one.client, amount=None)
    services.deal_lose(cast.actor("owner"), deal_id=deal(cast, one.client).pk, reason_id=reason().pk)
    columns = facets.columns(cast.actor("owner"))
    values = {
        name: columns[name].many(cast.actor("owner"), [one.client_id])  # type: ignore[misc]
        for name in ("deals_open", "deals_sum", "deal_lost")
    }
    assert values["deals_open"] == {one.client_id: 2}
    assert values["deals_sum"] == {one.client_id: Decimal(900)}
    assert clock.now() - values["deal_lost"][one.client_id] < timedelta(minutes=5)
    assert columns["deals_open"].many(cast.actor("stranger"), [one.client_id]) == {}  # type: ignore[misc]


def test_the_card_shows_deals_and_opens_one(cast: Cast) -> None:
    made = deal(cast, step="Звонок", step_on=clock.today())
    address = reverse("client_panel", args=[made.client_id, "deals"])
    assert address in cast.browser("owner").get(f"/clients/{made.client_id}/").content.decode()
    text = cast.browser("owner").get(address).content.decode()
    assert "Партия Кении" in text and f"/deals/add/?client={made.client_id}" in text
    assert "/deals/add/" not in cast.browser("support").get(address).content.decode()
    assert cast.browser("stranger").get(address).status_code == 404


def test_a_request_becomes_one_deal(cast: Cast) -> None:
    actor = cast.actor("owner")
    client = make_client(cast, phones=["+79161230001"])
    asked_for = of_intake.request_receive(
        actor, channel="phone", phone="+79161230001", text="Цена?", source="review"
    )
    browser = cast.browser("owner")
    address = f"/deals/add/?client={client.pk}&request={asked_for.pk}"
    text = browser.get(f"/requests/{asked_for.pk}/").content.decode()
    assert address.replace("&", "&amp;") in text
    for _twice in range(2):
        browser.post(address, {"title": "Кения", "source": "review"})
    (made,) = client.deals.visible_to(actor)
    assert (made.request, made.source) == (asked_for, "review")
    assert "the request of" in browser.get(f"/deals/{made.pk}/").content.decode()
    other = make_client(cast, "Другой")
    assert (
        browser.post(f"/deals/add/?client={other.pk}&request={asked_for.pk}", {"title": "x"}).status_code
        == 404
    )
