"""An offer, whole: three queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.sales.models import Offer, OfferLine, Variant


@dataclass(frozen=True, slots=True)
class OfferCard:
    offer: Offer
    variants: list[tuple[Variant, list[OfferLine]]]


def offer_card(actor: Actor, pk: Any, *, verb: str = "deal.see") -> OfferCard:
    rows: Any = Offer.objects.select_related(
        "deal__client__owner", "deal__stage", "deal__seller", "made_by", "chosen"
    )
    offer: Offer = fetch(actor, rows, pk, verb=verb)
    lines: dict[int, list[OfferLine]] = {}
    for line in OfferLine.objects.visible_to(actor).filter(variant__offer=offer).order_by("id"):
        lines.setdefault(line.variant_id, []).append(line)
    variants = Variant.objects.visible_to(actor).filter(offer=offer).order_by("place", "id")
    return OfferCard(offer, [(one, lines.get(one.pk, [])) for one in variants])
