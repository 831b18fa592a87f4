"""What followed from the answers of the sample firm: who was called, what came of it, what was improved."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from vernost.core import clock, worktime
from vernost.staff.models import Employee
from vernost.voice.loop_rules import path_of, took
from vernost.voice.models import (
    Cause,
    Improvement,
    Invitation,
    InvitationState,
    Loop,
    Measured,
    Outcome,
    Path,
    Response,
    Stage,
    SurveyKind,
)

DAYS, LATEST = 120, 1500
WORKING_DAY = timedelta(hours=9)
DID = (
    "Извинились, заменили пачку, привёз сам.",
    "Разобрали с обжарщиком: партия светлее обычного. Прислали новую на пробу.",
    "Пересчитали счёт, бухгалтеру отправлен верный.",
    "Договорились о доставке до девяти, курьер предупреждён.",
    "Объяснили, почему подняли цену, предложили смесь подешевле.",
)
ENDS: dict[Path, tuple[Outcome, ...]] = {
    Path.CRITIC: (Outcome.MENDED,) * 7 + (Outcome.CANNOT, Outcome.UNREACHED, Outcome.NO_WISH),
    Path.PASSIVE: (Outcome.GIVEN,) * 4 + (Outcome.THANKED, Outcome.UNREACHED),
    Path.PROMOTER: (Outcome.RECOMMENDS, Outcome.RECOMMENDS, Outcome.REVIEW, Outcome.THANKED, Outcome.THANKED),
}
AGAIN = (9, 9, 8, 10, 7, 6, 8)  # what those who were helped said when they were asked once more
# name, cause (a part of its name), leader, days to its day, stage, plan, do, check, act
IMPROVED = (
    ("Курьер приезжает в обещанный час", "остав", "head", 12, Stage.DO,
     "Один рейс на весь город: каждая пробка сдвигает всех. Делим город на два рейса.",
     "Второй рейс с девяти утра, с понедельника.", "", ""),
    ("Отвечать на письма в тот же день", "вет", "anna", -3, Stage.PLAN,
     "Почту смотрит тот, у кого есть минута. Нужен дежурный.", "", "", ""),
    ("Помол проверяют перед упаковкой", "ачеств", "dmitry", 20, Stage.CHECK,
     "Этикетки похожи, сборщик путает помол.", "Цветная полоса на этикетке, вторая пара глаз.", "", ""),
)  # fmt: skip


def fill(people: Mapping[str, Employee], seed: int, today: date) -> None:
    """Of the answers that there are; without answers, nothing."""
    dice = random.Random(f"loop {seed}")
    at = clock.now() - timedelta(days=DAYS)
    rows = Response._base_manager.filter(
        survey__kind=SurveyKind.NPS, is_guess=False, score__isnull=False, answered_at__gte=at,
        client__is_live=True, client__closed_on=None,
    )  # fmt: skip
    rows = rows.filter(loop=None).select_related("client", "survey").order_by("-answered_at", "-pk")
    loops = [_loop(dice, response) for response in rows[:LATEST]]
    Loop._base_manager.bulk_create(loops, batch_size=500)
    _again(dice, loops)
    _improvements(people, today)


def _loop(dice: random.Random, response: Response) -> Loop:
    """Nearly all of last week and before are dealt with; of the last days the managers have some to do."""
    calendar, path = worktime.of_firm(), path_of(response.score or 0)
    assert response.client is not None
    due = calendar.add(response.answered_at, WORKING_DAY) if path is Path.CRITIC else None
    loop = Loop(
        response=response, client=response.client, path=path, whose_id=response.client.owner_id,
        opened_at=response.answered_at, due_at=due,
    )  # fmt: skip
    age = clock.now() - response.answered_at
    waits = age < timedelta(days=2) or (age < timedelta(days=9) and dice.random() < 0.25)
    ended = calendar.add(response.answered_at, timedelta(hours=dice.choice((1, 2, 3, 5, 7, 8, 8, 14))))
    if waits or ended > clock.now():
        return loop
    loop.closed_at, loop.closed_by_id = ended, response.client.owner_id
    loop.outcome = dice.choice(ENDS[path])
    loop.took = took(calendar, response.answered_at, ended)
    loop.did = dice.choice(DID) if loop.outcome == Outcome.MENDED else ""
    return loop


def _again(dice: random.Random, loops: list[Loop]) -> None:
    """Critics who were helped three weeks ago and before were asked once more; two in three answered."""
    helped = [
        one
        for one in loops
        if one.outcome == Outcome.MENDED
        and one.closed_at is not None
        and one.closed_at < clock.now() - timedelta(days=21)
    ]
    for loop in helped:
        assert loop.closed_at is not None
        asked = loop.closed_at + timedelta(days=14)
        said = asked + timedelta(hours=dice.randint(1, 70))
        answers = dice.random() < 0.66
        invitation = Invitation._base_manager.create(
            survey=loop.response.survey, client=loop.client, key=f"repeat:{loop.pk}", due_at=asked,
            asked_at=asked, answered_at=said if answers else None,
            state=InvitationState.ANSWERED if answers else InvitationState.ASKED,
        )  # fmt: skip
        Loop._base_manager.filter(pk=loop.pk).update(repeat=invitation)
        if answers:
            _answer(invitation, loop, said, dice.choice(AGAIN))


def _answer(invitation: Invitation, loop: Loop, at: datetime, score: int) -> None:
    before: Any = loop.response
    Response._base_manager.create(
        survey=before.survey, invitation=invitation, client=loop.client, channel=invitation.channel,
        score=score, day=at.astimezone(clock.firm_zone()).date(), answered_at=at, owner_id=before.owner_id,
        segment=before.segment, abc=before.abc, product=before.product,
    )  # fmt: skip


def _improvements(people: Mapping[str, Employee], today: date) -> None:
    causes = list(Cause._base_manager.filter(is_active=True))
    for place, (name, part, who, days, stage, plan, do, check, act) in enumerate(IMPROVED):
        cause = next((one for one in causes if part in one.name.casefold()), None)
        counted: dict[str, Any] = {"measured": Measured.OWN, "measure": "Жалобы за месяц", "unit": "шт."}
        if cause is not None:
            counted = {"measured": Measured.SHARE, "before_named": 19 - 4 * place, "before_of": 140}
        before = Decimal(19 - 4 * place)
        if cause is not None:
            before = (before * 100 / 140).quantize(Decimal("0.01"))
        Improvement._base_manager.create(
            name=name, cause=cause, owner=people[who], due_on=today + timedelta(days=days), stage=stage,
            before=before, before_on=today - timedelta(days=30), plan=plan, do=do, check_text=check, act=act,
            made_by=people["head"], made_at=clock.now() - timedelta(days=30),
            done_on=today - timedelta(days=15) if do else None, **counted,
        )  # fmt: skip
    Improvement._base_manager.create(
        name="Счёт без ошибок с первого раза", cause=None, owner=people["olga"], stage=Stage.OVER,
        due_on=today - timedelta(days=25), measured=Measured.OWN, measure="Исправленные счета за месяц",
        unit="шт.", before=Decimal(11), before_on=today - timedelta(days=85), after=Decimal(2),
        after_on=today - timedelta(days=26), plan="В шаблоне старый договор, реквизиты правят руками.",
        do="Реквизиты подставляются из карточки клиента.", check_text="За месяц два исправления вместо "
        "одиннадцати.", act="Шаблон закреплён, раз в квартал сверяем.", made_by=people["head"],
        made_at=clock.now() - timedelta(days=85), done_on=today - timedelta(days=60),
        closed_at=clock.now() - timedelta(days=25),
    )  # fmt: skip
