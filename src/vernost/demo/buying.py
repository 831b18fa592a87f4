"""How the sample firm's clients buy: rhythms, seasons, growth, silence, and coming back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SEASON = (0.92, 0.95, 1.0, 0.98, 0.96, 0.88, 0.82, 0.85, 1.0, 1.06, 1.12, 1.38)  # by month: summer is quiet
PRODUCTS = (
    ("Эфиопия Сидамо, 1 кг", 2350),
    ("Бразилия Серрадо, 1 кг", 1790),
    ("Смесь «Утро», 1 кг", 1590),
    ("Колумбия Уила, 250 г", 690),
    ("Кения АА, 250 г", 820),
    ("Дрип-пакеты, 10 шт.", 540),
    ("Фильтры V60, 100 шт.", 480),
    ("Без кофеина, 250 г", 720),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """``pause`` is the usual one in days, ``spread`` its unevenness; ``check`` the usual sum in roubles."""

    pause: float
    spread: float
    check: float
    leaves: float  # chance to fall silent after a purchase
    comes_back: float  # of those who fell silent


@dataclass(frozen=True, slots=True)
class Bought:
    day: date
    amount: int  # whole roubles


def habit(dice: random.Random, *, company: bool) -> Habit:
    pause = dice.choice((10, 14, 14, 21, 30, 30, 45) if company else (14, 21, 30, 30, 45, 60, 90, 120))
    check = min(90_000, dice.lognormvariate(9.9, 0.65)) if company else dice.lognormvariate(7.9, 0.55)
    years = dice.choice((4, 8, 12, 25, 50))
    return Habit(pause, dice.choice((0.05, 0.1, 0.15, 0.22)), check, min(0.5, pause / 365 / years), 0.2)


def first_day(dice: random.Random, today: date, years: float) -> date:
    """More of them came lately: the firm grows."""
    span = int(365.25 * years)
    return today - timedelta(days=int(span * (1 - dice.random() ** 0.72)))


def purchases(dice: random.Random, today: date, first: date, how: Habit) -> Iterator[Bought]:
    day, steady = first, dice.random() < 0.3
    if dice.random() < 0.14:  # tried once, and that was it
        yield Bought(day, _sum(dice, how, day, steady) // 4)  # a first try is small
        return
    while day <= today:
        yield Bought(day, _sum(dice, how, day, steady))
        pause = max(1.0, dice.gauss(how.pause, how.pause * how.spread) / SEASON[day.month - 1] ** 0.5)
        if dice.random() < how.leaves:
            if dice.random() > how.comes_back:
                return
            pause += how.pause * dice.uniform(2, 6) + 20
        day += timedelta(days=round(pause))


def _sum(dice: random.Random, how: Habit, day: date, steady: bool) -> int:
    factor = dice.gauss(1, 0.06) if steady else dice.lognormvariate(0, 0.35)
    return max(350, int(how.check * factor * SEASON[day.month - 1] / 10) * 10)
