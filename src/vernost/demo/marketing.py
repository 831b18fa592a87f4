"""What the sample firm paid for new clients to come, month by month; and the lower levels of its pyramid."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from vernost.clients.models import ChannelCost, Client, FirstOffer, Level, LevelChange, OfferResult, Source
from vernost.core.searching import folded

MONTHS = 26
PAID = (
    (Source.ADVERTISEMENT, "Яндекс Директ", 62_000),
    (Source.ADVERTISEMENT, "Листовки у метро", 18_000),
    (Source.ADVERTISEMENT, "ВКонтакте", 31_000),
    (Source.FREE_MATERIAL, "Гид по обжарке", 9_000),
    (Source.REVIEW, "", 6_000),
    (Source.WORD_OF_MOUTH, "", 4_000),
    (Source.WEBINAR, "Как считать себестоимость чашки", 12_000),
)


def costs(seed: int, today: date) -> None:
    dice = random.Random(f"costs {seed}")
    found, month = [], today.replace(day=1)
    for _month in range(MONTHS):
        for source, detail, usual in PAID:
            if source == Source.WEBINAR and dice.random() < 0.7:
                continue
            paid = Decimal(round(usual * dice.uniform(0.75, 1.3), -2))
            said: dict[str, Any] = {"month": month, "source": source, "detail": detail, "sum": paid}
            found.append(ChannelCost(**said | {"key": folded(detail)}))
        month = (month - timedelta(days=1)).replace(day=1)
    ChannelCost.objects.bulk_create(found)


RIVALS = ("Обжарка на Сретенке", "Чёрное утро", "Зерновая лавка", "Сетевой поставщик")
SMALL = (
    "Набор образцов, три сорта по 50 г",
    "Пробная партия 5 кг без договора",
    "Настройка кофемашины бесплатно",
    "Дегустация у нас в цеху",
)
BECAME_OURS = 46  # of last year's newcomers: clients who were known before they bought


def pyramid(clients: Sequence[Client], seed: int, today: date) -> None:
    """The two lower levels, who came up from them within a year, and what was offered."""
    dice = random.Random(f"pyramid {seed}")
    lower = [one for one in clients if one.level == Level.POTENTIAL]
    rivals = dice.sample(lower, len(lower) // 2)
    for client in rivals:
        client.level, client.competitor = Level.COMPETITORS, dice.choice((*RIVALS, *RIVALS[:2]))
    rows = Client.objects.unscoped(reason="the sample firm is being built")
    rows.bulk_update(rivals, ["level", "competitor"], batch_size=300)
    year = today - timedelta(days=365)
    ours = [one for one in clients if one.level == Level.OWN and one.created_at.date() > year]
    changes: list[LevelChange] = []
    offers: list[FirstOffer] = []
    for client in dice.sample(ours, min(BECAME_OURS, len(ours))):
        before, day = dice.choice((Level.COMPETITORS, Level.POTENTIAL)), client.created_at.date()
        said = {"client": client, "by": client.owner}
        changes.append(LevelChange(**said, day=day, before=before, after=Level.OWN))
        if dice.random() < 0.6:
            made = day - timedelta(days=dice.randint(2, 20))
            settled = {"result": OfferResult.TOOK, "settled_on": day}
            offers.append(
                FirstOffer(**said, level=before, text=dice.choice(SMALL), offered_on=made, **settled)
            )
    for client in dice.sample(lower, min(34, len(lower))):
        day = today - timedelta(days=dice.randint(1, 200))
        answer: dict[str, Any] = {}
        if dice.random() < 0.55:
            later = min(today, day + timedelta(days=dice.randint(1, 14)))
            answer = {"result": OfferResult.DECLINED, "settled_on": later}
        made_to = {"client": client, "by": client.owner, "level": client.level}
        offers.append(FirstOffer(**made_to, text=dice.choice(SMALL), offered_on=day, **answer))
    LevelChange.objects.bulk_create(changes)
    FirstOffer.objects.bulk_create(offers)
