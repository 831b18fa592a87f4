"""What the sample firm paid for new clients to come, month by month; and the lower levels of its pyramid."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from vernost.clients.models import ChannelCost, Source
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
