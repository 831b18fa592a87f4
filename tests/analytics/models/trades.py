"""Made logs of diverse trades, to keep the promise of the learned chance on: never 1 % worse than MBG/NBD."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from vernost.analytics.forecast.purchase_log import PurchaseLog, log_of

ORIGIN = date(2021, 1, 1)
Vector = NDArray[np.float64]


def log_from(who: Vector, when: Vector, seed: int) -> PurchaseLog:
    """Rows of client and day (floats are cut to days) with amounts of a Gamma."""
    random = np.random.default_rng(seed)
    start = (ORIGIN - date(1970, 1, 1)).days
    names, client = np.unique(who.astype(np.int64), return_inverse=True)
    amount = np.maximum(1, random.gamma(4, 800, len(who))).astype(np.int64)
    return log_of(pa.array(names), client, when.astype(np.int64) + start, amount)


def walk(
    seed: int,
    rate: Vector,
    leave: Vector,
    start: Vector,
    days: int,
    open_on: Callable[[Vector], Vector] | None = None,
) -> PurchaseLog:
    """Poisson buyers who leave after a purchase with a chance of their own; thinned by `open_on` (day →
    0…1).
    """
    random = np.random.default_rng(seed)
    own, now = np.arange(len(rate)), start.astype(np.float64)
    who, when = [own], [now]
    while len(own):
        stays = random.random(len(own)) > leave[own]
        own, now = own[stays], now[stays]
        now = now + random.exponential(1.0, len(own)) / rate[own]
        inside = now < days
        own, now = own[inside], now[inside]
        seen = random.random(len(own)) < (open_on(now) if open_on else 1.0)
        who.append(own[seen])
        when.append(now[seen])
    return log_from(np.concatenate(who), np.concatenate(when), seed)


def plain(seed: int = 1, clients: int = 3000, days: int = 900) -> PurchaseLog:
    """Where the published model is the truth."""
    r = np.random.default_rng(seed)
    return walk(
        seed, r.gamma(0.8, 1 / 40, clients), r.beta(0.8, 2.5, clients), r.integers(0, days, clients), days
    )


def yearly(seed: int = 2, clients: int = 3000, days: int = 1300) -> PurchaseLog:
    """Once a year, in June, until they leave."""
    r = np.random.default_rng(seed)
    who, when = [], []
    leave = r.beta(1, 4, clients)
    for client, first in enumerate(r.integers(0, days // 365 + 1, clients)):
        for year in range(int(first), days // 365 + 1):
            day = year * 365 + 150 + r.normal(0, 20)
            if 0 <= day < days:
                who.append(client)
                when.append(day)
            if r.random() < leave[client]:
                break
    return log_from(np.array(who), np.array(when), seed)


def wave(seed: int = 3, clients: int = 3000, days: int = 1100) -> PurchaseLog:
    """A season that swells and ebbs over the year."""
    r = np.random.default_rng(seed)
    return walk(
        seed, r.gamma(1, 1 / 30, clients), r.beta(0.7, 6, clients), r.integers(0, days, clients), days,
        lambda t: 0.5 + 0.5 * np.sin(2 * np.pi * t / 365),
    )  # fmt: skip


def christmas(seed: int = 12, clients: int = 4000, days: int = 1000) -> PurchaseLog:
    """Most is bought in the last six weeks of the year."""
    r = np.random.default_rng(seed)
    return walk(
        seed, r.gamma(0.9, 1 / 25, clients), r.beta(0.8, 3, clients), r.integers(0, days, clients), days,
        lambda t: np.where(t % 365 > 320, 1.0, 0.18),
    )  # fmt: skip


def weekly(seed: int = 4, clients: int = 800, days: int = 500) -> PurchaseLog:
    """Groceries: every few days, with holidays between."""
    r = np.random.default_rng(seed)
    who, when = [], []
    for client in range(clients):
        first = now = float(r.integers(0, days) if r.random() < 0.6 else r.integers(0, 30))
        pause, life = float(r.choice([3, 7, 7, 7, 14])), r.exponential(250)
        while now < min(days, first + life):
            who.append(client)
            when.append(now)
            now += max(1.0, r.normal(pause, pause * 0.2)) + (r.integers(14, 60) if r.random() < 0.03 else 0)
    return log_from(np.array(who), np.array(when), seed)


def regular(seed: int = 11, clients: int = 1500, days: int = 900) -> PurchaseLog:
    """An even rhythm of one's own, from weeks to months."""
    r = np.random.default_rng(seed)
    who, when = [], []
    for client in range(clients):
        now, pause, leave = float(r.integers(0, days)), r.lognormal(np.log(45), 0.6), r.beta(1, 8)
        while now < days:
            who.append(client)
            when.append(now)
            if r.random() < leave:
                break
            now += max(1.0, r.gamma(9, pause / 9))
    return log_from(np.array(who), np.array(when), seed)


