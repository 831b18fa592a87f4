"""Lost clients for tests: with facts as a night would leave them, or computed by a real night."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.retention import services as retention
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.retention.tests.factories import bought, clients, every
from vernost.winback import services

RHYTHM, LINE, SILENT = 30, 40, 60  # days: past the line of whoever buys every 30


def lost(
    cast: Cast, number: int = 1, *, whose: str = "owner", amount: int = 1000, silent: int = SILENT
) -> list[Client]:
    """Bought every 30 days and are silent past their line; ranked. Their facts are written, not computed: a
    real night takes a second (``lost_for_real``)."""
    people = clients(cast, number, whose=whose)
    last = clock.today() - timedelta(days=silent)
    money: Any = Decimal(amount) * 12
    ClientFacts.objects.bulk_create(
        ClientFacts(
            client=client,
            owner=client.owner,
            as_of=clock.today(),
            purchases=6,
            first_purchase=last - timedelta(days=5 * RHYTHM),
            last_purchase=last,
            revenue=6 * amount,
            average_check=amount,
            rhythm_days=RHYTHM,
            rhythm_source="own",
            line_days=LINE,
            lost_line=last + timedelta(days=LINE),
            lifecycle=Lifecycle.LOST,
            since=last + timedelta(days=LINE + 1),
            purchases_a_year=12,
            money_a_year=money,
            money_lost_a_year=money,
            chance_purchase=0.3,
            abc="A",
            xyz="Z",
            winback_class="must",
        )
        for client in people
    )
    services.ranking_refresh(SYSTEM)
    return people


def lost_for_real(cast: Cast, number: int = 1, *, whose: str = "owner", silent: int = SILENT) -> list[Client]:
    people = clients(cast, number, whose=whose)
    for client in people:
        every(client, RHYTHM, 6, last=clock.today() - timedelta(days=silent))
    night()
    return people


def night() -> None:
    retention.facts_refresh(SYSTEM)
    services.ranking_refresh(SYSTEM)


def buys(client: Client, amount: int = 1000) -> None:
    """Buys today, and the worker has seen it."""
    bought(client, clock.today(), amount=amount)
    seen_buying(client)
    services.client_bought([client.pk])


def seen_buying(client: Client) -> None:
    """As the facts of one client are computed anew after an order."""
    ClientFacts.objects.visible_to(SYSTEM).filter(pk=client.pk).update(
        lifecycle=Lifecycle.RETURNED,
        last_purchase=clock.today(),
        returned_on=clock.today(),
        money_lost_a_year=None,
        winback_class="",
    )
