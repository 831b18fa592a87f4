"""Causes behind the answers of the sample firm: what employees saw in most of the comments; days tallied."""

from __future__ import annotations

import random
from collections.abc import Iterator

from vernost.voice.lemmas import lemmas
from vernost.voice.models import Cause, Response, Theme
from vernost.voice.services.tallies import days_tally

WORDS = {
    "delivery": "доставка доставить привезти курьер опоздать опаздывать коробка",
    "price": "цена дорого дорогой подорожать скидка дешёвый",
    "quality": "помол вкус кислый горький горчить свежий обжарка качество зерно",
    "manner": "грубый хамить вежливый тон разговаривать",
    "waiting": "ждать долго дождаться ожидание",
    "assortment": "наличие закончиться выбор ассортимент",
    "promises": "обещать обещание",
    "mistakes": "счёт перепутать ошибка документ накладная",
    "forgotten": "забыть перезвонить пропасть",
}
PRAISE, NAMED = 9, 0.75  # the rest waits to be named, with suggestions


def name_causes(seed: int) -> None:
    causes = {one.shipped: one for one in Cause.objects.unscoped(reason="demo").exclude(shipped="")}
    Theme.objects.bulk_create(_themes(causes, random.Random(f"causes {seed}")), 500, ignore_conflicts=True)
    while days_tally():
        pass


def _themes(causes: dict[str, Cause], dice: random.Random) -> Iterator[Theme]:
    said = Response.objects.unscoped(reason="demo").exclude(comment="").filter(is_guess=False).order_by("pk")
    signs = {code: set(lemmas(words)) for code, words in WORDS.items()}
    for response in said.select_related("client"):
        if dice.random() > NAMED:
            continue
        found = [code for code, words in signs.items() if words & set(lemmas(response.comment))][:2]
        if not found and response.score is not None and response.score >= PRAISE:
            found = ["good"]
        for code in found:
            yield Theme(
                response=response, cause=causes[code], by_id=response.owner_id, at=response.answered_at
            )
