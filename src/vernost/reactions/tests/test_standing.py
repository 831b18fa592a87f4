"""Who came back is thanked and handled with care; who of class A is lost is to be won back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.reactions.tests.reacting import react, settle_in, tasks
from vernost.retention import services
from vernost.retention.models import ClientFacts
from vernost.retention.tests.factories import bought, clients, every


@pytest.fixture
def silent(cast: Cast) -> Client:
    """Bought every 30 days; on the line in a day."""
    client = clients(cast, 1)[0]
    every(client, 30, 6, last=clock.today() - timedelta(days=40))
    services.facts_refresh(SYSTEM)
    settle_in()
    return client


def test_lost_of_class_a_is_to_be_won_back(silent: Client) -> None:
    with clock.stopped(clock.now() + timedelta(days=2)):
        services.facts_refresh(SYSTEM)
        react()
        assert [moment for moment, _text, _whose in tasks(silent)] == ["winback"]
        services.facts_refresh(SYSTEM)
        react()
        assert len(tasks(silent)) == 1


def test_lost_of_another_class_stands_in_the_list(silent: Client) -> None:
    with clock.stopped(clock.now() + timedelta(days=2)):
        services.facts_refresh(SYSTEM)
        ClientFacts.objects.visible_to(SYSTEM).update(abc="C")
        react()
    assert tasks(silent) == []


def test_returned_is_thanked_and_handled_with_care(cast: Cast, silent: Client) -> None:
    with clock.stopped(clock.now() + timedelta(days=20)):
        services.facts_refresh(SYSTEM)
        bought(silent, clock.today())
        services.facts_refresh_some([silent.pk])
        react()
        assert [(moment, whose) for moment, _text, whose in tasks(silent)] == [
            ("returned", None),
            ("returned", cast.head.pk),
        ]


def test_a_history_that_an_import_brings_asks_for_nothing(cast: Cast) -> None:
    settle_in()
    client = clients(cast, 1)[0]
    every(client, 30, 6, last=clock.today() - timedelta(days=300))
    bought(client, clock.today() - timedelta(days=100))
    services.facts_refresh(SYSTEM)
    react()
    assert tasks(client) == []
