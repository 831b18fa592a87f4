"""What was said to the clients of the sample firm: talks, promises, next steps; some due, a few late."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from vernost.agenda.models import Began, Channel, Contact, Kept, Outcome, Promise, Step
from vernost.clients.models import Client, KeyPerson
from vernost.core import clock
from vernost.core.birthdays import YEARLESS

TALKS = (
    "Спросили про новый урожай, рассказала про Кению.",
    "Довольны последней партией, помол подошёл.",
    "Обсудили объём на следующий месяц.",
    "Просят отсрочку на неделю, согласовали.",
    "Сравнивают с соседней обжаркой, объяснили разницу.",
    "Уточнили адрес и время доставки.",
)
PROMISES = (
    "Прислать прайс с новыми лотами",
    "Привезти образцы Эфиопии",
    "Заменить пачку с неверным помолом",
    "Посчитать скидку на 30 кг в месяц",
    "Узнать у склада срок поставки фильтров",
    "Прислать настройщика к кофемашине",
)
STEPS = (
    "Спросить, понравились ли образцы",
    "Согласовать заказ на декабрь",
    "Позвонить после обеда, говорить с закупщиком",
    "",
)
DUE = (-3, -1, 0, 0, 1, 4)  # days from today, of each manager's open promises
STEPS_IN = (-2, 0, 0, 1, 3)
SETTLED = (Kept.KEPT,) * 12 + (Kept.LATE,) * 2 + (Kept.BROKEN,)


def rows(clients: Sequence[Client], seed: int, today: date) -> Iterator[Any]:
    """Contacts before what came of them. Dice of its own, so that buying stays as it was."""
    dice = random.Random(f"talks {seed}")
    for owner in sorted({one.owner_id for one in clients if one.owner_id}):
        theirs = [one for one in clients if one.owner_id == owner]
        yield from _of_manager(dice, dice.sample(theirs, min(len(theirs), 60)), today)


def earlier(clients: Sequence[Client], seed: int, today: date) -> Iterator[Contact]:
    """Talks of the year before, so that few were forgotten: the last one within four weeks for most."""
    dice = random.Random(f"earlier {seed}")
    for client in clients:
        chance = dice.random()
        if chance < 0.06:
            continue
        day = today - timedelta(days=dice.randint(3, 28) if chance < 0.86 else dice.randint(29, 120))
        since = max(clock_day(client.created_at), today - timedelta(days=400))
        while day >= since:
            yield _talk(dice, client, day)
            day -= timedelta(days=dice.randint(40, 140))


def birthdays(people: Sequence[KeyPerson], seed: int, today: date) -> None:
    """Of a third of the key people the day is known, of half of these the year too; a few in these days."""
    dice = random.Random(f"birthdays {seed}")
    for person in people:
        if dice.random() < 0.33:
            day = today + timedelta(days=dice.randint(0, 3 if dice.random() < 0.04 else 364))
            year = today.year - dice.randint(25, 60) if dice.random() < 0.5 else YEARLESS
            person.birthday = day.replace(year=year, day=min(day.day, 28))


def _of_manager(dice: random.Random, clients: Sequence[Client], today: date) -> Iterator[Any]:
    talked = [_talk(dice, client, today - timedelta(days=dice.randint(1, 45))) for client in clients]
    yield from talked
    later = iter(talked)
    for days in DUE[: len(talked)]:
        yield _promise(dice, next(later), today + timedelta(days=days), {})
    for days in STEPS_IN[: max(0, len(talked) - len(DUE))]:
        contact = next(later)
        due = today + timedelta(days=days)
        yield Step(
            client=contact.client, contact=contact, text=dice.choice(STEPS), due_on=due, set_at=contact.at,
            set_by=contact.author,
        )  # fmt: skip
    for contact in later:
        if dice.random() < 0.5:
            state = dice.choice(SETTLED)
            due = clock_day(contact.at) + timedelta(days=2)
            after = timedelta(days=3 if state == Kept.LATE else 1)
            settled = {"state": state, "settled_at": contact.at + after, "settled_by": contact.author}
            if clock_day(contact.at + after) <= today:
                yield _promise(dice, contact, due, settled)


def _talk(dice: random.Random, client: Client, day: date) -> Contact:
    outcome = dice.choice((Outcome.TALKED, Outcome.TALKED, Outcome.AGREED, Outcome.NO_ANSWER))
    return Contact(
        client=client,
        channel=dice.choice((Channel.CALL, Channel.CALL, Channel.LETTER, Channel.CHAT, Channel.MEETING)),
        began=dice.choice((Began.WE, Began.WE, Began.THEY)),
        outcome=outcome,
        minutes=None if outcome == Outcome.NO_ANSWER else dice.randint(2, 25),
        text="" if outcome == Outcome.NO_ANSWER else dice.choice(TALKS),
        at=datetime.combine(day, time(dice.randint(9, 17), dice.randint(0, 59)), tzinfo=clock.firm_zone()),
        author=client.owner,
    )


def _promise(dice: random.Random, contact: Contact, due: date, settled: Mapping[str, Any]) -> Promise:
    said = {"client": contact.client, "contact": contact, "by": contact.author, "made_at": contact.at}
    return Promise(text=dice.choice(PROMISES), due_on=due, **said, **settled)


def clock_day(moment: datetime) -> date:
    return moment.astimezone(clock.firm_zone()).date()
