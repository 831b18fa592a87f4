"""Deals of the sample firm: on every stage of the board, won into orders, lost with reasons."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from vernost.agenda.models import Step
from vernost.clients.models import Client, Kind
from vernost.core import clock
from vernost.core.searching import folded
from vernost.orders.models import Order
from vernost.sales.models import Deal, LostReason, Offer, OfferLine, Stage, StageChange, State, Variant
from vernost.sales.shipped import ship

BUILT = "the sample firm is being built"
ABOUT = (
    ("Годовой договор на зерно", 240_000, 900_000),
    ("Кофемашина и запуск", 180_000, 420_000),
    ("Зерно для второй точки", 60_000, 180_000),
    ("Обучение бариста", 25_000, 70_000),
    ("Фильтр-кофе в офис", 18_000, 60_000),
    ("Подарочные наборы к празднику", 40_000, 160_000),
    ("Новая карта кофе", 30_000, 90_000),
    ("Перевод на свежую обжарку", 70_000, 260_000),
    ("Аренда кофемолок", 36_000, 96_000),
)
STEPS = (
    "Привезти образцы и заварить вместе",
    "Согласовать объём на месяц",
    "Прислать расчёт окупаемости",
    "Позвонить управляющей после обеда",
    "Договориться о пробной неделе",
    "Напомнить про договор",
)
SAID = (
    "Соседи дают дешевле.",
    "Пока справляемся сами.",
    "Решает владелец, он в отъезде.",
    "Не поняли, чем лучше нынешнего.",
    "",
    "",
)
OFTEN = ("price_early", "no_benefit", "not_asked", "alternative", "researching", "need_missed")
OFFERS = (
    ("Спокойный", "Зерно всегда на вашем складе: привозим раз в месяц, следим за остатком сами."),
    ("Свежий", "Обжарка в день отгрузки, раз в неделю: кофе на баре не старше семи дней."),
    ("Под ключ", "Как «Свежий», и раз в квартал приезжает наш бариста: настроит помол, обучит новых."),
)
OFFERED = 3  # the place of the stage on which an offer is made
OPEN, ENDED = 0.22, 0.55  # of the firm's companies: deals a company has, on the average


def deals(clients: Sequence[Client], orders: Sequence[Order], seed: int, today: date) -> None:
    """Written in bulk, in the order of their keys. Dice of its own, so that buying stays as it was."""
    ship()
    dice = random.Random(f"deals {seed}")
    stages = list(Stage.objects.unscoped(reason=BUILT).order_by("place"))
    reasons = list(LostReason.objects.unscoped(reason=BUILT).order_by("place"))
    bought: dict[int, list[Order]] = {}
    for order in orders:
        bought.setdefault(order.client_id, []).append(order)
    companies = [one for one in clients if one.kind == Kind.COMPANY and one.owner_id]
    steps: list[Step] = []
    made = [
        one
        for client in companies
        for one in _of_client(dice, client, stages, reasons, bought.get(client.pk, []), steps, today)
    ]
    changes = [change for deal in made for change in _way(deal, stages)]
    Step.objects.bulk_create(steps, batch_size=500)
    Deal.objects.bulk_create(made, batch_size=500)
    StageChange.objects.bulk_create(changes, batch_size=1000)
    _offers(dice, [one for one in made if one.is_open and one.furthest.place >= OFFERED], today)


def _of_client(
    dice: random.Random,
    client: Client,
    stages: list[Stage],
    reasons: list[LostReason],
    orders: list[Order],
    steps: list[Step],
    today: date,
) -> list[Deal]:
    found = []
    if dice.random() < OPEN:
        found.append(_open(dice, client, stages, steps, today))
    while dice.random() < ENDED and len(found) < 4:
        found.append(_ended(dice, client, stages, reasons, orders, today))
    return found


def _deal(dice: random.Random, client: Client, begun: date, **values: Any) -> Deal:
    title, low, high = dice.choice(ABOUT)
    amount: Any = Decimal(dice.randrange(low, high, 1000))
    at = _moment(dice, begun)
    return Deal(
        client=client, title=title, search=folded(title), seller=client.owner, source=client.source,
        opened_at=at, created_by=client.owner, **{"amount": amount, "moved_at": at, **values},
    )  # fmt: skip


def _open(dice: random.Random, client: Client, stages: list[Stage], steps: list[Step], today: date) -> Deal:
    stage = dice.choices(stages, [4, 4, 3, 2][: len(stages)])[0]
    deal = _deal(dice, client, today - timedelta(days=dice.randint(3, 50)), stage=stage, furthest=stage)
    if dice.random() < 0.85:
        deal.expected_on = today + timedelta(days=dice.randint(-6, 45))
    if dice.random() < 0.08:
        deal.amount = None
    if dice.random() < 0.8:
        due = today + timedelta(days=dice.randint(0, 9))
        deal.step = Step(
            client=client, text=dice.choice(STEPS), due_on=due, set_at=deal.opened_at, set_by=client.owner
        )
        steps.append(deal.step)
    return deal


def _ended(
    dice: random.Random,
    client: Client,
    stages: list[Stage],
    reasons: list[LostReason],
    orders: list[Order],
    today: date,
) -> Deal:
    stage = dice.choice(stages)
    ended = today - timedelta(days=dice.randint(2, 360))
    deal = _deal(dice, client, ended - timedelta(days=dice.randint(5, 60)), stage=stage, furthest=stage)
    deal.closed_at = _moment(dice, ended)
    order = next((one for one in orders if one.day >= ended), None)
    if order is not None and dice.random() < 0.6:
        deal.stage = deal.furthest = stages[-1]
        deal.state, deal.order, deal.amount = State.WON, order, order.amount
        deal.closed_at = order.placed_at
        return deal
    often = [one for one in reasons if one.code in OFTEN]
    deal.state, deal.said = State.LOST, dice.choice(SAID)
    deal.reason = dice.choice(often if dice.random() < 0.6 else reasons)
    return deal


def _way(deal: Deal, stages: list[Stage]) -> list[StageChange]:
    """From the first stage to where it stands, in days that fit between its beginning and its end."""
    passed = [one for one in stages if one.place <= deal.furthest.place]
    end = deal.closed_at or clock.now()
    whole = (end - deal.opened_at) / (len(passed) + 1)
    starts = [deal.opened_at + whole * number for number in range(len(passed))]
    deal.moved_at = starts[-1]
    deal.moved_at = starts[-1]
    untils = [*starts[1:], deal.closed_at]
    return [
        StageChange(deal=deal, stage=stage, at=at, until=until, by=deal.seller)
        for stage, at, until in zip(passed, starts, untils, strict=True)
    ]


def _offers(dice: random.Random, open_deals: Sequence[Deal], today: date) -> None:
    """To most of those who have come so far."""
    for deal in open_deals:
        if deal.amount is None or dice.random() < 0.3:
            continue
        offer = Offer.objects.create(
            deal=deal, title=deal.title, made_by=deal.seller, made_at=deal.moved_at,
            opening="Чтобы гость каждый день получал одинаково хороший кофе, а вы об этом не думали.",
            valid_until=today + timedelta(days=dice.randint(3, 21)),
        )  # fmt: skip
        for place, (name, gets) in enumerate(OFFERS, start=1):
            price: Any = (deal.amount * (8 + place) / 10).quantize(Decimal(1))
            variant = Variant.objects.create(offer=offer, place=place, name=name, gets=gets, total=price)
            OfferLine.objects.create(variant=variant, product=deal.title, price=price, amount=price)
            if place == 2 and dice.random() < 0.3:
                offer.chosen, offer.chosen_at = variant, deal.moved_at
                offer.save()


def _moment(dice: random.Random, day: date) -> datetime:
    return datetime.combine(day, time(dice.randint(9, 17), dice.randint(0, 59)), tzinfo=clock.firm_zone())
