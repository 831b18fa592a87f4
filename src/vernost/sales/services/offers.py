"""Offers: at most so many variants as the firm says, each with its worth before its price (rule 7.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Conflict, Invalid
from vernost.core.money import rounded
from vernost.core.practice import OFFER_VARIANTS
from vernost.journal.write import record
from vernost.orders.services.values import tidied
from vernost.sales import kinds
from vernost.sales.errors import Ended
from vernost.sales.models import Deal, Offer, OfferLine, Variant
from vernost.sales.services.deals import deal_of, save

Said = Mapping[str, Any]


@transaction.atomic
def offer_save(
    actor: Actor,
    *,
    deal_id: int,
    title: str,
    variants: Sequence[Said],
    offer_id: int | None = None,
    version: int = 0,
    opening: str = "",
    valid_until: date | None = None,
) -> Offer:
    """A new offer of a deal, or ``offer_id`` written anew.

    ``variants``: name, gets, lines (product, quantity, price). The choice of the client stays where the
    variant it fell on keeps its name.
    """
    deal = deal_of(actor, deal_id)
    if not deal.is_open:
        raise Ended
    offer = _offer(actor, offer_id, deal) if offer_id else Offer(deal=deal, made_by_id=actor.employee_id)
    if offer.pk and version != offer.version:
        raise Conflict(changes={"title": (title, offer.title)})
    for name, value in tidied(
        Offer, {"title": title, "opening": opening, "valid_until": valid_until}
    ).items():
        setattr(offer, name, value)
    if offer.valid_until is not None and offer.valid_until < clock.today():
        raise Invalid(valid_until=_("This day is over."))
    checked(offer, exclude=("deal", "chosen", "made_by"))
    made = _made(variants)
    is_new, picked = offer.pk is None, offer.chosen.name if offer.chosen else ""
    offer.version += 0 if is_new else 1
    offer.chosen = None
    offer.save()
    _replace(actor, offer, made)
    offer.chosen = next((one for one, _lines in made if picked and one.name == picked), None)
    offer.chosen_at = offer.chosen_at if offer.chosen else None
    offer.save(update_fields=["chosen", "chosen_at"])
    kind = kinds.OFFER_MADE if is_new else kinds.OFFER_CHANGED
    record(actor, kind, subject=offer, client_id=deal.client_id, data={"offer": offer.title})
    return offer


@transaction.atomic
def offer_choose(actor: Actor, *, offer_id: int, variant_id: int) -> Offer:
    """What the client chose: the sum of the deal is that of the variant from now on."""
    offer = _offer(actor, offer_id)
    deal = deal_of(actor, offer.deal_id)
    if not deal.is_open:
        raise Ended
    variant = Variant.objects.visible_to(actor).filter(offer=offer, pk=variant_id).first()
    if variant is None:
        raise Invalid(variant=_("There is no such variant."))
    if offer.chosen_id == variant.pk and deal.amount == variant.total:
        return offer
    offer.chosen, offer.chosen_at = variant, clock.now()
    offer.version += 1
    offer.save(update_fields=["chosen", "chosen_at", "version"])
    deal.amount = variant.total
    save(deal, "amount")
    data = {"offer": offer.title, "variant": variant.name}
    record(actor, kinds.OFFER_CHOSEN, subject=offer, client_id=deal.client_id, data=data)
    return offer


@transaction.atomic
def offer_remove(actor: Actor, *, offer_id: int) -> Deal:
    offer = _offer(actor, offer_id)
    deal = deal_of(actor, offer.deal_id)
    if not deal.is_open:
        raise Ended
    record(actor, kinds.OFFER_REMOVED, subject=offer, client_id=deal.client_id, data={"offer": offer.title})
    offer.delete()
    return deal


def _offer(actor: Actor, pk: int, deal: Deal | None = None) -> Offer:
    rows: Any = Offer.objects.select_related("deal__client", "chosen")
    offer: Offer = fetch(
        actor, rows if deal is None else rows.filter(deal=deal), pk, verb="deal.edit", lock=True
    )
    return offer


def _made(variants: Sequence[Said]) -> list[tuple[Variant, list[OfferLine]]]:
    if not variants:
        raise Invalid(variants=_("An offer has at least one variant."))
    most = OFFER_VARIANTS.value()
    if len(variants) > most:
        text = ngettext(
            "At most {n} variant: among more nobody chooses.",
            "At most {n} variants: among more nobody chooses.",
            most,
        )
        raise Invalid(variants=text.format(n=most))
    made = [_variant(place, said) for place, said in enumerate(variants, start=1)]
    names = [one.name.casefold() for one, _lines in made]
    if len(set(names)) < len(names):
        raise Invalid(variants=_("Two variants have the same name: the client could not say which."))
    return made


def _variant(place: int, said: Said) -> tuple[Variant, list[OfferLine]]:
    variant = Variant(
        place=place, **tidied(Variant, {"name": said.get("name", ""), "gets": said.get("gets", "")})
    )
    if not variant.name:
        raise Invalid(variants=_("Give each variant a name."))
    if not variant.gets:
        text = _("Say what the client gets in “{variant}”: the worth stands before the price.")
        raise Invalid(variants=text.format(variant=variant.name))
    lines = [_line(one) for one in said.get("lines", ())]
    if not lines:
        text = _("Say what “{variant}” consists of: a line with its price at least.")
        raise Invalid(variants=text.format(variant=variant.name))
    variant.total = sum((line.amount for line in lines), Decimal(0))
    checked(variant, exclude=("offer",))
    return variant, lines


def _line(said: Said) -> OfferLine:
    values = {
        "product": said.get("product"),
        "quantity": _quantity(said),
        "price": said.get("price"),
    }
    line = OfferLine(**tidied(OfferLine, values))
    if said.get("price") in (None, ""):
        raise Invalid(variants=_("A line needs its price."))
    line.amount = rounded(line.price * line.quantity)
    try:
        checked(line, exclude=("variant",))
    except Invalid as error:
        raise Invalid(variants=[text for texts in error.fields.values() for text in texts]) from error
    return line


def _replace(actor: Actor, offer: Offer, made: list[tuple[Variant, list[OfferLine]]]) -> None:
    Variant.objects.visible_to(actor).filter(offer=offer).delete()
    for variant, lines in made:
        variant.offer = offer
        variant.save(force_insert=True)
        for line in lines:
            line.variant = variant
        OfferLine.objects.bulk_create(lines)


def _quantity(said: Said) -> Any:
    found = said.get("quantity")
    return Decimal(1) if found in (None, "") else found
