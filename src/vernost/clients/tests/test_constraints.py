"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from vernost.clients.models import Client, CustomField, CustomValue, Distinct, Email, Phone
from vernost.core import clock


@pytest.fixture
def client(cast: Cast) -> Client:
    made: Client = Client.objects.create(name="Ёлкин Пётр", owner=cast.owner)
    return made


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"kind": "alien"},
        {"bond": "voluntary", "held_until": date(2030, 1, 1)},
        {"bond": "", "held_by": "habit"},
        {"closed_on": date(2024, 1, 1)},
        {"closed_reason": "died"},
        {"rhythm_days": 0},
        {"inn": "123"},
        {"is_live": False},
        {"erased_at": clock.now()},
    ],
)
def test_a_client_that_breaks_a_rule_is_refused(cast: Cast, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.create(**{"name": "A", "owner": cast.owner, **values})


def test_nobody_is_merged_into_or_recommended_by_themselves(client: Client) -> None:
    for values in ({"merged_into": client, "is_live": False}, {"recommended_by": client}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Client.objects.unscoped(reason="test").filter(pk=client.pk).update(**values)


def test_a_phone_is_e164_and_once(client: Client) -> None:
    Phone.objects.create(client=client, number="+79161234567")
    for number in ("+79161234567", "89161234567"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Phone.objects.create(client=client, number=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Email.objects.create(client=client, address="nothing")


def test_a_value_is_of_one_type(client: Client) -> None:
    field = CustomField.objects.create(label="Size", key="size")
    for values in ({}, {"text": "a", "number": 1}, {"flag": True, "day": date(2024, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CustomValue.objects.create(client=client, field=field, **values)
    assert CustomValue.objects.create(client=client, field=field, flag=False).value is False


def test_two_different_ones_stand_in_order(cast: Cast, client: Client) -> None:
    other = Client.objects.create(name="B")
    with pytest.raises(IntegrityError), transaction.atomic():
        Distinct.objects.create(first=other, second=client)
