"""Who seems to be one and the same (rule 1.11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vernost.clients import services
from vernost.clients.models import Client, Phone
from vernost.clients.rules import name_sound
from vernost.clients.selectors import duplicates, lookalikes
from vernost.clients.selectors.duplicates import LARGEST, Reason
from vernost.clients.tests.factories import make


def found(cast: Cast, name: str) -> list[tuple[list[str], list[str]]]:
    return [
        ([one.name for one in alike.clients], list(alike.reasons)) for alike in duplicates(cast.actor(name))
    ]


def test_each_reason(cast: Cast) -> None:
    make(cast, "А", phones=["+79161234567"])
    make(cast, "Б", phones=["8 916 123 45 67"])
    make(cast, "В", emails=["X@mail.ru"])
    make(cast, "Г", emails=["x@mail.ru"])
    make(cast, "ООО Роза", kind="company", inn="7707083893")
    make(cast, "Тюльпан", kind="company", inn="7707083893")
    make(cast, "Ёлкин Пётр")
    make(cast, "петр  Елкин")
    make(cast, "Елкин")
    assert found(cast, "owner") == [
        (["ООО Роза", "Тюльпан"], [Reason.INN]),
        (["А", "Б"], [Reason.PHONE]),
        (["В", "Г"], [Reason.EMAIL]),
        (["Ёлкин Пётр", "петр  Елкин".replace("  ", " ")], [Reason.NAME]),
    ]


def test_links_join_into_one_set(cast: Cast) -> None:
    make(cast, "А", phones=["+79161234567"])
    make(cast, "Б", phones=["+79161234567"], emails=["x@mail.ru"])
    make(cast, "В", emails=["x@mail.ru"])
    assert found(cast, "owner") == [(["А", "Б", "В"], [Reason.EMAIL, Reason.PHONE])]


def test_others_clients_are_no_duplicates_of_mine(cast: Cast) -> None:
    mine = make(cast, "А", phones=["+79161234567"])
    make(cast, "Б", whose="stranger", phones=["+79161234567"])
    assert found(cast, "owner") == []
    assert lookalikes(cast.actor("owner"), mine) == []
    assert len(found(cast, "director")) == 1


def test_a_shared_reception_is_no_person(cast: Cast) -> None:
    clients = Client.objects.bulk_create(
        [Client(name=f"К{number}", owner=cast.owner) for number in range(LARGEST + 1)]
    )
    Phone.objects.bulk_create(
        [Phone(client=client, number="+79161234567", backwards="76543216197") for client in clients]
    )
    assert found(cast, "owner") == []


def test_told_apart_and_merged_are_not_shown_again(cast: Cast) -> None:
    actor = cast.actor("owner")
    one, other, third = (make(cast, "Ёлкин Пётр") for _ in range(3))
    services.clients_tell_apart(actor, one_id=other.pk, other_id=one.pk)
    assert [len(alike.clients) for alike in lookalikes(actor, one)] == [2]
    services.clients_merge(actor, survivor_id=one.pk, absorbed_id=third.pk)
    assert found(cast, "owner") == []


def test_it_costs_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    actor = cast.actor("owner")
    for _ in range(2):
        make(cast, phones=["+79161234567"], emails=["a@b.ru"])
        make(cast, phones=["+79161234567"], emails=["a@b.ru"])
        with django_assert_num_queries(9):
            duplicates(actor)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Иванов Сергей", "сергей ивонов"),
        ("ООО «Зоря»", "Заря"),
        ("Филипп", "Филип"),
        ("Щукин Артём", "Артем Шукин"),
    ],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert name_sound(one) == name_sound(other) != ""
