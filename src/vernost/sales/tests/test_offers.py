"""Offers: at most three variants, the worth before the price (rule 7.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.sales import services
from vernost.sales.errors import Ended
from vernost.sales.models import Offer, OfferLine
from vernost.sales.tests.factories import TEST, VARIANTS, deal, fresh, kinds, reason


def variant(number: int, **values: Any) -> dict[str, Any]:
    lines = [{"product": "Кения", "quantity": Decimal(1), "price": Decimal(number)}]
    return {"name": f"№ {number}", "gets": "Кофе", "lines": lines, **values}


def test_made_and_chosen(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    offer = services.offer_save(actor, deal_id=made.pk, title="Кофе на год", variants=VARIANTS)
    variants = list(offer.variants.visible_to(actor))
    assert [(one.name, one.total) for one in variants] == [
        ("Спокойный", Decimal(9000)),
        ("Свежий", Decimal(10500)),
    ]
    for _again in range(2):
        services.offer_choose(actor, offer_id=offer.pk, variant_id=variants[1].pk)
    assert fresh(made).amount == Decimal(10500)
    assert kinds() == ["deal.opened", "deal.offer_made", "deal.offer_chosen"]


def test_written_anew_the_choice_stays_by_name(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    offer = services.offer_save(actor, deal_id=made.pk, title="Кофе", variants=VARIANTS)
    services.offer_choose(actor, offer_id=offer.pk, variant_id=offer.variants.visible_to(actor)[0].pk)
    again: dict[str, Any] = {"deal_id": made.pk, "offer_id": offer.pk, "title": "Кофе на год"}
    with pytest.raises(Conflict):
        services.offer_save(actor, version=1, variants=VARIANTS, **again)
    kept = services.offer_save(actor, version=2, variants=VARIANTS, **again)
    assert kept.chosen is not None and kept.chosen.name == "Спокойный"
    other = services.offer_save(actor, version=3, variants=[variant(5)], **again)
    assert other.chosen is None
    assert OfferLine.objects.visible_to(actor).count() == 1


@pytest.mark.parametrize(
    "variants",
    [
        [],
        [variant(one) for one in (1, 2, 3, 4)],
        [variant(1), variant(1)],
        [variant(1, gets=" ")],
        [variant(1, name="")],
        [variant(1, lines=[])],
        [variant(1, lines=[{"product": "", "price": Decimal(1)}])],
        [variant(1, lines=[{"product": "Кения", "price": None}])],
        [variant(1, lines=[{"product": "Кения", "price": Decimal(-1)}])],
        [variant(1, lines=[{"product": "Кения", "price": Decimal(1), "quantity": Decimal(-2)}])],
    ],
)
def test_what_is_refused(cast: Cast, variants: list[Any]) -> None:
    made = deal(cast)
    with pytest.raises(Invalid) as refused:
        services.offer_save(cast.actor("owner"), deal_id=made.pk, title="Кофе", variants=variants)
    assert list(refused.value.fields) == ["variants"]
    assert not Offer.objects.unscoped(reason=TEST).exists()


def test_days_other_peoples_offers_and_ended_deals(cast: Cast) -> None:
    made, actor = deal(cast), cast.actor("owner")
    said: dict[str, Any] = {"title": "Кофе", "variants": VARIANTS}
    with pytest.raises(Invalid):
        services.offer_save(actor, deal_id=made.pk, valid_until=date(2020, 1, 1), **said)
    offer = services.offer_save(actor, deal_id=made.pk, **said)
    other = services.offer_save(actor, deal_id=deal(cast).pk, **said)
    with pytest.raises(NotVisible):  # an offer of another deal
        services.offer_save(actor, deal_id=made.pk, offer_id=other.pk, version=1, **said)
    with pytest.raises(Invalid):
        services.offer_choose(actor, offer_id=offer.pk, variant_id=other.variants.visible_to(actor)[0].pk)
    with pytest.raises(NotVisible):
        services.offer_remove(cast.actor("stranger"), offer_id=offer.pk)
    services.offer_remove(actor, offer_id=other.pk)
    services.deal_lose(actor, deal_id=made.pk, reason_id=reason().pk)
    for act in (
        lambda: services.offer_save(actor, deal_id=made.pk, **said),
        lambda: services.offer_choose(actor, offer_id=offer.pk, variant_id=1),
        lambda: services.offer_remove(actor, offer_id=offer.pk),
    ):
        with pytest.raises(Ended):
            act()
