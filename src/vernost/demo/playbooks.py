"""How the playbooks do in the sample firm: what helped, what clients say, what marketing answered."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from vernost.access.actor import Actor
from vernost.clients.models import Client
from vernost.core import clock
from vernost.playbooks import services
from vernost.playbooks.models import Decision, FieldNote, Outcome, Playbook, Usage, Version
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

# Playbook → talks in two months, how often it helped.
USED = {
    "slipping": (34, 0.62), "courtesy": (22, 0.82), "winback": (18, 0.39), "late_delivery": (12, 0.75),
    "objection": (26, 0.54), "call_back": (20, 0.7), "birthday": (9, 0.89), "unanswered_request": (14, 0.64),
    "spin": (11, 0.73), "apology": (8, 0.63),
}  # fmt: skip
NOTES = (
    ("slipping", "open", "anna", 12, "Кофейни обижаются на «давно вас не слышно»: им кажется, что упрекаем."),
    ("winback", "why", "dmitry", 9, "Второй вопрос «а кроме этого?» правда открывает настоящую причину."),
    ("objection", "price", "anna", 5, "Про цену за чашку просят показать расчёт, на слух не верят."),
    ("courtesy", "recommend", "olga", 3, "Оптовые не пишут отзывы, им неудобно. Может, не спрашивать?"),
)
ANSWERS = {
    "winback": (Decision.ACCEPTED, "Спасибо. Оставляем и добавим этот вопрос в обучение новых."),
    "courtesy": (
        Decision.DECLINED,
        "Пока оставим: треть согласившихся как раз опт. Просите один раз, без нажима.",
    ),
}
SOFTER = {
    "ru": "Здравствуйте, {client}! Это {me}, {firm}. Вспомнил о вас: в тот раз вы брали …. Как оно?",
    "en": "Hello, {client}! This is {me}, {firm}. I thought of you: last time you took …. How is it?",
}


def fill(clients: Sequence[Client], people: Mapping[str, Employee], seed: int, today: date) -> None:
    dice = random.Random(f"playbooks {seed}")
    rows = Playbook.objects.unscoped(reason="the sample firm is being built").select_related("current")
    books = {one.slug: one for one in rows}
    notes = [_note(books[slug], step, people[who], today, ago, text)
             for slug, step, who, ago, text in NOTES]  # fmt: skip
    marketing = actor_of(people["marketing"])
    former = books["slipping"].current
    newer = _softened(marketing, books["slipping"])
    services.note_answer(
        marketing, note_id=notes[0].pk, decision=Decision.CHANGED, changed_in=newer,
        answer="Согласны: начало звучало упрёком. Теперь начинаем с последнего заказа.",
    )  # fmt: skip
    for note in notes[1:]:
        if note.playbook.slug in ANSWERS:
            decision, answer = ANSWERS[note.playbook.slug]
            services.note_answer(marketing, note_id=note.pk, decision=decision, answer=answer)
    usages: list[Any] = []
    for slug, (talks, share) in USED.items():
        version = former if slug == "slipping" else books[slug].current
        usages += _talks(dice, version, clients, today, talks, share)
    usages += _talks(dice, newer, clients, today, 15, 0.8, within=10)
    Usage.objects.bulk_create(usages, ignore_conflicts=True)


def _softened(marketing: Actor, playbook: Playbook) -> Version:
    draft = services.draft_begin(marketing, playbook_id=playbook.pk)
    content = [{**one, "text": SOFTER} if one["key"] == "open" else one for one in draft.steps]
    services.draft_save(
        marketing, playbook_id=playbook.pk, content=content, what_changed="Мягче начало: без упрёка",
        revision=draft.revision,
    )  # fmt: skip
    return services.draft_publish(marketing, playbook_id=playbook.pk)


def _note(playbook: Playbook, step: str, who: Employee, today: date, ago: int, text: str) -> FieldNote:
    note = services.note_add(actor_of(who), playbook_id=playbook.pk, step=step, text=text)
    note.written_at = _moment(today - timedelta(days=ago))
    note.save(update_fields=["written_at"])
    return note


def _talks(
    dice: random.Random,
    version: Version,
    clients: Sequence[Client],
    today: date,
    talks: int,
    share: float,
    within: int = 60,
) -> list[Usage]:
    keys = [one.key for one in version.read_steps]
    owned = [one for one in clients if one.owner_id]
    found = []
    for client in dice.sample(owned, min(talks, len(owned))):
        helped, day = dice.random() < share, today - timedelta(days=dice.randint(0, within))
        found.append(
            Usage(
                version=version,
                step=dice.choice(keys) if helped else "",
                outcome=Outcome.HELPED if helped else Outcome.NOT,
                client=client,
                employee=client.owner,
                day=day,
                at=_moment(day),
            )
        )
    return found


def _moment(day: date) -> datetime:
    return min(datetime.combine(day, time(12), tzinfo=clock.firm_zone()), clock.now())
