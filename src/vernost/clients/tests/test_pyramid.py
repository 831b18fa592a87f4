"""The pyramid: counts, flows by the rows of the journalled changes, first offers; of whom one sees."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from vernost.clients import selectors, services
from vernost.clients.errors import OfferSettled
from vernost.clients.models import Client, FirstOffer, Level, LevelChange
from vernost.clients.selectors.pyramid import Pyramid
from vernost.clients.tests.factories import make
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.models import Entry
from vernost.orders import services as of_orders


def lower(cast: Cast, level: str = "potential", **values: Any) -> Client:
    return make(cast, values.pop("name", "Ёлкин"), level=level, **values)


def seen(cast: Cast, who: str = "owner") -> Pyramid:
    today = clock.today()
    return selectors.pyramid(cast.actor(who), today - timedelta(days=30), today)


def counts(cast: Cast, who: str = "owner") -> list[int]:
    return [one.clients for one in seen(cast, who).tiers]


def test_it_counts_who_stands_where(cast: Cast) -> None:
    make(cast)
    for competitor in ("Обжарка №1", "Обжарка №1", "Бариста"):
        lower(cast, "competitors", competitor=competitor)
    lower(cast)
    lower(cast, whose="stranger")
    closed = lower(cast)
    services.client_close(cast.actor("owner"), client_id=closed.pk, reason="let_go")
    assert counts(cast) == [1, 3, 1]
    assert counts(cast, "stranger") == [0, 0, 1]
    assert counts(cast, "director") == [1, 3, 2]
    assert counts(cast, "marketer") == [0, 0, 0]
    assert seen(cast).competitors == [("Обжарка №1", 2), ("Бариста", 1)]
    assert seen(cast, "stranger").competitors == []


def test_flows_are_the_journalled_changes(cast: Cast) -> None:
    actor, client = cast.actor("owner"), lower(cast)
    services.client_change(actor, client_id=client.pk, version=1, level="competitors", competitor="Бариста")
    services.client_change(actor, client_id=client.pk, version=2, level="own")
    other = make(cast)
    services.client_change(actor, client_id=other.pk, version=1, level="competitors")
    found = seen(cast)
    assert {(one.before, one.after): one.clients for one in found.flows} == {
        ("potential", "competitors"): 1, ("competitors", "own"): 1, ("own", "competitors"): 1,
    }  # fmt: skip
    assert [(one.came, one.up, one.down) for one in found.tiers] == [(1, 0, 1), (2, 1, 0), (0, 1, 0)]
    told = Entry.objects.filter(kind="client.level_moved")
    assert told.count() == LevelChange.objects.unscoped(reason="test").count() == 3
    assert seen(cast, "stranger").flows == []
    early = clock.today() - timedelta(days=9)
    assert selectors.pyramid(actor, early, clock.today() - timedelta(days=1)).flows == []


def test_whoever_buys_is_ours_and_took_the_offer(cast: Cast) -> None:
    actor, client = cast.actor("owner"), lower(cast)
    offer = services.offer_make(actor, client_id=client.pk, text="  Набор  образцов ")
    assert (offer.text, offer.level) == ("Набор образцов", "potential")
    for _order in range(2):
        of_orders.order_add(actor, client_id=client.pk, amount=Decimal(500))
    client.refresh_from_db()
    offer.refresh_from_db()
    assert (client.level, offer.result, offer.settled_on) == ("own", "took", clock.today())
    assert LevelChange.objects.visible_to(actor).count() == 1
    assert seen(cast).won == 1
    (_competitors, potential) = seen(cast).offers
    assert (potential.made, potential.took, potential.waiting, potential.share) == (1, 1, 0, 1.0)


def test_an_import_of_orders_brings_them_up_too(cast: Cast, tmp_path: Any) -> None:
    from vernost.orders.tests.factories import imported, written

    client = lower(cast, name="ООО Ёлка", whose="head")
    path = written(tmp_path / "o.csv", [("1", "2026-01-05", "ООО Ёлка", "Чай", "1", "5", "5")])
    imported(cast.actor("head"), path)
    client.refresh_from_db()
    assert client.level == "own"
    assert LevelChange.objects.unscoped(reason="test").count() == 1


def test_an_offer_is_answered_once(cast: Cast) -> None:
    actor, client = cast.actor("owner"), lower(cast, "competitors")
    offer = services.offer_make(actor, client_id=client.pk, text="Пробная партия")
    for _twice in range(2):
        services.offer_settle(actor, offer_id=offer.pk, result="declined")
    with pytest.raises(OfferSettled):
        services.offer_settle(cast.actor("head"), offer_id=offer.pk, result="took")
    assert Entry.objects.filter(kind="client.offer_declined").count() == 1
    with pytest.raises(Invalid):
        services.offer_settle(actor, offer_id=offer.pk, result="waiting")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "я" * 301}, "text"),
        ({"offered_on": clock.today() + timedelta(days=1)}, "offered_on"),
    ],
)
def test_it_refuses(cast: Cast, values: dict[str, Any], field: str) -> None:
    client = lower(cast)
    with pytest.raises(Invalid) as caught:
        services.offer_make(cast.actor("owner"), client_id=client.pk, **{"text": "x", **values})
    assert field in caught.value.fields


def test_it_refuses_whom_nothing_is_offered_and_who_does_not_see(cast: Cast) -> None:
    actor, client = cast.actor("owner"), lower(cast)
    with pytest.raises(Invalid):
        services.offer_make(actor, client_id=make(cast).pk, text="x")
    offer = services.offer_make(actor, client_id=client.pk, text="x")
    for who in ("stranger", "marketer"):
        with pytest.raises(NotVisible):
            services.offer_make(cast.actor(who), client_id=client.pk, text="x")
        with pytest.raises(NotVisible):
            services.offer_settle(cast.actor(who), offer_id=offer.pk, result="took")
    services.client_close(actor, client_id=client.pk, reason="died")
    with pytest.raises(Invalid):
        services.offer_make(actor, client_id=client.pk, text="x")


def test_the_page_and_the_card(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser, client = cast.browser("owner"), lower(cast)
    url = reverse("pyramid")
    assert "Nobody became ours" in browser.get(url).content.decode()
    data = {"text": "Набор <b>образцов", "offered_on": clock.today().isoformat()}
    assert browser.post(reverse("offer_make", args=[client.pk]), data).status_code == 302
    card = browser.get(reverse("client", args=[client.pk])).content.decode()
    assert "Набор &lt;b&gt;образцов" in card and reverse("offer_make", args=[client.pk]) in card
    offer = FirstOffer.objects.unscoped(reason="test").get()
    assert browser.post(reverse("offer_settle", args=[offer.pk]), {"result": "x"}).status_code == 422
    assert browser.post(reverse("offer_settle", args=[offer.pk]), {"result": "took"}).status_code == 302
    browser.get(url)
    with django_assert_max_num_queries(12):
        text = browser.get(url).content.decode()
    assert "<polygon" in text and "образцов" in text
    assert browser.get(url, {"since": "2030-01-01", "until": "nonsense"}).status_code == 200
    assert "образцов" not in cast.browser("stranger").get(url).content.decode()
    ours = make(cast)
    assert "First offers" not in browser.get(reverse("client", args=[ours.pk])).content.decode()


def test_erasing_takes_the_words_and_keeps_the_steps(cast: Cast) -> None:
    actor, client = cast.actor("owner"), lower(cast)
    services.offer_make(actor, client_id=client.pk, text="Пётр любит кислинку")
    services.client_change(actor, client_id=client.pk, version=1, level="own")
    services.client_erase(cast.actor("director"), client_id=client.pk)
    assert FirstOffer.objects.unscoped(reason="test").get().text == "…"
    assert LevelChange.objects.unscoped(reason="test").count() == 1
    assert "Пётр" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_the_database_itself_refuses(cast: Cast) -> None:
    client = lower(cast)
    offer = services.offer_make(cast.actor("owner"), client_id=client.pk, text="x")
    wrong: list[dict[str, Any]] = [{"level": "own"}, {"result": "took"}, {"settled_on": clock.today()}]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            FirstOffer.objects.unscoped(reason="test").filter(pk=offer.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelChange.objects.create(client=client, before=Level.OWN, after=Level.OWN)
