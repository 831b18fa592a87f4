"""What the figures add to Today: who is slipping, the dearest first, and what a client brings a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q

from vernost.access.actor import Actor
from vernost.agenda import causes, silence
from vernost.retention import wording
from vernost.retention.models import ClientFacts, Lifecycle

NAME = "slipping"
SHOWN = 20  # who called twenty comes back for more; the list of clients has them all


def slipping(actor: Actor, owners: Collection[int], today: date) -> list[causes.Seen]:
    """By money at stake. What was answered of this silence (since this purchase) stays away."""
    rows = ClientFacts.objects.visible_to(actor).filter(
        lifecycle=Lifecycle.SLIPPING,
        money_a_year__isnull=False,
        last_purchase__isnull=False,
        client__owner__in=owners,
        client__is_live=True,
        client__closed_on=None,
    )
    rows = causes.without_answered(rows, NAME, client="client", of="last_purchase", today=today)
    return [
        causes.Seen(
            client=facts.client, of=facts.last_purchase, why=wording.reason(facts), stake=facts.money_a_year
        )
        for facts in rows.select_related("client").order_by("-money_a_year", "pk")[:SHOWN]
    ]


def money_a_year(actor: Actor, client_ids: Sequence[int]) -> Mapping[int, Decimal]:
    rows = ClientFacts.objects.visible_to(actor).filter(client__in=client_ids, money_a_year__gt=0)
    return dict(rows.values_list("client", "money_a_year"))


def register_own() -> None:
    causes.register(causes.Cause(name=NAME, rank=40, moment="slipping", look=slipping))
    causes.worth_told_by(money_a_year)
    silence.class_told_by(lambda letter: Q(facts__abc=letter))
