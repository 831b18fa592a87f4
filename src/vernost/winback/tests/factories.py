"""Lost clients for tests: orders, facts and the ranking, as a night leaves them."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.retention import services as retention
from vernost.retention.tests.factories import bought, clients, every
from vernost.winback import services

SILENT = 60  # days: past the line of whoever buys every 30


def lost(
    cast: Cast, number: int = 1, *, whose: str = "owner", amount: int = 1000, silent: int = SILENT
) -> list[Client]:
    """Bought every 30 days, six times, and are silent past their line; ranked."""
    people = clients(cast, number, whose=whose)
    for client in people:
        every(client, 30, 6, last=clock.today() - timedelta(days=silent), amount=amount)
    night()
    return people


def night() -> None:
    retention.facts_refresh(SYSTEM)
    services.ranking_refresh(SYSTEM)


def buys(client: Client, days: int = 0, amount: int = 1000) -> None:
    """Buys so many days from now, and the worker sees it."""
    bought(client, clock.today() + timedelta(days=days), amount=amount)
    retention.facts_refresh_some([client.pk])
    services.client_bought([client.pk])
