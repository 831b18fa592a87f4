"""The sample firm: right names, fresh, the same for a seed."""

from __future__ import annotations

import random
from typing import Any

import pytest

from vernost.agenda.selectors import promises_kept, today
from vernost.clients.models import Client, Phone
from vernost.clients.rules import inn_is_right, phone_of
from vernost.core import clock
from vernost.demo import names
from vernost.demo.builder import build
from vernost.orders.models import Order
from vernost.retention.models import ClientFacts
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

ALL = "the test looks at everybody"


def test_names_agree_in_gender() -> None:
    dice = random.Random(1)
    for _number in range(500):
        who = names.person(dice)
        assert who.patronymic.endswith(("вна", "чна") if who.is_woman else ("ич",))
        assert who.first in (names.WOMEN if who.is_woman else names.MEN)
        assert not (who.is_woman and who.surname.endswith(("ов", "ев", "ин", "ский")))


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        ("Иванов", "Иванова"),
        ("Островский", "Островская"),
        ("Толстой", "Толстая"),
        ("Черных", "Черных"),
        ("Ким", "Ким"),
    ],
)
def test_surnames_of_women(his: str, hers: str) -> None:
    assert names.feminine(his) == hers


def test_phones_and_tax_numbers_are_right() -> None:
    dice = random.Random(2)
    for _number in range(200):
        number = names.phone(dice)
        assert phone_of(number) == (number, "") and inn_is_right(names.inn(dice))


def _picture() -> list[Any]:
    orders = Order.objects.unscoped(reason=ALL).order_by("day", "number")
    people = Client.objects.unscoped(reason=ALL).order_by("name", "id")
    return [*orders.values_list("day", "number", "amount"), *people.values_list("name", "segment", "source")]


@pytest.mark.django_db
def test_it_is_fresh_and_whole() -> None:
    firm = build(clients=60, years=2)
    assert Employee.objects.count() == 6 and len(firm.clients) == 60
    rows = Order.objects.unscoped(reason=ALL)
    assert rows.count() == firm.orders > 200
    assert (clock.today() - rows.latest("day").day).days <= 7
    assert {row.as_of for row in ClientFacts.objects.unscoped(reason=ALL)} == {clock.today()}
    assert Phone.objects.unscoped(reason=ALL).count() == 60


@pytest.mark.django_db
def test_every_manager_has_a_day() -> None:
    firm = build(clients=120, years=2)
    for login in ("anna", "dmitry", "olga"):
        day = today(actor_of(firm.people[login]))
        kinds = [line.kind for line in day.lines]
        assert {"promise", "step"} <= set(kinds) and day.overdue == 2
        (word,) = (
            one
            for one in promises_kept(actor_of(firm.people[login]))
            if one.employee == firm.people[login].pk
        )
        assert word.share is not None and word.share < 1  # two are overdue


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_firm() -> None:
    from django.db import transaction

    pictures = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            build(clients=25, years=1, seed=seed)
            pictures.append(_picture())
            transaction.set_rollback(True)
    assert pictures[0] == pictures[1] != pictures[2]