def growth(seed: int = 5, clients: int = 4000, days: int = 700) -> PurchaseLog:
    """More and more newcomers."""
    r = np.random.default_rng(seed)
    start = days * r.random(clients) ** 0.4
    return walk(seed, r.gamma(0.9, 1 / 35, clients), r.beta(0.8, 3, clients), start, days)


def decay(seed: int = 6, clients: int = 3000, days: int = 800) -> PurchaseLog:
    """Everybody buys less and less."""
    r = np.random.default_rng(seed)
    start = days * r.random(clients) ** 2
    return walk(
        seed, r.gamma(1, 1 / 15, clients), r.beta(0.7, 8, clients), start, days, lambda t: np.exp(-t / 400)
    )


def stop(seed: int = 7, clients: int = 2500, days: int = 800) -> PurchaseLog:
    """A sudden stop: an eighth is left after day 600."""
    r = np.random.default_rng(seed)
    return walk(
        seed, r.gamma(1, 1 / 20, clients), r.beta(0.7, 6, clients), r.integers(0, days, clients), days,
        lambda t: np.where(t < 600, 1.0, 0.12),
    )  # fmt: skip


def boom(seed: int = 8, clients: int = 2500, days: int = 800) -> PurchaseLog:
    """Four times as much after day 560."""
    r = np.random.default_rng(seed)
    return walk(
        seed, r.gamma(1, 1 / 20, clients), r.beta(0.7, 6, clients), r.integers(0, days, clients), days,
        lambda t: np.where(t < 560, 0.25, 1.0),
    )  # fmt: skip


def tiny(seed: int = 9) -> PurchaseLog:
    """Sixty clients."""
    return plain(seed, 60, 600)


def once(seed: int = 10, clients: int = 4000, days: int = 800) -> PurchaseLog:
    """Six of seven buy once and never again."""
    r = np.random.default_rng(seed)
    leave = np.where(r.random(clients) < 0.85, 1.0, 0.3)
    return walk(seed, r.gamma(0.5, 1 / 60, clients), leave, r.integers(0, days, clients), days)


TRADES: dict[str, tuple[Callable[[], PurchaseLog], int]] = {
    "plain": (plain, 900), "yearly": (yearly, 1300), "wave": (wave, 1100), "christmas": (christmas, 1000),
    "weekly": (weekly, 500), "regular": (regular, 900), "growth": (growth, 700), "decay": (decay, 800),
    "stop": (stop, 800), "boom": (boom, 800), "tiny": (tiny, 600), "once": (once, 800),
}  # fmt: skip


def questions(days: int) -> list[tuple[date, int]]:
    """Days to ask on and horizons, such that what followed is known."""
    return [
        (ORIGIN + timedelta(days=last), horizon)
        for horizon in (30, 90, 180, 365)
        for last in (days - horizon, days - horizon - 120)
        if last > 150
    ]
