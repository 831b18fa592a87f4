"""Letters read from the firm's mailbox become requests, each once."""

from __future__ import annotations

import logging
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from vernost.access.actor import Actor
from vernost.clients.rules import email_of
from vernost.core import clock
from vernost.core.practice import COUNTRY
from vernost.intake.models import Channel, Mailbox
from vernost.intake.services.receiving import request_receive, sender
from vernost.post import imap
from vernost.post import incoming as letters
from vernost.staff.models import Employee

log = logging.getLogger(__name__)


def mailbox_read(where: imap.Address) -> int:
    """How many requests came. Killed at any line it goes on where it was."""
    came = 0
    state, _new = Mailbox.objects.get_or_create(name=f"{where.user}@{where.host}/{where.folder}"[:200])
    own = _own(where)
    with imap.opened(where) as box:
        known = state.last_uid if state.validity == box.validity else 0
        for uid in box.after(known)[: imap.AT_ONCE]:
            found = box.letter(uid)
            with transaction.atomic():
                came += found is not None and _received(sender(), found, own)
                Mailbox.objects.filter(pk=state.pk).update(validity=box.validity, last_uid=uid)
    Mailbox.objects.filter(pk=state.pk).update(read_at=clock.now())
    return came


def _received(actor: Actor, came: imap.Came, own: frozenset[str]) -> bool:
    letter = letters.read(came.raw, own=own, country=COUNTRY.value())
    if letter.skipped:
        log.info("The letter %s is no request: %s", came.uid, letter.skipped)
        return False
    request_receive(
        actor,
        channel=Channel.EMAIL,
        name=letter.name,
        email=letter.email,
        phone=letter.phone,
        text=letter.text,
        token=letter.token,
        arrived_at=came.at,
        is_spam=letter.is_spam,
    )
    return True


def _own(where: imap.Address) -> frozenset[str]:
    """What we or our people write is no request, and our own answers are no loop."""
    given = [where.user, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]]
    given += Employee.objects.active().values_list("email", flat=True)
    return frozenset(known for known in map(email_of, given) if known)
