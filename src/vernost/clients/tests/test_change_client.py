"""Two editors of one client: nothing is lost, and the second is told."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.core.errors import Conflict, Invalid, NotVisible
from vernost.journal.models import Entry


def now(client: Client) -> Client:
    found: Client = Client.objects.unscoped(reason="test").get(pk=client.pk)
    return found


def test_it_works(cast: Cast) -> None:
    client = make(cast)
    services.client_change(
        cast.actor("owner"), client_id=client.pk, version=1, name="Йога", about="строка\r\nдругая "
    )
    assert (now(client).name, now(client).name_key, now(client).about, now(client).version) == (
        "Йога",
        "йога",
        "строка\nдругая",
        2,
    )
    entry = Entry.objects.get(kind="client.changed")
    assert entry.changes["name"] == ["Ёлкин Пётр", "Йога"]


def test_nothing_changed_is_nothing_written(cast: Cast) -> None:
    client = make(cast)
    services.client_change(cast.actor("owner"), client_id=client.pk, version=1, name="Ёлкин Пётр")
    assert now(client).version == 1
    assert not Entry.objects.filter(kind="client.changed").exists()


def test_both_changed_the_same_field(cast: Cast) -> None:
    client = make(cast)
    services.client_change(cast.actor("head"), client_id=client.pk, version=1, name="Первая", address="Тула")
    with pytest.raises(Conflict) as error:
        services.client_change(cast.actor("owner"), client_id=client.pk, version=1, name="Вторая", address="")
    assert error.value.changes == {"name": ("Ёлкин Пётр", "Первая")}
    assert now(client).name == "Первая"
    services.client_change(cast.actor("owner"), client_id=client.pk, version=2, name="Вторая")
    assert now(client).name == "Вторая"
    assert now(client).address == "Тула"


def test_each_changed_their_own_field(cast: Cast) -> None:
    client = make(cast, birthday=None)
    services.client_change(cast.actor("head"), client_id=client.pk, version=1, rhythm_days=30)
    services.client_change(
        cast.actor("owner"), client_id=client.pk, version=1, name="Вторая", rhythm_days=None, address="Псков"
    )
    assert (now(client).name, now(client).rhythm_days, now(client).address) == ("Вторая", 30, "Псков")


def test_both_wrote_the_same(cast: Cast) -> None:
    client = make(cast)
    for name in ("head", "owner"):
        services.client_change(cast.actor(name), client_id=client.pk, version=1, name="Одно")
    assert now(client).version == 2


def test_a_version_that_never_was_overwrites_nothing(cast: Cast) -> None:
    client = make(cast)
    for version in (0, -1, 7):
        with pytest.raises(Conflict):
            services.client_change(cast.actor("owner"), client_id=client.pk, version=version, name="Иное")


def test_handing_over_meanwhile_is_no_conflict(cast: Cast) -> None:
    client = make(cast)
    services.clients_hand_over(cast.actor("head"), client_ids=[client.pk], successor_id=cast.teammate.pk)
    services.client_change(cast.actor("teammate"), client_id=client.pk, version=1, name="Новое")
    assert now(client).name == "Новое"


def test_it_refuses_a_stranger_and_a_broken_rule(cast: Cast) -> None:
    client = make(cast)
    with pytest.raises(NotVisible):
        services.client_change(cast.actor("stranger"), client_id=client.pk, version=1, name="x")
    with pytest.raises(Invalid) as error:
        services.client_change(
            cast.actor("owner"), client_id=client.pk, version=1, bond="voluntary", held_by="habit"
        )
    assert "Nothing holds a client whose bond is free." in str(error.value)


def test_moves_within_the_pyramid_are_told_apart(cast: Cast) -> None:
    client = make(cast, level="potential")
    services.client_change(cast.actor("owner"), client_id=client.pk, version=1, level="own")
    assert Entry.objects.get(kind="client.level_moved").changes == {"level": ["potential", "own"]}


def test_closing_and_opening_again(cast: Cast) -> None:
    client, actor = make(cast), cast.actor("owner")
    services.client_close(actor, client_id=client.pk, reason="let_go")
    services.client_close(actor, client_id=client.pk, reason="died")
    assert now(client).closed_reason == "let_go"
    services.client_reopen(actor, client_id=client.pk)
    assert not now(client).is_closed
    with pytest.raises(Invalid):
        services.client_close(actor, client_id=client.pk, reason="")
