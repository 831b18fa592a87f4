"""Standards of the sample firm: what rivals do, a few checks with their results, breaches with causes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from vernost.access.actor import SYSTEM
from vernost.agenda.models import Done, Step
from vernost.core import clock
from vernost.standards import services
from vernost.standards.models import Breach, BreachCause, Check, Result, Rival, Standard, Way

RIVALS = (
    ("rings", "Зерно и мельница", "Берут трубку со второго гудка, но до шести вечера", 12),
    ("letter", "Зерно и мельница", "Ответили на письмо за полтора часа", 12),
    ("letter", "Обжарка № 9", "Ответили на следующий день", 26),
    ("request", "Обжарка № 9", "Перезвонили через 40 минут", 26),
    ("delivery", "Зерно и мельница", "Обещают день, часы не называют", 40),
)
# days ago, way, where, standard → kept and words
CHECKS: tuple[tuple[int, str, str, dict[str, tuple[bool, str]]], ...] = (
    (3, Way.CALL, "Общий номер, утро", {"rings": (True, "Второй гудок")}),
    (9, Way.CALL, "Общий номер, обед", {"rings": (False, "Девять гудков, трубку не взяли")}),
    (16, Way.ORDER, "Пробный заказ, 1 кг", {"delivery": (True, ""), "letter": (True, "Ответ за час")}),
    (24, Way.LETTER, "Письмо с вопросом о декафе", {"letter": (True, "Через два часа, по делу")}),
    (38, Way.CALL, "Общий номер, вечер", {"rings": (True, "Четвёртый гудок")}),
    (52, Way.VISIT, "Шоурум на Лесной", {"rings": (True, ""), "promise": (True, "Пробники положили")}),
)  # fmt: skip
WHY = ("overload", "forgot", "carrier", "stock", "absent", "overload", "overload", "carrier")


def fill(staff: Mapping[str, Any], seed: int, today: date) -> None:
    """``staff``: employees by their first names, whoever they are."""
    dice, people = random.Random(f"standards {seed}"), list(staff.values())
    known = {one.code: one for one in Standard._base_manager.exclude(code="")}
    Rival._base_manager.bulk_create(
        Rival(standard=known[code], name=name, does=does, seen_on=today - timedelta(days=days))
        for code, name, does, days in RIVALS
    )
    for days, way, where, results in CHECKS:
        day = today - timedelta(days=days)
        check = Check._base_manager.create(
            way=way, where=where, planned_on=day, done_on=day, by=dice.choice(people),
            evidence="" if way != Way.CALL else f"запись {day:%d%m}.mp3",
        )  # fmt: skip
        Result._base_manager.bulk_create(
            Result(check_made=check, standard=known[code], kept=kept, words=words, on=day)
            for code, (kept, words) in results.items()
        )
    Check._base_manager.create(
        way=Way.ORDER, where="Заказ с доставкой в область", planned_on=today, by=people[0]
    )
    services.tallies_refresh(SYSTEM, days=services.YEAR)
    services.breaches_see(SYSTEM)
    _answered(dice)


def _answered(dice: random.Random) -> None:
    """Most are dealt with by now."""
    causes = {one.code: one for one in BreachCause._base_manager.exclude(code="")}
    for one in Breach._base_manager.order_by("pk"):
        if dice.random() < 0.7:
            one.cause = causes[dice.choice(WHY)]
            one.apologised_at = clock.now() if one.client_id else None
            one.save(update_fields=["cause", "apologised_at"])
            made = Step._base_manager.filter(key=one.task_key, state=Done.OPEN).exclude(key="")
            made.update(state=Done.DONE, settled_at=clock.now())
