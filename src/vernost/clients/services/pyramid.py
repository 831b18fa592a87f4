"""Steps within the pyramid and first offers to those who are not ours yet (rule 1.6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients import kinds
from vernost.clients.errors import OfferSettled
from vernost.clients.models import Client, FirstOffer, Level, LevelChange, OfferResult
from vernost.clients.rules import tidy
from vernost.clients.services.saving import checked
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record

BATCH = 5000
LOWER = (Level.COMPETITORS, Level.POTENTIAL)
SETTLED = {OfferResult.TOOK: kinds.OFFER_TAKEN, OfferResult.DECLINED: kinds.OFFER_DECLINED}


def level_moved(actor: Actor, client: Client, before: str, after: str) -> None:
    """In the transaction of the change: the journal tells it, the row is counted."""
    changes = {"level": (before, after)}
    record(actor, kinds.LEVEL_MOVED, subject=client, client_id=client.pk, changes=changes)
    LevelChange.objects.create(client=client, before=before, after=after, by_id=actor.employee_id)


@transaction.atomic
def clients_bought(actor: Actor, client_ids: Iterable[int]) -> int:
    """Whoever has bought is ours, and has taken what was offered; how many came up. Whoever is ours already
    costs one query for all of them."""
    rows = Client.objects.unscoped(reason="whose orders the caller has just written")
    ids = sorted(set(client_ids))
    came = [
        client
        for start in range(0, len(ids), BATCH)
        for client in rows.filter(pk__in=ids[start : start + BATCH], level__in=LOWER).select_for_update()
    ]
    for client in came:
        before, client.level = client.level, Level.OWN
        client.version += 1
        client.changed_at = clock.now()
        client.save(update_fields=["level", "version", "changed_at"])
        level_moved(actor, client, before, Level.OWN)
        offers = FirstOffer.objects.unscoped(reason="of a client who has just bought")
        for offer in offers.filter(client=client, result=OfferResult.WAITING):
            _settle(actor, offer, OfferResult.TOOK)
    return len(came)


@transaction.atomic
def offer_make(actor: Actor, *, client_id: int, text: str, offered_on: date | None = None) -> FirstOffer:
    """Something small for somebody who is a competitor's or nobody's client yet."""
    client: Client = fetch(actor, Client, client_id, verb="offer.make", lock=True)
    day = offered_on or clock.today()
    if client.level == Level.OWN:
        raise Invalid(text=_("This client is ours already: a first offer is for those who are not."))
    if client.is_closed:
        raise Invalid(text=_("This client is closed: nothing is planned for them."))
    if not tidy(text):
        raise Invalid(text=_("Write what was offered."))
    if day > clock.today():
        raise Invalid(offered_on=_("This day has not come yet."))
    by: dict[str, Any] = {"by_id": actor.employee_id, "level": client.level}
    offer = FirstOffer(client=client, text=tidy(text), offered_on=day, **by)
    checked(offer, exclude=("client", "by"))
    offer.save(force_insert=True)
    record(actor, kinds.OFFERED, subject=offer, client_id=client.pk, data={"text": offer.text[:200]})
    return offer


@transaction.atomic
def offer_settle(actor: Actor, *, offer_id: int, result: str) -> FirstOffer:
    """Taken or declined. Once; the same again changes nothing."""
    offer: FirstOffer = fetch(actor, FirstOffer, offer_id, verb="offer.make", lock=True)
    if result not in SETTLED:
        raise Invalid(result=_("Say whether it was taken or declined."))
    if offer.result == result:
        return offer
    if offer.result != OfferResult.WAITING:
        raise OfferSettled
    return _settle(actor, offer, result)


def _settle(actor: Actor, offer: FirstOffer, result: str) -> FirstOffer:
    offer.result, offer.settled_on = result, clock.today()
    offer.save(update_fields=["result", "settled_on"])
    data = {"text": offer.text[:200]}
    record(actor, SETTLED[OfferResult(result)], subject=offer, client_id=offer.client_id, data=data)
    return offer
