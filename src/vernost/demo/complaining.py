"""Complaints of the sample firm: a few open, one late, most settled within days (rule 5.1)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from vernost.clients.models import Client
from vernost.complaints.models import Cause, Channel, Compensation, Complaint, Event, Step, What
from vernost.core import clock

# in the client's words, what they want, product, cause, what really happened, what was agreed, compensation
SAID: tuple[tuple[str, str, str, str, str, str, int], ...] = (
    ("Привезли не тот помол, второй раз за месяц.", "Заменить обе пачки", "Смесь «Утро», 1 кг", "wrong_goods",
     "Две похожие этикетки, перепутали на сборке.", "Заменить пачки и привезти лично", 0),
    ("Курьер приехал на три часа позже.", "Чтобы больше так не было", "Доставка", "late",
     "Пробка и нет запасного маршрута.", "Утренний рейс закрепить за точкой, доставка за наш счёт", 600),
    ("Кислый вкус, в прошлый раз такого не было.", "Вернуть деньги", "Кения AA, 250 г", "quality",
     "Партия обжарена светлее обычного.", "Вернуть деньги и прислать новую партию на пробу", 1900),
    ("Счёт пришёл с ошибкой, бухгалтер не может оплатить.", "Исправленный счёт", "", "price",
     "Старый договор в шаблоне.", "Новый счёт сегодня", 0),
    ("Обещали перезвонить в пятницу и не перезвонили.", "Просто перезвоните", "", "promise",
     "Забыли записать.", "Звонок завтра в десять", 0),
    ("Пачка порвана, зерно рассыпалось в коробке.", "Новая пачка", "Эфиопия Сидамо, 1 кг", "damaged",
     "Тонкий пакет.", "Новая пачка и другая упаковка", 0),
)  # fmt: skip
# days ago received, the step it stands on, hours to the deadline
OPEN = (
    (1, Step.RECEIVED, 2), (2, Step.ACKNOWLEDGED, 6), (3, Step.ACKNOWLEDGED, -5), (4, Step.FACTS, 8),
    (6, Step.AGREED, 26), (8, Step.CARRIED_OUT, 30),
)  # fmt: skip
SETTLED = 28


def fill(clients: Sequence[Client], seed: int, today: date) -> None:
    dice = random.Random(f"complaints {seed}")
    causes = {one.code: one for one in Cause._base_manager.exclude(code="")}
    known = [one for one in clients if one.owner_id]
    unhappy = dice.sample(known, min(len(known), len(OPEN) + SETTLED))
    cases, events = [], []
    for number, client in enumerate(unhappy):
        said = dice.choice(SAID)
        days, step, hours = OPEN[number] if number < len(OPEN) else (dice.randint(10, 340), Step.CONFIRMED, 0)
        case = _case(
            client, said, causes, _at(today - timedelta(days=days), dice.randint(9, 17)), step, hours
        )
        cases.append(case)
        events += _events(dice, case)
    Complaint._base_manager.bulk_create(cases)
    Event._base_manager.bulk_create(events)


def _case(
    client: Client, said: tuple[Any, ...], causes: dict[str, Cause], at: datetime, step: Step, hours: int
) -> Complaint:
    text, wish, product, cause, facts, measures, money = said
    place, over = list(Step).index(step), step is Step.CONFIRMED
    due = None if over else clock.now() + timedelta(hours=hours)
    known, agreed = place >= 2, place >= 3
    sums: dict[str, Any] = {"compensation": Decimal(money) if money and agreed else None}
    return Complaint(
        **sums,
        client=client,
        channel=(Channel.CALL, Channel.LETTER, Channel.CHAT)[client.pk % 3],
        text=text,
        wish=wish,
        product=product,
        responsible=client.owner,
        taken_by=client.owner,
        received_at=at,
        step=step,
        due_at=due,
        silent_at=None if over else clock.now() + timedelta(hours=20),
        confirmed_at=at + timedelta(days=3 + client.pk % 4) if over else None,
        facts=facts if known else "",
        cause=causes.get(cause) if known else None,
        measures=measures if agreed else "",
        measures_by=(at + timedelta(days=2)).date() if agreed else None,
        approval=Compensation.WITHIN if money and agreed else "",
    )


def _events(dice: random.Random, case: Complaint) -> list[Event]:
    """Each step in its turn; one in seven was late."""
    found, at = [], case.received_at
    words = {Step.RECEIVED: case.text, Step.AGREED: case.measures}
    for step in list(Step)[: list(Step).index(Step(case.step)) + 1]:
        late = dice.random() < 0.14
        found.append(
            Event(
                complaint=case,
                what=What.STEP,
                step=step,
                text=words.get(step, ""),
                shown=True,
                at=min(at, clock.now()),
                was_due=None if step is Step.RECEIVED else at + timedelta(hours=-2 if late else 5),
                by=case.responsible,
                by_client=step is Step.CONFIRMED,
            )
        )
        at = case.confirmed_at if step is Step.CARRIED_OUT and case.confirmed_at else at + timedelta(hours=9)
    return found


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), tzinfo=clock.firm_zone())
