"""What of this context hangs on a client: deals, and on them their history and offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from vernost.clients.belongings import BATCH, HandOver, Overwrite, Rows, TakeBack, register
from vernost.core.errors import Text
from vernost.sales.models import Deal, Offer, OfferLine, State, Variant

PRIVATE = (
    "version", "system", "external_id", "created_by", "seller", "stage", "furthest", "step", "order",
    "request",
    "reason", "moved_at", "search", "told",
)  # fmt: skip


class Deals(Rows):
    """Open deals are worked on by whoever takes the client over; of ended ones it stays who sold them."""

    def hand_over(self, handover: HandOver) -> Any:
        return self.assign(handover.client_ids, "seller", handover.successor_id, Q(state=State.OPEN))

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        self.assign_back(back, "seller", back.successor_id, record)
        return ()

    def erase(self, client_ids: Sequence[int]) -> None:
        """Sums, stages and reasons stay for the figures; no word of the person does."""
        self.of(client_ids).update(title=pgettext("erased value", "…"), search="", note="", said="")
        offers = Offer._base_manager.filter(deal__client__in=client_ids)
        Offer._base_manager.filter(pk__in=offers.values("pk")).delete()

    def export(self, client_ids: Sequence[int]) -> list[dict[str, Any]]:
        told = super().export(client_ids)
        rows = self.of(client_ids).order_by("pk").select_related("stage", "reason", "seller")
        offers = _offers(client_ids)
        for one, deal in zip(told, rows.iterator(BATCH), strict=True):
            one["stage"] = str(deal.stage)
            one["reason"] = str(deal.reason) if deal.reason else ""
            one["seller"] = deal.seller.name if deal.seller else deal.seller_name
            one["offers"] = offers.get(deal.pk, [])
        return told


def _offers(client_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Deal → its offers, whole."""
    lines: dict[int, list[dict[str, Any]]] = {}
    inside = "variant__offer__deal__client__in"
    for line in OfferLine._base_manager.filter(**{inside: client_ids}).order_by("pk").iterator(BATCH):
        told = {"product": line.product, "quantity": line.quantity, "amount": line.amount}
        lines.setdefault(line.variant_id, []).append(told)
    variants: dict[int, list[dict[str, Any]]] = {}
    for one in Variant._base_manager.filter(offer__deal__client__in=client_ids).order_by("place", "pk"):
        told = {"name": one.name, "gets": one.gets, "total": one.total, "lines": lines.get(one.pk, [])}
        variants.setdefault(one.offer_id, []).append(told)
    found: dict[int, list[dict[str, Any]]] = {}
    for offer in Offer._base_manager.filter(deal__client__in=client_ids).order_by("pk"):
        told = {"title": offer.title, "opening": offer.opening, "variants": variants.get(offer.pk, [])}
        found.setdefault(offer.deal_id, []).append(told)
    return found


def register_own() -> None:
    register(
        Deals(
            Deal,
            label=_("deals"),
            erasing=Overwrite({}),
            private=PRIVATE,
            waiting=Q(state=State.OPEN),
            waiting_label=_("open deals"),
        )
    )
