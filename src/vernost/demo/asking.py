"""Requests of the sample firm: a month of them answered, most in time, and this morning's with their clocks
running."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from vernost.clients.models import Client, Source
from vernost.core import clock, worktime
from vernost.demo import names
from vernost.intake.models import Channel, Desk, Request, Seat, SiteForm, State, Why
from vernost.intake.rules import worked_minutes
from vernost.staff.models import Employee

WANTED = (
    "Нужен кофе в офис, 40 человек. Сколько будет стоить и есть ли кофемашина в аренду?",
    "Открываем кофейню на Лесной, ищем поставщика зерна. Пришлите прайс и образцы.",
    "Есть ли в наличии Эфиопия Иргачеффе, 5 кг? Можно забрать сегодня?",
    "Хочу подарочный набор к Новому году, до 3 000 ₽.",
    "Какой помол лучше для гейзера? И сколько стоит доставка в Мытищи?",
    "Просим коммерческое предложение на 60 кг в месяц с доставкой по вторникам.",
    "Вы обучаете бариста? Нас четверо.",
    "Не могу дозвониться. Перезвоните насчёт заказа, пожалуйста.",
)
CHANNELS = (Channel.FORM,) * 5 + (Channel.PHONE,) * 3 + (Channel.EMAIL,) * 2 + (Channel.CHAT,)
PACE = {Channel.FORM: 9, Channel.PHONE: 4, Channel.EMAIL: 40, Channel.CHAT: 6}  # minutes
DAYS, A_DAY = 28, (1, 5)
PROMISED = timedelta(minutes=15)


def fill(people: Mapping[str, Employee], clients: Sequence[Client], seed: int) -> None:
    found = list(_rows(people, clients, _settle_down(people), seed))
    Request.objects.bulk_create(found, batch_size=500)


def _settle_down(people: Mapping[str, Employee]) -> SiteForm:
    """The form on the site, and who sits at the desk."""
    Desk.objects.create(pk=1)
    for place, login in enumerate(("anna", "dmitry", "olga")):
        Seat.objects.create(employee=people[login], last_turn=place)
    form = SiteForm(
        slug="kofe",
        title="Спросите про кофе",
        lead="Подберём зерно, посчитаем доставку, пришлём образцы.",
        source=Source.ADVERTISEMENT,
        source_detail="Сайт",
        asks_company=True,
    )
    form.save()
    return form


def _rows(
    people: Mapping[str, Employee], clients: Sequence[Client], form: SiteForm, seed: int
) -> Iterator[Request]:
    dice, work, now = random.Random(f"requests {seed}"), worktime.of_firm(), clock.now()
    staff = [people[login] for login in ("anna", "dmitry", "olga")]
    known = [one for one in clients if one.owner in staff]
    for ago in range(DAYS, 0, -1):
        day = now - timedelta(days=ago)
        if work.is_working_day(day.astimezone(work.zone).date()):
            for _number in range(dice.randint(*A_DAY)):
                at = day.astimezone(work.zone).replace(hour=dice.randint(9, 17), minute=dice.randint(0, 59))
                yield _settled(dice, _request(dice, at, staff, known, form), work, now)
    for waited in (26, 11, 4, 1):
        at = work.add(now, timedelta(0)) - timedelta(minutes=waited)
        yield _request(dice, min(at, now), staff, known, form)


def _request(
    dice: random.Random, at: datetime, staff: list[Employee], known: list[Client], form: SiteForm
) -> Request:
    channel = dice.choice(CHANNELS)
    client = dice.choice(known) if known and dice.random() < 0.35 else None
    person = names.person(dice)
    firm = names.firm(dice, set()) if dice.random() < 0.25 else ""
    return Request(
        client=client,
        name=client.name if client else person.full,
        phone=names.phone(dice),
        company="" if client else firm,
        email=names.mail(dice, "hello", dice.randint(1, 999)) if channel == Channel.EMAIL else "",
        text=dice.choice(WANTED),
        channel=channel,
        form=form if channel == Channel.FORM else None,
        source=Source.ADVERTISEMENT if channel == Channel.FORM else "",
        source_detail="Сайт" if channel == Channel.FORM else "",
        arrived_at=at,
        due_at=worktime.of_firm().add(at, PROMISED),
        assigned_to=client.owner if client else dice.choice(staff),
    )


def _settled(dice: random.Random, one: Request, work: worktime.WorkCalendar, now: datetime) -> Request:
    if dice.random() < 0.06:
        one.state, one.why_closed, one.settled_at = State.CLOSED, dice.choice((Why.ELSEWHERE, Why.OTHER)), now
        return one
    minutes = 1 + int(dice.expovariate(1 / PACE[Channel(one.channel)]))
    answered = min(work.add(one.arrived_at, timedelta(minutes=minutes)), now)
    values: dict[str, Any] = {
        "state": State.ANSWERED,
        "taken_at": answered,
        "taken_by": one.assigned_to,
        "first_answer_at": answered,
        "answered_by": one.assigned_to,
        "answer_minutes": worked_minutes(work, one.arrived_at, answered),
        "in_time": answered <= one.due_at,
        "settled_at": answered,
    }
    for name, value in values.items():
        setattr(one, name, value)
    return one
