"""Background work: letters that are due are sent."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from vernost.clients.kinds import HANDOVER_DONE
from vernost.core.jobs import sweep, wake
from vernost.journal import listening
from vernost.post import handover_letters, imap, receiving, sending


@sweep("post", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def send_due_letters() -> int:
    return sending.send_due()


@sweep("handover_letters", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def write_letters_of_handovers() -> int:
    return handover_letters.write_due()


@sweep("mailbox", every=timedelta(minutes=1), lease=timedelta(minutes=10))
def read_the_mailbox() -> int:
    url: str = settings.ENVIRONMENT.intake_imap_url
    return receiving.mailbox_read(imap.address(url)) if url else 0


def _wake() -> None:
    wake("handover_letters")


def listen() -> None:
    listening.listen((HANDOVER_DONE.name,), _wake)
