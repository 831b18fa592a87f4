"""Answers of clients to our letters: tied to the letter, its client and what it was about; kept, once.

By the Message-ID that they name, else by the signed token in the address they came to, else by their sender,
where the letter is an answer at all and we wrote to that address lately. Nothing is ever sent in return.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.journal.write import record
from vernost.post import imap, kinds, tokens
from vernost.post.incoming import Mail
from vernost.post.models import LONGEST_SUBJECT, LONGEST_TEXT, InboundLetter, Letter, State, Tied

log = logging.getLogger(__name__)
WROTE_LATELY = timedelta(days=90)
DAY = timedelta(days=1)
BY_ONE_PERSON = 50  # letters a day that a person may write; more is a loop
KEPT_OF_A_LOOP = 20


def take(mail: Mail, came: imap.Came) -> bool:
    if not mail.email:
        return False  # one of our own, or nobody
    letter, tied = _letter_of(mail)
    if letter is None or letter.client is None or not letter.client.is_live:
        return False
    if InboundLetter.objects.unscoped(reason="a letter is kept once").filter(token=mail.token).exists():
        return True
    lately = InboundLetter.objects.unscoped(reason="how many came today")
    count = lately.filter(client=letter.client, came_at__gt=came.at - DAY).count()
    by_machine = bool(mail.by_machine) or count >= BY_ONE_PERSON
    if by_machine and count >= KEPT_OF_A_LOOP + (0 if mail.by_machine else BY_ONE_PERSON):
        log.warning("A loop of letters about letter %s: no more of it is kept today", letter.pk)
        return True
    _keep(mail, came, letter, tied, by_machine=by_machine)
    return True


def _letter_of(mail: Mail) -> tuple[Letter | None, Tied]:
    rows: Any = Letter.objects.unscoped(reason="whose letter is answered is what is looked for")
    rows = rows.select_related("client").filter(client__isnull=False)
    if mail.refers_to:
        there = {one.message_id: one for one in rows.filter(message_id__in=mail.refers_to)}
        if named := next((there[one] for one in mail.refers_to if one in there), None):
            return named, Tied.REFERENCE
    number = tokens.letter_of(mail.came_to)
    if number is not None and (letter := rows.filter(pk=number).first()) is not None:
        return letter, Tied.TOKEN
    if not mail.is_answer:
        return None, Tied.ADDRESS  # a new matter of theirs is a request, with its clock
    since = clock.now() - WROTE_LATELY
    sent = rows.filter(address=mail.email, state=State.SENT, sent_at__gt=since).order_by("-sent_at")
    lately = list(sent.defer("html")[:20])
    about = _bare(mail.subject)
    return next(
        (one for one in lately if _bare(one.subject) == about), next(iter(lately), None)
    ), Tied.ADDRESS


def _bare(subject: str) -> str:
    """Without «Re:» and its relatives, however many."""
    return re.sub(r"(?i)^\s*((re|aw|sv|fwd?|ответ|отв)(\[\d+\])?\s*:\s*)+", "", subject).strip().casefold()


def _keep(mail: Mail, came: imap.Came, letter: Letter, tied: Tied, *, by_machine: bool) -> None:
    answer = InboundLetter(
        client=letter.client,
        letter=letter,
        tied=tied,
        token=mail.token,
        name=mail.name,
        address=mail.email,
        subject=mail.subject[:LONGEST_SUBJECT],
        text=mail.said[:LONGEST_TEXT],
        attachments=[{"name": one.name, "size": one.size} for one in mail.attachments],
        size=mail.size,
        is_cut=mail.is_cut,
        by_machine=by_machine,
        about_type=letter.about_type,
        about_id=letter.about_id,
        came_at=came.at,
    )
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError:
        return  # another reader was first
    kind = kinds.ANSWERED_BY_MACHINE if by_machine else kinds.REPLIED
    record(SYSTEM, kind, subject=answer, client_id=answer.client_id, data={"subject": answer.subject or "…"})
