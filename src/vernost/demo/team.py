"""The people of the sample firm: what they earned in four months, what they proposed, what they learned."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from vernost.access.actor import Role
from vernost.core import clock
from vernost.orders.models import Order, Payment
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee
from vernost.team import services
from vernost.team.models import Course, Decision, Idea
from vernost.team.rules import month_of, next_month

CLOSED = 3  # months before this one

# author, days ago, title, what for, who supports it
IDEAS: tuple[tuple[str, int, str, str, tuple[str, ...]], ...] = (
    ("anna", 12, "Звонить кофейням до понедельника, а не после",
     "В понедельник утром они заняты открытием и трубку не берут. В пятницу после обеда говорят охотно "
     "и сразу заказывают.",
     ("dmitry", "head", "olga")),
    ("olga", 9, "Класть в коробку карточку с именем менеджера",
     "Домашние клиенты не помнят, кому писать, если что-то не так, и просто уходят.", ("anna", "marketing")),
    ("dmitry", 64, "Предупреждать о задержке сообщением в тот же час",
     "Сейчас клиент узнаёт о задержке, когда сам спросит.", ("anna", "olga", "head", "marketing")),
    ("anna", 48, "Пробник новой обжарки вместе с каждым третьим заказом",
     "Стоит нам сорок рублей, а разговор начинается сам.", ("olga", "dmitry")),
    ("marketing", 40, "Скидка 20 % всем, кто молчит больше месяца", "Быстро вернём многих.", ()),
    ("olga", 3, "Показывать клиенту, сколько чашек вышло из килограмма",
     "Так видно, что зерно не дороже растворимого.", ("anna",)),
)  # fmt: skip


def fill(orders: list[Order], people: Mapping[str, Employee], seed: int, today: date) -> None:
    """After the facts: a rule asks for the class of the client."""
    first = month_of(today)
    for _ in range(CLOSED):
        first = month_of(first - timedelta(days=1))
    director = actor_of(people["director"])
    _pay(orders, first)
    for values in (
        {"percent": Decimal("3.5"), "role": Role.MANAGER, "age_to": 180},
        {"percent": Decimal(3), "role": Role.MANAGER, "product": "Кения"},
        {"percent": Decimal(2), "role": Role.MANAGER},
        {"percent": Decimal(5), "role": Role.HEAD, "base": "margin"},
    ):
        services.rule_add(director, since=first, **values)
    services.read_books()
    month = first
    for _ in range(CLOSED):
        with clock.stopped(_at(next_month(month) + timedelta(days=2), 11)):
            services.month_close(director, month=month)
        month = next_month(month)
    _propose(people, today)
    _learn(people, seed, today)


def _pay(orders: list[Order], first: date) -> None:
    """Orders of these months were paid on their day."""
    rows = [
        Payment(
            order=one, amount=one.amount, day=one.day, created_at=one.placed_at, created_by=one.manager,
            means="по счёту" if one.amount > 20_000 else "картой",
        )
        for one in orders
        if one.day >= first and one.amount > 0
    ]  # fmt: skip
    Payment.objects.bulk_create(rows, batch_size=1000)


def _propose(people: Mapping[str, Employee], today: date) -> None:
    made = []
    for author, ago, title, text, voices in IDEAS:
        with clock.stopped(_at(today - timedelta(days=ago), 15)):
            idea = services.idea_add(actor_of(people[author]), title=title, text=text)
            for voice in voices:
                services.idea_support(actor_of(people[voice]), idea_id=idea.pk)
        made.append(idea)
    head, director = actor_of(people["head"]), actor_of(people["director"])
    _answer(head, made[2], today, 60, Decision.ACCEPTED,
            "Да. Пишем в течение часа, как узнали сами; текст в сценарии «Задержка доставки».")  # fmt: skip
    _answer(head, made[3], today, 45, Decision.TRY,
            "Пробуем в рознице два месяца и смотрим, сколько закажут пробник вторым заказом.",
            until=today + timedelta(days=12))  # fmt: skip
    _answer(director, made[4], today, 36, Decision.DECLINED,
            "Четверо из десяти вернулись бы и сами: мы заплатили бы им за то, что они и так сделали бы. "
            "Возвращаем звонком и поводом, а не ценой.")  # fmt: skip
    with clock.stopped(_at(today - timedelta(days=2), 12)):
        services.idea_reward(director, idea_id=made[2].pk, amount=Decimal(5000))
        services.idea_effect(
            head, idea_id=made[2].pk, link="/delays/",
            effect="Жалоб на опоздания за два месяца стало меньше: 9 до, 4 после. Доля доставленного в срок "
            "почти не изменилась, значит, дело в предупреждении.",
        )  # fmt: skip


def _answer(
    actor: Any, idea: Idea, today: date, ago: int, decision: str, answer: str, until: date | None = None
) -> None:
    with clock.stopped(_at(today - timedelta(days=ago), 10)):
        services.idea_answer(actor, idea_id=idea.pk, decision=decision, answer=answer, until=until)


def _learn(people: Mapping[str, Employee], seed: int, today: date) -> None:
    """Everybody has passed the shipped course but Olga, who failed once."""
    dice = random.Random(f"training {seed}")
    course = Course.objects.unscoped(reason="the sample firm is being built").get(code="keeping")
    assert course.current is not None
    right = [sorted(one.right) for one in course.current.questions]
    wrong = [[0], *right[1:-1], [0]]
    for login in ("head", "anna", "dmitry", "olga"):
        for answers in [wrong, right] if login == "dmitry" else [wrong] if login == "olga" else [right]:
            with clock.stopped(_at(today - timedelta(days=dice.randint(1, 12)), dice.randint(9, 18))):
                services.course_try(
                    actor_of(people[login]), version_id=course.current_id or 0, answers=answers
                )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.firm_zone())
