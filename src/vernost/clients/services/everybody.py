"""One change to everybody whom a filter means: all or none, and only as many as the person agreed to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.clients.errors import OthersMeanwhile, TooManyRows
from vernost.clients.selectors import Asked, clients_of
from vernost.clients.services.owners import clients_hand_over
from vernost.clients.services.properties import clients_tag

MOST = 200_000


@transaction.atomic
def everybody_hand_over(actor: Actor, asked: Asked, *, successor_id: int, expected: int) -> int:
    require(actor, "client.hand_over")
    return clients_hand_over(actor, client_ids=_meant(actor, asked, expected), successor_id=successor_id)


@transaction.atomic
def everybody_tag(
    actor: Actor, asked: Asked, *, add: Sequence[str], remove: Sequence[str], expected: int
) -> int:
    require(actor, "client.bulk_change")
    return clients_tag(actor, client_ids=_meant(actor, asked, expected), add=add, remove=remove)


def everybody_count(actor: Actor, asked: Asked) -> int:
    number = clients_of(actor, asked).count()
    if number > MOST:
        raise TooManyRows(_("At most {limit} clients at once: narrow the filter.").format(limit=MOST))
    return number


def _meant(actor: Actor, asked: Asked, expected: int) -> list[int]:
    ids = list(clients_of(actor, asked).order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(ids) != expected:
        raise OthersMeanwhile(number=len(ids))
    return ids
