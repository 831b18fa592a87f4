"""Clients change hands: one or many, all or none (rule 1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients import belongings, services
from vernost.clients.belongings import HandOver, Rows
from vernost.clients.models import Client, Note
from vernost.clients.tests.factories import make
from vernost.core.errors import Invalid, NotAllowed, NotVisible
from vernost.journal.models import Entry


def test_it_works(cast: Cast) -> None:
    clients = [make(cast, f"Клиент {number}") for number in range(3)]
    ids = [client.pk for client in clients]
    assert (
        services.clients_hand_over(
            cast.actor("head"), client_ids=[*ids, ids[0]], successor_id=cast.teammate.pk
        )
        == 3
    )
    assert Client.objects.visible_to(cast.actor("teammate")).count() == 3
    assert Client.objects.visible_to(cast.actor("owner")).count() == 0
    entries = Entry.objects.filter(kind="client.handed_over")
    assert {entry.client_id for entry in entries} == set(ids)
    assert entries[0].changes == {"owner": [cast.owner.pk, cast.teammate.pk]}
    assert entries[0].text == "Head handed the client over to Teammate"
    assert Entry.objects.get(kind="client.bulk_changed").data["rows"] == 3


def test_all_or_none(cast: Cast) -> None:
    mine, theirs = make(cast), make(cast, whose="stranger")
    with pytest.raises(NotVisible):
        services.clients_hand_over(
            cast.actor("head"), client_ids=[mine.pk, theirs.pk], successor_id=cast.teammate.pk
        )
    assert Client.objects.visible_to(cast.actor("owner")).count() == 1


def test_what_hangs_on_them_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[HandOver] = []

    class Told(Rows):
        def hand_over(self, handover: HandOver) -> None:
            told.append(handover)
            raise RuntimeError

    registry: dict[str, Any] = {"x": Told(Note, label="notes", erasing=belongings.Delete())}
    monkeypatch.setattr(belongings, "_REGISTRY", registry)
    client = make(cast)
    with pytest.raises(RuntimeError):
        services.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    assert told[0].client_ids == [client.pk]
    assert Client.objects.visible_to(cast.actor("owner")).count() == 1


def test_only_heads_may_and_only_to_who_works_here(cast: Cast) -> None:
    client = make(cast)
    with pytest.raises(NotAllowed):
        services.clients_hand_over(cast.actor("owner"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    cast.teammate.is_active = False
    cast.teammate.save()
    with pytest.raises(Invalid):
        services.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)


def test_a_thousand_cost_as_many_queries_as_their_hundreds(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    Client.objects.bulk_create([Client(name=f"К{number}", owner=cast.owner) for number in range(1200)])
    ids = list(Client.objects.visible_to(cast.actor("owner")).values_list("pk", flat=True))
    actor = cast.actor("head")
    with django_assert_max_num_queries(60):
        assert services.clients_hand_over(actor, client_ids=ids, successor_id=cast.teammate.pk) == 1200
