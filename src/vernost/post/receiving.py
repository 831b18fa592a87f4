"""The firm's mailbox, read a letter after another; each is given to the first who takes it.

    receiving.taker("request", take, place=90)        # intake/, from AppConfig.ready()

Here: reports of the mail (bounces.py), then answers to letters of ours (replies.py). Whoever stands above
takes what is left. Each letter is one transaction with the number up to which the mailbox is read: a reader
that is killed, or a line that breaks, loses nothing and doubles nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import OperationalError, transaction

from vernost.clients.rules import email_of
from vernost.core import clock
from vernost.post import bounces, imap, incoming, replies, troubles
from vernost.post.incoming import Mail
from vernost.post.models import Mailbox
from vernost.post.troubles import MailboxTrouble
from vernost.staff.models import Employee

log = logging.getLogger(__name__)
TURN = 240.0  # seconds of one sweep; what is left is read by the next
TOLD_EVERY = 100  # letters, between two words on how many are ahead
TRIES = 3
AFTER_A_REFUSAL = timedelta(minutes=10)  # a server locks whoever knocks with a wrong password each minute

Take = Callable[[Mail, imap.Came], bool]
_TAKERS: dict[str, tuple[int, Take]] = {
    "bounce": (10, bounces.take),
    "reply": (20, replies.take),
}


def taker(name: str, take: Take, *, place: int) -> None:
    """``take(mail, came)``: whether the letter was one for it; in the transaction of the mailbox's place."""
    if name in _TAKERS:
        raise ValueError(f"the taker {name} is declared twice")
    _TAKERS[name] = (place, take)


def takers() -> Iterator[Take]:
    for _place, take in sorted(_TAKERS.values(), key=lambda one: one[0]):
        yield take


def mailbox_read(where: imap.Address) -> int:
    """How many letters became something. Killed at any line it goes on where it was."""
    state = _state(where)
    if state.trouble == "password" and state.tried_at and clock.now() - state.tried_at < AFTER_A_REFUSAL:
        return 0
    rows = Mailbox.objects.filter(pk=state.pk)
    rows.update(tried_at=clock.now())
    taken = 0
    try:
        with imap.opened(where) as box:
            for became in _read(box, state, own_addresses(where)):
                taken += became
    except MailboxTrouble as error:
        log.warning("The mailbox %s cannot be read: %s", state.name, error)
        since = state.trouble_since if state.trouble == error.code else clock.now()
        rows.update(trouble=error.code, trouble_since=since)
    else:
        rows.update(read_at=clock.now(), trouble="", trouble_since=None)
    return taken


def trouble_of(url: str) -> str:
    """What keeps this mailbox from being read, in words; nothing where all is well."""
    try:
        with imap.opened(imap.address(url)):
            return ""
    except MailboxTrouble as error:
        return f"{troubles.words(error.code)} {error.detail}".strip()


def _state(where: imap.Address) -> Mailbox:
    return Mailbox.objects.get_or_create(name=name_of(where))[0]


def name_of(where: imap.Address) -> str:
    return f"{where.user}@{where.host}/{where.folder}"[:200]


def _read(box: imap.Box, state: Mailbox, own: frozenset[str]) -> Iterator[bool]:
    until = time.monotonic() + TURN
    rows = Mailbox.objects.filter(pk=state.pk)
    known = state.last_uid if state.validity == box.validity else 0
    uids = box.after(known)
    for number, uid in enumerate(uids):
        if number % TOLD_EVERY == 0:
            rows.update(ahead=len(uids) - number)
        if time.monotonic() > until:
            rows.update(ahead=len(uids) - number)
            return
        came = box.letter(uid)
        try:
            with transaction.atomic():
                became = came is not None and _given(came, own)
                rows.update(validity=box.validity, last_uid=uid)
        except OperationalError:
            raise  # a busy database is no fault of the letter
        except Exception:
            log.exception("The letter %s of %s breaks our reading", uid, state.name)
            if not _stepped_over(state, box.validity, uid):
                return
            became = False
        yield became
    rows.update(ahead=0)


def _given(came: imap.Came, own: frozenset[str]) -> bool:
    mail = incoming.read(came.raw, own=own, size=came.size)
    return any(take(mail, came) for take in takers())


def _stepped_over(state: Mailbox, validity: int, uid: int) -> bool:
    """One letter that nobody can read keeps no other back: after three tries it is left where it is."""
    again = state.stuck_uid == uid
    state.stuck_uid, state.stuck_times = uid, state.stuck_times + 1 if again else 1
    over = state.stuck_times >= TRIES
    if over:
        state.validity, state.last_uid, state.stepped_over = validity, uid, state.stepped_over + 1
        state.save(update_fields=["validity", "last_uid", "stepped_over"])
    state.save(update_fields=["stuck_uid", "stuck_times"])
    return over


def own_addresses(where: imap.Address) -> frozenset[str]:
    """What we or our people write is nobody's answer and no request, and our own answers are no loop."""
    given = [where.user, parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.ENVIRONMENT.mail_reply]
    given += Employee.objects.active().values_list("email", flat=True)
    return frozenset(known for known in map(email_of, given) if known)
