"""What was written to the clients of the sample firm: most arrived, a few did not, and say why."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from vernost.clients.models import Email
from vernost.core import clock, terms
from vernost.core.models import TermValue
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.post import reasons
from vernost.post.letter_kinds import BY_HAND, OFFER, LetterKind
from vernost.post.models import InboundLetter, Letter, State, Tied

HELLO = "Здравствуйте!\n\n"
ANSWERS = (
    (
        "Прайс на декабрь",
        "Прайс на декабрь: https://zerno.example/price\n\nНовые лоты: Кения Кириньяга и Эфиопия Гуджи.",
    ),
    (
        "Ваш заказ уедет завтра",
        "Обжарка задержалась на день, заказ уедет завтра утром.\n\n"
        "Простите за ожидание: положили в посылку пробник новой Эфиопии.",
    ),
    (
        "Ответ про помол",
        "Для гейзерной кофеварки подойдёт помол чуть крупнее эспрессо.\n\n"
        "В следующий раз смелем так, если не против.",
    ),
    ("Счёт за ноябрь", "Счёт за ноябрь готов.\n\nЕсли нужна отсрочка на неделю, напишите, согласуем."),
)
OFFERS = (
    (
        "Новый урожай Колумбии",
        "Пришла Колумбия Уила нового урожая: карамель и красное яблоко.\n\n"
        "До пятницы 250 г по цене прошлого лота.",
    ),
    (
        "Декабрьский набор в подарок",
        "Собрали набор из трёх сортов по 100 г.\n\nК заказу от 5 кг кладём его в подарок.",
    ),
)
HELD = (
    (OFFER, State.REFUSED, reasons.NO_CONSENT, ""),
    (OFFER, State.REFUSED, reasons.TOO_OFTEN, ""),
    (OFFER, State.REFUSED, reasons.UNSUBSCRIBED, ""),
    (BY_HAND, State.FAILED, reasons.ADDRESS_REFUSED, "550 5.1.1 <…>: user unknown"),
    (BY_HAND, State.FAILED, reasons.SERVER_REFUSED, "552 5.2.2 mailbox full"),
    (BY_HAND, State.FAILED, reasons.UNSURE, "SMTPServerDisconnected: Connection unexpectedly closed"),
)
SENT = 120


REPLIES: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    ("Спасибо, берём двадцать килограммов. Можно счёт до среды?", False, ()),
    ("Здравствуйте! Реквизиты сменились, карточка во вложении.", False, ("Карточка организации.pdf",)),
    ("Я в отпуске до 7 декабря, по срочным вопросам звоните в офис.", True, ()),
)


def fill(emails: Sequence[Email], seed: int, today: date) -> None:
    TermValue.objects.update_or_create(name=FIRM_NAME.name, defaults={"value": "Тихий двор"})
    TermValue.objects.update_or_create(name=FIRM_PHONE.name, defaults={"value": "+7 495 123-45-67"})
    terms.refresh()
    Letter.objects.bulk_create(list(_letters(emails, seed, today)), batch_size=500)
    _answers(seed)


def _answers(seed: int) -> None:
    """Few clients answer; two wait for an answer, one is on leave."""
    dice = random.Random(f"answers {seed}")
    sent = Letter._base_manager.filter(state=State.SENT, client__isnull=False, client__is_live=True)
    letters = list(sent.select_related("client").order_by("-sent_at")[: len(REPLIES) * 3 : 3])
    InboundLetter.objects.bulk_create(
        InboundLetter(
            client=letter.client,
            letter=letter,
            tied=Tied.REFERENCE,
            token=f"demo {dice.getrandbits(64):x}",
            address=letter.address,
            subject=f"Re: {letter.subject}",
            text=text,
            by_machine=by_machine,
            attachments=[{"name": name, "size": dice.randint(20_000, 900_000)} for name in attached],
            size=len(text),
            came_at=min((letter.sent_at or clock.now()) + timedelta(hours=3), clock.now()),
        )
        for letter, (text, by_machine, attached) in zip(letters, REPLIES, strict=False)
    )


def _letters(emails: Sequence[Email], seed: int, today: date) -> Iterator[Letter]:
    dice = random.Random(f"letters {seed}")
    picked = dice.sample(list(emails), min(len(emails), SENT + 2 * len(HELD)))
    held = [one for one in HELD for _ in range(2)]
    for number, email in enumerate(picked):
        days = dice.randint(0, 60) if number % 3 else dice.randint(0, 6)
        at = datetime.combine(
            today - timedelta(days=days), time(dice.randint(9, 17), dice.randint(0, 59)), clock.firm_zone()
        )
        at = min(at, clock.now() - timedelta(minutes=number + 1))
        if number < len(held):
            kind, state, reason, words = held[number]
            yield _letter(dice, email, kind, at, state=state, reason=reason, words=words)
        else:
            kind = OFFER if dice.random() < 0.4 else BY_HAND
            yield _letter(dice, email, kind, at, state=State.SENT)


def _letter(
    dice: random.Random,
    email: Email,
    kind: LetterKind,
    at: datetime,
    *,
    state: State,
    reason: str = "",
    words: str = "",
) -> Letter:
    subject, text = dice.choice(OFFERS if kind is OFFER else ANSWERS)
    return Letter(
        client=email.client,
        author=email.client.owner,
        kind=kind.name,
        language="ru",
        address="" if state == State.REFUSED else email.address,
        subject=subject,
        text=HELLO + text,
        state=state,
        reason=reason,
        words=words,
        due_at=None,
        created_at=at,
        sent_at=at + timedelta(minutes=1) if state == State.SENT else None,
        message_id=f"<{dice.getrandbits(64):x}@zerno.example>",
        secret=f"{dice.getrandbits(128):032x}" if kind.advertising else "",
    )
