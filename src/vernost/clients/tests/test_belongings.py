"""Every model with a key to Client is spoken for; one that nobody registered is found."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from vernost.clients import belongings
from vernost.clients.belongings import Delete, Rows
from vernost.clients.models import Client, Note, Phone
from vernost.clients.tests.factories import make


def test_every_key_to_client_is_covered() -> None:
    assert belongings.uncovered() == []


def test_it_looks_at_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(belongings, "_REGISTRY", {})
    assert {"clients.phone.client", "clients.client.merged_into", "clients.merge.absorbed"} <= set(
        belongings.uncovered()
    )


def test_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        belongings.register(Rows(Note, label="notes", erasing=Delete()))


def test_what_hangs_on_clients_is_counted(cast: Cast) -> None:
    one, other = make(cast, phones=["+79161234567", "+79161234568"]), make(cast, "Б", phones=["+79161234567"])
    registered = belongings.known("clients.phone.client")
    assert registered is not None
    assert registered.model is Phone
    assert registered.count([one.pk, other.pk]) == {one.pk: 2, other.pk: 1}
    assert [number for _label, number in belongings.counts([one.pk])] == [2]
    assert Client.objects.visible_to(cast.actor("owner")).count() == 2


def test_what_is_handed_over_can_be_taken_back() -> None:
    halves = [
        one.name
        for one in belongings.every()
        if (type(one).hand_over is belongings.Rows.hand_over)
        != (type(one).take_back is belongings.Rows.take_back)
    ]
    assert not halves, f"override both hand_over and take_back: {halves}"
