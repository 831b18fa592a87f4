"""What clients of the sample firm say of it: eighteen months of one question, a wave of this autumn, a small
poll. It began weakly and grows; letters that were not answered are there too (rules 4.1–4.3)."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.demo.buying import PRODUCTS
from vernost.journal.write import draft, record_many
from vernost.retention.models import ClientFacts
from vernost.voice import kinds, reasons
from vernost.voice.models import (
    Answer,
    Channel,
    Invitation,
    InvitationState,
    Question,
    QuestionKind,
    Response,
    Survey,
    SurveyKind,
    SurveyState,
    Wave,
    WaveState,
)
from vernost.voice.rules import CRITIC, PASSIVE, PROMOTER, kind_of

DAYS, ANSWERS, POLLED = 540, 560, 46
PAUSE, RATE = 90, 0.36  # how often a letter is answered
WAVE_AGO, WAVE_DAYS, WAVE_SIZE = 68, 7, 190
SAID: dict[str, tuple[str, ...]] = {
    CRITIC: (
        "Третий раз привозят не к десяти, а после обеда. Смена уже стоит без кофе.",
        "Обещали перезвонить насчёт отсрочки и не перезвонили.",
        "Прислали не тот помол, пришлось молоть самим.",
        "Последняя партия кислее обычного, гости заметили.",
        "Цена выросла, а предупредить забыли.",
        "Менеджер сменился, и про нас, похоже, забыли.",
        "До вас не дозвониться по утрам.",
        "В счёте опять ошибка, бухгалтерия ругается.",
        "Курьер нагрубил баристе.",
        "Два раза подряд не было нужного зерна.",
    ),
    PASSIVE: (
        "Кофе хороший, но доставка гуляет по времени.",
        "Хотелось бы скидку на постоянные заказы.",
        "На сайте неудобно повторять заказ.",
        "Не хватает лёгкой обжарки под фильтр.",
        "Всё нормально. Для десятки — отвечайте быстрее.",
        "Не поняли, чем новая Эфиопия отличается от прошлой.",
    ),
    PROMOTER: (
        "Зерно стабильное, привозят вовремя, Анна всегда на связи.",
        "Помогли настроить помол, гости хвалят эспрессо.",
        "Заменили пачку без единого вопроса. Так и надо.",
        "Лучший кофе в городе, советую всем соседям.",
        "Свежая обжарка и человеческое отношение.",
        "Только бы доставка была ещё и по субботам.",
    ),
}
POLL_SAID = (
    "Привозил бы до открытия, к восьми.", "Завёл бы подписку: одно и то же раз в месяц.",
    "Ничего, всё нравится.", "Сделал бы пробники новых лотов.",
    "Отвечал бы в мессенджере, а не по почте.", "",
)  # fmt: skip


def fill(clients: Sequence[Client], seed: int, today: date) -> None:
    dice = random.Random(f"voice {seed}")
    survey = _survey("Порекомендуете ли нас", SurveyKind.NPS, today, DAYS, after_purchase=3)
    survey.sites = "https://zerno.example"
    survey.save()
    known = [one for one in clients if one.owner_id and one.closed_on is None]
    wave = Wave(
        survey=survey, name="Осенняя волна", starts_on=today - timedelta(days=WAVE_AGO), days=WAVE_DAYS,
        state=WaveState.DONE, made_by=survey.made_by, reached=max((one.pk for one in known), default=0),
    )  # fmt: skip
    wave.save()
    asked = _invitations(dice, survey, wave, known, today)
    rows = [*_by_letter(dice, asked, today), *_otherwise(dice, survey, known, asked, today)]
    _classes(rows)
    Invitation._base_manager.bulk_create(asked, batch_size=500)
    for row in rows:
        row.invitation_id = row.invitation.pk if row.invitation else None
    Response._base_manager.bulk_create(rows, batch_size=500)
    wave.asked = sum(one.wave_id == wave.pk and one.state != InvitationState.HELD for one in asked)
    wave.left_out = sum(one.wave_id == wave.pk and one.state == InvitationState.HELD for one in asked)
    wave.save()
    _told(rows)
    _poll(dice, known, today)


def _survey(name: str, kind: SurveyKind, today: date, ago: int, after_purchase: int | None = None) -> Survey:
    from vernost.staff.models import Employee

    since = _at(today - timedelta(days=ago), 10)
    marketer = Employee.objects.filter(role="marketer").order_by("pk").first()
    survey = Survey(
        name=name, kind=kind, state=SurveyState.OPEN, address=secrets.token_urlsafe(9), made_by=marketer,
        made_at=since, opened_at=since, after_purchase=after_purchase,
    )  # fmt: skip
    survey.save()
    return survey


def _invitations(
    dice: random.Random, survey: Survey, wave: Wave, clients: list[Client], today: date
) -> list[Invitation]:
    """After purchases all the time, and in the wave; nobody twice within the pause."""
    found: list[Invitation] = []
    last: dict[int, int] = {}
    waved = dice.sample(clients, min(WAVE_SIZE, len(clients)))
    days: list[tuple[int, Client, Wave | None]] = []
    days += [(WAVE_AGO - dice.randrange(WAVE_DAYS), client, wave) for client in waved]
    letters = int(ANSWERS * 0.62 / RATE)
    days += [(dice.randrange(1, DAYS), dice.choice(clients), None) for _turn in range(letters)]
    for ago, client, of in sorted(days, key=lambda one: -one[0]):
        when = _at(today - timedelta(days=ago), dice.randint(10, 17), dice.randrange(60))
        early = client.pk in last and last[client.pk] - ago < PAUSE
        if early and of is None:
            continue
        invitation = Invitation(
            survey=survey, wave=of, client=client, key=f"demo {len(found)}", due_at=when,
            state=InvitationState.HELD if early else InvitationState.ASKED,
            reason=reasons.PAUSE if early else "", asked_at=None if early else when,
            secret="" if early else secrets.token_urlsafe(32), product="" if of else dice.choice(PRODUCTS)[0],
        )  # fmt: skip
        last[client.pk] = last.get(client.pk, ago) if early else ago
        found.append(invitation)
    return found


def _by_letter(dice: random.Random, asked: list[Invitation], today: date) -> Iterator[Response]:
    for one in asked:
        if one.asked_at is None or dice.random() > RATE:
            continue
        at = min(one.asked_at + timedelta(hours=dice.choice((0, 1, 2, 5, 20, 30))), clock.now())
        one.state, one.answered_at = InvitationState.ANSWERED, at
        made = _response(dice, one.survey, one.client, at, Channel.LETTER, today)
        made.invitation, made.wave, made.product = one, one.wave, one.product
        yield made


def _otherwise(
    dice: random.Random, survey: Survey, clients: list[Client], asked: list[Invitation], today: date
) -> Iterator[Response]:
    """By telephone and in person, of whoever had no letter; by cards and the site, of nobody known."""
    free = [one for one in clients if one.pk not in {letter.client_id for letter in asked}]
    called = dice.sample(free, min(len(free), int(ANSWERS * 0.24)))
    for client in called:
        at = _at(today - timedelta(days=dice.randrange(1, DAYS)), dice.randint(10, 17), dice.randrange(60))
        channel = dice.choice((Channel.CALL, Channel.CALL, Channel.MEETING))
        made = _response(dice, survey, client, at, channel, today)
        made.entered_by, made.is_guess = client.owner, dice.random() < 0.05
        yield made
    for _turn in range(int(ANSWERS * 0.14)):
        at = _at(today - timedelta(days=dice.randrange(1, DAYS)), dice.randint(9, 20), dice.randrange(60))
        yield _response(
            dice, survey, None, at, dice.choice((Channel.CARD, Channel.CARD, Channel.SITE)), today
        )


def _response(
    dice: random.Random, survey: Survey, client: Client | None, at: datetime, channel: Channel, today: date
) -> Response:
    """It grows from about 20 to about 45; one of the managers is liked less than the others."""
    grown = 1 - (today - at.date()).days / DAYS
    liked = -0.1 if client is not None and client.owner_id and client.owner_id % 4 == 1 else 0.02
    turn, critics, passives = dice.random(), 0.28 - 0.13 * grown - liked, 0.26 - 0.02 * grown
    if turn < critics:
        score = dice.choice((0, 2, 3, 4, 5, 5, 6, 6, 6))
    else:
        score = dice.choice((7, 8, 8)) if turn < critics + passives else dice.choice((9, 9, 10, 10, 10))
    said = dice.choice(SAID[kind_of(survey.kind, score)]) if dice.random() < 0.58 else ""
    return Response(
        survey=survey, client=client, channel=channel, score=score, comment=said, answered_at=at,
        day=at.date(), owner_id=client.owner_id if client else None, segment=client.segment if client else "",
    )  # fmt: skip


def _classes(rows: list[Response]) -> None:
    ids = [row.client_id for row in rows if row.client_id]
    known: dict[int | None, str] = dict(
        ClientFacts._base_manager.filter(client__in=ids).values_list("client", "abc")
    )
    for row in rows:
        row.abc = known.get(row.client_id, "")


def _told(rows: list[Response]) -> None:
    """In the clients' timelines, as the service writes it."""
    record_many(
        draft(
            SYSTEM, kinds.ANSWERED, subject=row, client_id=row.client_id, at=row.answered_at,
            data={
                "survey": row.survey.name, "survey_id": row.survey_id, "response": row.pk, "score": row.score,
                "kind": kind_of(row.survey.kind, row.score), "said": f"{row.score} / 10",
            },
        )
        for row in rows
        if row.client_id and not row.is_guess
    )  # fmt: skip


