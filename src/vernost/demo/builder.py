"""The sample firm into an empty base: the same builder makes the demo and the tests' small firm.

Rows are written in bulk, as an import does; what services would derive (names to sort and search by) is
derived by
the same rules. Everything follows from the seed and the day.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from vernost.access.actor import SYSTEM
from vernost.agenda.models import Contact, Promise, Step
from vernost.agenda.services import trust_refresh
from vernost.clients.kinds import ADDED
from vernost.clients.models import (
    Client,
    Consent,
    Email,
    Given,
    KeyPerson,
    Kind,
    Level,
    Note,
    Phone,
    Purpose,
    Source,
)
from vernost.clients.models.contacts import backwards
from vernost.clients.rules import name_key, name_sound, search_of
from vernost.core import clock
from vernost.demo import (
    accounts,
    asking,
    buying,
    complaining,
    deliveries,
    handing,
    indicating,
    names,
    playbooks,
    post,
    reviewing,
    selling,
    staff,
    standards,
    talking,
    team,
    voice,
    winback,
)
from vernost.demo.courtesies import fill as ask_after_orders
from vernost.demo.loop import fill as follow_answers
from vernost.demo.marketing import costs as pay_for_channels
from vernost.demo.marketing import pyramid as stand_on_levels
from vernost.demo.scoring import name_causes
from vernost.journal.write import draft, record_many
from vernost.orders.models import Delay, Order, OrderLine, Refund, Return, ReturnStep, State
from vernost.retention.services import facts_refresh
from vernost.staff.models import Employee

SEED = 20
LINES_SINCE = 200  # days; older orders are sums without lines, as an old system gave them
LATE = (3, 6)  # days ago
SOURCES = (
    Source.WORD_OF_MOUTH,
    Source.WORD_OF_MOUTH,
    Source.ADVERTISEMENT,
    Source.REVIEW,
    Source.WALK_IN,
    Source.FREE_MATERIAL,
    Source.PARTNER,
    Source.UNKNOWN,
)
DETAILS = {
    Source.ADVERTISEMENT: ("Яндекс Директ", "Листовки у метро", "ВКонтакте"),
    Source.FREE_MATERIAL: ("Гид по обжарке",),
}
NOTES = (
    "Просит звонить после обеда.",
    "Любит кислинку, тёмную обжарку не берёт.",
    "Открывают вторую точку весной.",
    "Просили образцы новой Эфиопии.",
    "Доставка только до 10 утра.",
    "Сравнивают нас с соседней обжаркой по цене.",
    "Поздравить с годовщиной кофейни в мае.",
    "Жаловались на помол в прошлый раз, заменили за наш счёт.",
    "Бухгалтерия платит по пятницам.",
)
POSITIONS = ("управляющая", "владелец", "старший бариста", "закупщик", "бухгалтер")


@dataclass
class Firm:
    """What was built, to be written table by table."""

    people: dict[str, Employee]
    clients: list[Client] = field(default_factory=list)
    first: dict[int, date] = field(default_factory=dict)
    rows: dict[type[Any], list[Any]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # names of companies: each once
    orders: int = 0

    def add(self, row: Any) -> None:
        self.rows.setdefault(type(row), []).append(row)


@transaction.atomic
def build(*, clients: int = 2000, years: float = 3, seed: int = SEED, today: date | None = None) -> Firm:
    """Employees, clients, orders and their facts as of ``today``."""
    day, dice = today or clock.today(), random.Random(seed)
    firm = Firm(staff.hire())
    habits = [_client(firm, dice, number, day, years) for number in range(clients)]
    firm.clients = list(Client.objects.bulk_create(firm.clients, batch_size=500))
    for client, how in zip(firm.clients, habits, strict=True):
        _around(firm, dice, client, day)
        _orders(firm, dice, client, how, day)
    talking.birthdays(firm.rows.get(KeyPerson, []), seed, day)
    for row in (*talking.earlier(firm.clients, seed, day), *talking.rows(firm.clients, seed, day)):
        firm.add(row)
    _number(firm)
    for row in deliveries.late(firm.rows.get(Order, []), seed, day):
        firm.add(row)
    for row in deliveries.returns(firm.rows.get(Order, []), seed, day):
        firm.add(row)
    _write(firm)
    selling.deals(firm.clients, firm.rows.get(Order, []), seed, day)
    accounts.fill(firm.clients, seed, day)
    ask_after_orders(firm.rows.get(Order, []), seed, day)
    pay_for_channels(seed, day)
    stand_on_levels(firm.clients, seed, day)
    asking.fill(firm.people, firm.clients, seed)
    complaining.fill(firm.clients, seed, day)
    reviewing.fill(firm.people, firm.rows.get(Order, []), seed, day)
    post.fill(firm.rows.get(Email, []), seed, day)
    playbooks.fill(firm.clients, firm.people, seed, day)
    record_many(
        draft(SYSTEM, ADDED, subject=client, client_id=client.pk, at=client.created_at)
        for client in firm.clients
    )
    facts_refresh(SYSTEM, as_of=day)
    voice.fill(firm.clients, seed, day)
    name_causes(seed)
    follow_answers(firm.people, seed, day)
    handing.plan_a_handover()
    team.fill(firm.rows.get(Order, []), firm.people, seed, day)
    winback.fill(seed, day)
    trust_refresh(SYSTEM)
    indicating.fill(firm.people)
    standards.fill(firm.people, seed, day)
    return firm


def _client(firm: Firm, dice: random.Random, number: int, today: date, years: float) -> buying.Habit | None:
    company = dice.random() < 0.3
    first = buying.first_day(dice, today, years)
    values = _company(firm, dice) if company else _person(dice, today)
    source = dice.choice(SOURCES)
    client = Client(
        owner=_owner(firm.people, dice, company),
        source=source,
        source_detail=dice.choice(DETAILS.get(source, ("",))),
        segment=dice.choice(("Кофейни", "Кофейни", "Рестораны", "Офисы")) if company else "Дом",
        created_at=_moment(first, 9),
        changed_at=_moment(first, 9),
        **values,
    )
    client.name_key, client.name_sound = name_key(client.name), name_sound(client.name)
    firm.clients.append(client)
    firm.first[number] = first
    if dice.random() < 0.04:
        client.level = Level.POTENTIAL
        return None
    return buying.habit(dice, company=company)


def _company(firm: Firm, dice: random.Random) -> dict[str, Any]:
    about = dice.choice(names.TRADES).capitalize()
    return {
        "kind": Kind.COMPANY,
        "name": names.firm(dice, firm.taken),
        "inn": names.inn(dice) if dice.random() < 0.8 else "",
        "address": names.address(dice),
        "about": about,
        "is_key": dice.random() < 0.06,
    }


def _person(dice: random.Random, today: date) -> dict[str, Any]:
    who = names.person(dice)
    born = today - timedelta(days=dice.randint(20 * 365, 68 * 365))
    return {
        "kind": Kind.PERSON,
        "name": who.full,
        "address_as": who.address_as if dice.random() < 0.6 else who.first,
        "birthday": born if dice.random() < 0.35 else None,
        "address": names.address(dice) if dice.random() < 0.4 else "",
    }


def _owner(people: dict[str, Employee], dice: random.Random, company: bool) -> Employee:
    return people[
        dice.choice(("anna", "dmitry", "anna", "dmitry", "head") if company else ("olga", "olga", "dmitry"))
    ]


def _around(firm: Firm, dice: random.Random, client: Client, today: date) -> None:
    number, who = names.phone(dice), client.name
    firm.add(Phone(client=client, number=number, backwards=backwards(number)))
    letters = (
        [names.mail(dice, who.split("«")[-1].split(" ")[0].rstrip("»"), client.pk)]
        if dice.random() < 0.8
        else []
    )
    for letter in letters:
        firm.add(Email(client=client, address=letter))
    key: list[str] = []
    if client.kind == Kind.COMPANY:
        person = names.person(dice)
        key = [person.full]
        firm.add(
            KeyPerson(
                client=client, name=person.full, address_as=person.address_as, position=dice.choice(POSITIONS)
            )
        )
    given = {"given_at": client.created_at, "how": Given.SITE, "recorded_by": client.owner}
    firm.add(Consent(client=client, purpose=Purpose.PERSONAL_DATA, **given))
    if dice.random() < 0.7:
        firm.add(Consent(client=client, purpose=Purpose.LETTERS, **given))
    if dice.random() < 0.3:
        at = today - timedelta(days=dice.randint(1, 300))
        firm.add(
            Note(
                client=client,
                text=dice.choice(NOTES),
                author=client.owner,
                written_at=_moment(at, dice.randint(9, 18)),
            )
        )
    client.search = search_of(
        name=client.name,
        address_as=client.address_as,
        inn=client.inn,
        phones=[number],
        emails=letters,
        people=key,
    )


def _orders(firm: Firm, dice: random.Random, client: Client, how: buying.Habit | None, today: date) -> None:
    if how is None:
        return
    for bought in buying.purchases(dice, today, talking.clock_day(client.created_at), how):
        firm.orders += 1
        order = _order(dice, client, bought, today, firm.orders)
        firm.add(order)
        if bought.day > today - timedelta(days=LINES_SINCE):
            _line(firm, dice, order)
        if dice.random() < 0.025 and bought.day < today - timedelta(days=3):
            _refund(firm, dice, order, today)


def _order(dice: random.Random, client: Client, bought: buying.Bought, today: date, number: int) -> Order:
    amount, delivered = Decimal(bought.amount), bought.day + timedelta(days=dice.choice((1, 1, 2, 3)))
    # A few of last week's are late: a board of what is late with nothing on it shows nothing.
    stuck = number % 9 == 0 and LATE[0] <= (today - bought.day).days <= LATE[1]
    there = delivered <= today and not stuck
    margin = (amount * Decimal(dice.randint(22, 38)) / 100).quantize(Decimal("0.01"))
    money: dict[str, Any] = {"amount": amount, "paid": amount, "margin": margin}
    return Order(
        **money,
        client=client,
        placed_at=_moment(bought.day, dice.randint(9, 20)),
        day=bought.day,
        state=State.DELIVERED if there else State.PAID,
        manager=client.owner,
        promised_on=bought.day + timedelta(days=2),
        delivered_on=delivered if there else None,
        created_at=_moment(bought.day, 9),
    )


def _line(firm: Firm, dice: random.Random, order: Order) -> None:
    product, price = dice.choice(buying.PRODUCTS)
    if price > order.amount:  # too dear for this sum: the cheapest thing, at what was paid
        product, price = min(buying.PRODUCTS, key=lambda one: one[1])[0], int(order.amount)
    quantity = max(1, int(order.amount) // price)
    money: dict[str, Any] = {"price": Decimal(price), "amount": Decimal(price * quantity)}
    firm.add(OrderLine(order=order, product=product, quantity=quantity, **money))
    rest = order.amount - money["amount"]
    if rest > 0:
        firm.add(OrderLine(order=order, product="Доставка", quantity=1, price=rest, amount=rest))


def _refund(firm: Firm, dice: random.Random, order: Order, today: date) -> None:
    part = order.amount if dice.random() < 0.4 else (order.amount / 3).quantize(Decimal("0.01"))
    order.refunded = part
    day = min(today, order.day + timedelta(days=dice.randint(1, 12)))
    reason = dice.choice(("Не тот помол", "Пачка порвана", "Привезли поздно"))
    firm.add(Refund(client=order.client, order=order, amount=part, day=day, reason=reason))


def _number(firm: Firm) -> None:
    """As a shop numbers its orders: one after another, as they came."""
    for number, order in enumerate(sorted(firm.rows.get(Order, []), key=lambda one: one.placed_at), start=1):
        order.number = f"{order.day:%y}-{number:06}"


def _write(firm: Firm) -> None:
    Client.objects.unscoped(reason="the sample firm is being built").bulk_update(
        firm.clients, ["search"], batch_size=300
    )
    written = (Phone, Email, KeyPerson, Consent, Note, Order, OrderLine, Refund, Contact, Promise, Step)
    for model in (*written, Delay, Return, ReturnStep):
        rows = firm.rows.get(model, [])
        model._default_manager.bulk_create(rows, batch_size=500 if model is Order else 1000)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.firm_zone())
