"""Dossiers of the sample firm's key clients: who decides, rivals, agreements, risks, plans (rule 1.8)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from vernost.clients.models import About, Client, Decides, DossierEntry, KeyPerson
from vernost.demo import names

# about, in short, in detail, sum (thousands), days from today
KNOWN: tuple[tuple[About, str, str, int, int], ...] = (
    (About.RIVAL, "«Северная обжарка»", "Берут у них декаф: у нас его не было до весны.", 240, 0),
    (About.RIVAL, "Склад на Рябиновой", "Сиропы и фильтры, потому что там отсрочка 30 дней.", 90, 0),
    (About.AGREEMENT, "Отсрочка 14 дней", "До 150 000 ₽; сверх того — по счёту.", 0, 120),
    (About.AGREEMENT, "Доставка по вторникам до 10:00", "Разгружают через двор, пропуск не нужен.", 0, 0),
    (
        About.AGREEMENT,
        "Цена на бленд закреплена",
        "До конца сезона, если берут не меньше 40 кг в месяц.",
        0,
        -12,
    ),
    (About.RISK, "Сменился закупщик", "Познакомиться лично, привезти образцы.", 600, 9),
    (About.RISK, "Считают свою обжарку", "Показать полную стоимость килограмма с браком и людьми.", 900, 45),
    (
        About.GROWTH,
        "Вторая точка на Лесной",
        "Открывают весной; предложить машину в аренду и обучение.",
        480,
        150,
    ),
    (About.GROWTH, "Чай и какао", "Сейчас берут в рознице.", 120, 60),
    (About.SAVED, "Настройка помола на месте", "Два выезда вместо платного сервиса.", 12, -60),
    (About.SAVED, "Меньше брака на баре", "После обучения бариста списания упали на треть.", 36, -100),
)
PARTS = (Decides.DECIDES, Decides.USES, Decides.PAYS, Decides.INFLUENCES, Decides.AGAINST)
MATTERS = (
    "Ровный вкус от партии к партии.",
    "Чтобы привезли вовремя и без звонков.",
    "Понятный счёт и отсрочка.",
    "Новинки для меню раз в сезон.",
    "Не переплачивать: раз в квартал сравнивает цены.",
)
INTERESTS = ("Латте-арт, чемпионаты.", "Горные лыжи.", "Два сына, футбол.", "Путешествует по Грузии.", "")
POSITIONS = ("владелец", "шеф-бариста", "бухгалтер", "управляющая", "закупщик")


def fill(clients: Sequence[Client], seed: int, today: date) -> None:
    """Three more people and a handful of entries for each key client; the person already known decides."""
    dice = random.Random(f"accounts {seed}")
    key = [one for one in clients if one.is_key]
    known = {person.client_id: person for person in KeyPerson._base_manager.filter(client__in=key)}
    people: list[KeyPerson] = []
    entries: list[DossierEntry] = []
    for client in key:
        if (first := known.get(client.pk)) is not None:
            first.decides, first.matters = Decides.DECIDES, MATTERS[0]
        people += [_person(dice, client, number) for number in range(1, dice.randint(2, 4))]
        entries += [_entry(client, today, *said) for said in dice.sample(KNOWN, dice.randint(4, 8))]
    KeyPerson._base_manager.bulk_update(known.values(), ["decides", "matters"], batch_size=300)
    made = KeyPerson._base_manager.bulk_create(people)
    DossierEntry._base_manager.bulk_create(entries)
    for person in [*known.values(), *made]:
        if dice.random() < 0.7:
            person.known_by.add(*[pk for pk in (person.client.owner_id,) if pk])


def _person(dice: random.Random, client: Client, number: int) -> KeyPerson:
    who = names.person(dice)
    return KeyPerson(
        client=client,
        name=who.full,
        address_as=who.address_as,
        position=POSITIONS[number],
        decides=PARTS[number] if number < 3 or dice.random() < 0.5 else Decides.AGAINST,
        matters=MATTERS[number],
        interests=dice.choice(INTERESTS),
    )


def _entry(
    client: Client, today: date, about: About, title: str, note: str, sum_: int, days: int
) -> DossierEntry:
    money: dict[str, Any] = {"amount": Decimal(sum_ * 1000) if sum_ else None}
    return DossierEntry(
        **money,
        client=client,
        about=about,
        title=title,
        note=note,
        day=today + timedelta(days=days) if days else None,
        author=client.owner,
    )
