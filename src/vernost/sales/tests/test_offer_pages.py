"""An offer written in its form, printed with the worth before the price, chosen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from vernost.core import clock
from vernost.core.practice import OFFER_VARIANTS
from vernost.sales import services
from vernost.sales.models import Offer
from vernost.sales.tests.factories import TEST, VARIANTS, deal, fresh


def written(*variants: tuple[str, str, str], **more: str) -> dict[str, str]:
    """A form as a browser sends it: (name, what the client gets, price)."""
    data = {"title": "Кофе на год", "opening": "Чтобы кофе не кончался"}
    for place in range(3):
        for name, value in (("TOTAL_FORMS", "3"), ("INITIAL_FORMS", "0")):
            data[f"v{place}-line-{name}"] = value
    for place, (name, gets, price) in enumerate(variants):
        data |= {f"v{place}-name": name, f"v{place}-gets": gets}
        data |= {f"v{place}-line-0-product": "Кения", f"v{place}-line-0-price": price}
    return {**data, **more}


def made(cast: Cast) -> Offer:
    offer: Offer = services.offer_save(
        cast.actor("owner"), deal_id=deal(cast).pk, title="Кофе на год", opening="Чтобы кофе не кончался",
        variants=VARIANTS, valid_until=clock.today() + timedelta(days=9),
    )  # fmt: skip
    return offer


def test_written_and_changed(cast: Cast) -> None:
    one, browser = deal(cast), cast.browser("owner")
    address = reverse("offer_add", args=[one.pk])
    assert browser.get(address).content.decode().count("<legend>Variant ") == OFFER_VARIANTS.value() == 3
    answer = browser.post(
        address, written(("Спокойный", "Всегда на складе", "9000"), ("Свежий", "В день", "1 000,50"))
    )
    offer = Offer.objects.unscoped(reason=TEST).get()
    assert answer.headers["Location"] == reverse("offer", args=[offer.pk])
    assert [one.total for one in offer.variants.visible_to(cast.actor("owner"))] == [
        Decimal(9000),
        Decimal("1000.50"),
    ]
    edit = reverse("offer_edit", args=[offer.pk])
    assert "Всегда на складе" in browser.get(edit).content.decode()
    said = written(("Спокойный", "Всегда на складе", "8000"), version="1")
    assert browser.post(edit, said).status_code == 302
    again = browser.post(edit, said)
    assert again.status_code == 409 and "Somebody changed this" in again.content.decode()
    assert offer.variants.visible_to(cast.actor("owner")).get().total == Decimal(8000)


def test_what_is_wrong_is_said_and_the_words_are_kept(cast: Cast) -> None:
    address, browser = reverse("offer_add", args=[deal(cast).pk]), cast.browser("owner")
    for data, said in (
        (written(), "at least one variant"),
        (written(("Спокойный", "", "9000")), "the worth stands before the price"),
        (written(("Спокойный", "Склад", "")), "A line needs its price"),
        (written(("Спокойный", "Склад", "-5")), "greater than or equal"),
        (written(("Спокойный", "Склад", "9000"), title=""), "required"),
        (written(("Спокойный", "Склад", "9000"), valid_until="01.01.2020"), "This day is over"),
    ):
        answer = browser.post(address, data)
        assert answer.status_code == 422, said
        assert said in answer.content.decode()
        assert "Чтобы кофе не кончался" in answer.content.decode()
    assert not Offer.objects.unscoped(reason=TEST).exists()


def test_the_worth_stands_before_the_price(cast: Cast) -> None:
    offer = made(cast)
    text = cast.browser("owner").get(reverse("offer", args=[offer.pk])).content.decode()
    order = [
        "Чтобы кофе не кончался", "Кофе всегда на складе", "9,000", "Обжарка в день отгрузки", "10,500",
        "valid until",
    ]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_chosen_and_won(cast: Cast) -> None:
    offer, browser = made(cast), cast.browser("owner")
    variant: Any = offer.variants.visible_to(cast.actor("owner")).get(name="Свежий")
    page = browser.post(reverse("offer_choose", args=[offer.pk]), {"variant": variant.pk}, follow=True)
    assert "The client chose “Свежий”." in page.content.decode()
    assert "chosen: Свежий" in browser.get(reverse("deal", args=[offer.deal_id])).content.decode()
    browser.post(reverse("deal_win", args=[offer.deal_id]), {"amount": "10500"})
    assert fresh(offer.deal).state == "won"
    page = browser.post(reverse("offer_remove", args=[offer.pk]), follow=True)
    assert "This deal has ended already" in page.content.decode()


def test_the_page_costs_the_same_however_many_lines(cast: Cast) -> None:
    offer, browser = made(cast), cast.browser("owner")
    address = reverse("offer", args=[offer.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    more = [{**VARIANTS[0], "lines": VARIANTS[0]["lines"] * 9}, VARIANTS[1]]
    services.offer_save(
        cast.actor("owner"), deal_id=offer.deal_id, offer_id=offer.pk, version=1, title="x", variants=more
    )
    with CaptureQueriesContext(connection) as after:
        browser.get(address)
    assert len(before) == len(after) <= 10
