"""Reviews of the sample firm: most praise, some blame, a few that wait; and how its site shows them."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from vernost.clients.models import Client
from vernost.core import clock
from vernost.demo.names import person
from vernost.orders.models import Order, State
from vernost.reviews.models import Ask, Review, Source, Widget
from vernost.reviews.models import State as Shown
from vernost.staff.models import Employee

SAID: tuple[tuple[int, str, str], ...] = (
    (5, "Кения раскрылась, гости спрашивают, где берём зерно.", "Рады. В декабре придёт новый урожай."),
    (5, "Привезли к открытию, как и обещали. Третий год с вами.", ""),
    (5, "Подобрали помол под нашу кофемашину по телефону, с первого раза.", "Звоните, если поменяете."),
    (5, "", ""),
    (5, "Обжарка ровная от партии к партии, это редкость.", ""),
    (4, "Всё хорошо, только пакеты без клапана.", "С января все пачки будут с клапаном."),
    (4, "Вкусно. Хотелось бы доставку в выходные.", ""),
    (5, "Менеджер перезвонил через десять минут и решил вопрос со счётом.", ""),
    (4, "", ""),
    (5, "Пробные пачки в подарок — приятно, потом заказали килограмм.", ""),
    (3, "Кофе хороший, но курьер опоздал на два часа.", "Нам жаль. Утренний рейс теперь закреплён за вами."),
    (2, "Две пачки не того помола, пришлось менять.", "Заменили в тот же день и привезли лично."),
    (1, "Обещали перезвонить и пропали на неделю.", ""),
)  # fmt: skip
ELSEWHERE = (
    (Source.YANDEX, "https://yandex.ru/maps/"),
    (Source.GIS, "https://2gis.ru/"),
    (Source.HAND, ""),
)
MOST, NEW = 40, 4


def fill(people: dict[str, Employee], orders: Sequence[Order], seed: int, today: date) -> None:
    dice = random.Random(f"reviews {seed}")
    there = [
        one
        for one in orders
        if one.state == State.DELIVERED and one.delivered_on and 12 <= (today - one.delivered_on).days <= 330
    ]
    chosen: dict[int, Order] = {}
    for order in dice.sample(there, min(len(there), MOST * 4)):
        chosen.setdefault(order.client_id, order)
    marketer, reviews = people["marketing"], []
    asked = sorted(chosen.values(), key=lambda one: one.delivered_on or today, reverse=True)[: MOST * 2]
    asks = [
        Ask(client=one.client, order=one, secret=_secret(dice), made_at=_after(dice, one, 7)) for one in asked
    ]
    Ask._base_manager.bulk_create(asks)
    for number, ask in enumerate(asks[: MOST - 8]):
        reviews.append(_review(dice, number, ask, ask.client, marketer))
    for number, order in enumerate(asked[MOST : MOST + 6]):
        reviews.append(_elsewhere(dice, number, order, marketer))
    for _number in range(2):
        reviews.append(_visitor(dice, today))
    Review._base_manager.bulk_create(reviews)
    Widget._base_manager.create(address="coffee", title="Что говорят о нашем кофе", language="ru")


def _review(dice: random.Random, number: int, ask: Ask, client: Client, marketer: Employee) -> Review:
    stars, text, answer = dice.choice(SAID)
    at = min(ask.made_at + timedelta(hours=dice.randint(2, 70)), clock.now() - timedelta(hours=1))
    agreed = dice.random() < 0.8
    waits = number < NEW
    review = Review(
        client=client, order=ask.order, ask=ask, key=f"ask:{ask.pk}", source=Source.LETTER, stars=stars,
        text=text, name=_name(client), language="ru", written_at=at,
        agreed_at=at if agreed else None, agreed_how="на странице отзыва" if agreed else "",
    )  # fmt: skip
    return review if waits else _looked_over(review, answer if agreed else "", marketer)


def _elsewhere(dice: random.Random, number: int, order: Order, marketer: Employee) -> Review:
    source, address = ELSEWHERE[number % len(ELSEWHERE)]
    stars, text, answer = dice.choice([one for one in SAID if one[1]])
    agreed = {"agreed_at": _after(dice, order, 20), "agreed_how": "по телефону"} if number % 2 else {}
    review = Review(
        **agreed, client=order.client, order=order, source=source, original=address, stars=stars, text=text,
        name=_name(order.client), written_at=_after(dice, order, 9), secret=_secret(dice),
        taken_by=order.client.owner,
    )  # fmt: skip
    return _looked_over(review, answer if agreed else "", marketer)


def _visitor(dice: random.Random, today: date) -> Review:
    at = datetime.combine(today - timedelta(days=dice.randint(1, 4)), time(11), tzinfo=clock.firm_zone())
    return Review(
        source=Source.PAGE, stars=5, text="Пробовал у друзей, теперь беру сам.", name=person(dice).first,
        written_at=at, agreed_at=at, agreed_how="на странице для посетителей", secret=_secret(dice),
        key=f"page:{dice.getrandbits(64):x}",
    )  # fmt: skip


def _looked_over(review: Review, answer: str, marketer: Employee) -> Review:
    at = min(review.written_at + timedelta(hours=20), clock.now())
    review.decided_by, review.decided_at = marketer, at
    review.state = Shown.PUBLISHED if review.agreed_at else Shown.DECLINED
    review.reason = "" if review.agreed_at else "Автор не дал согласия"
    if answer:
        review.answer, review.answered_by, review.answered_at = answer, marketer, at
    return review


def _name(client: Client) -> str:
    said: str = client.name if client.kind == "company" else client.address_as or client.name.split()[0]
    return said[:80]


def _after(dice: random.Random, order: Order, days: int) -> Any:
    day = (order.delivered_on or order.day) + timedelta(days=days)
    at = datetime.combine(day, time(10, dice.randint(0, 59)), tzinfo=clock.firm_zone())
    return min(at, clock.now() - timedelta(hours=2))


def _secret(dice: random.Random) -> str:
    return secrets.token_urlsafe(32)