def _poll(dice: random.Random, clients: list[Client], today: date) -> None:
    """The question of rule 4.8, and which way people like to order."""
    survey = _survey("Что бы вы изменили", SurveyKind.POLL, today, 40)
    ways = [
        {"ru": "По телефону", "en": "By telephone"}, {"ru": "На сайте", "en": "On the site"},
        {"ru": "В мессенджере", "en": "In a messenger"},
    ]  # fmt: skip
    how = Question(
        survey=survey, place=1, kind=QuestionKind.CHOICE, text_ru="Как вам удобнее заказывать?",
        text_en="How do you like to order?", options=ways,
    )  # fmt: skip
    what = Question(
        survey=survey, place=2, kind=QuestionKind.TEXT, required=False,
        text_ru="Что бы вы изменили, если бы руководили нами?",
        text_en="What would you change if you ran this firm?",
    )  # fmt: skip
    how.save()
    what.save()
    rows = []
    for client in dice.sample(clients, min(POLLED, len(clients))):
        at = _at(today - timedelta(days=dice.randrange(1, 38)), dice.randint(9, 20))
        rows.append(
            Response(
                survey=survey, client=client, channel=Channel.LINK, answered_at=at, day=at.date(),
                owner_id=client.owner_id, segment=client.segment,
            )
        )  # fmt: skip
    _classes(rows)
    Response._base_manager.bulk_create(rows)
    said = [Answer(response=row, question=how, number=dice.choice((0, 1, 1, 2, 2))) for row in rows]
    words = [(row, dice.choice(POLL_SAID)) for row in rows]
    said += [Answer(response=row, question=what, text=text) for row, text in words if text]
    Answer._base_manager.bulk_create(said)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.firm_zone())
