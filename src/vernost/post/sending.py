"""From the queue to the mail server. Killed at any line nothing is lost, and nothing is sent twice as far as
SMTP allows:

1. claimed with a lease; every later write asks whether the lease is still ours;
2. may it go, now and to where? asked again, for much may have happened since it was written;
3. ``begun_at`` is set right before the body of the letter leaves us (see smtp.py);
4. sent, or put off, or failed with its reason.

A worker killed before 3: the lease runs out and the letter goes. Killed between 3 and 4: it may have gone; a
client's letter is then shown to people as such («it may have arrived»), an employee's own is sent again under
the same Message-ID.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from vernost.access.actor import SYSTEM
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.jobs import claim, worked_off
from vernost.core.practice import QUIET_FROM
from vernost.journal.write import record
from vernost.post import kinds, letter_kinds, reasons, rules, stops
from vernost.post.checks import Verdict, verdict
from vernost.post.composing import message
from vernost.post.models import Letter, State, Stopped
from vernost.post.smtp import Watched

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
CHUNK = 20
TURN = 240.0  # seconds of one sweep; what is left is taken by the next
MOST_WORDS = 500
MOST_DOUBTFUL = 2  # tries of which nobody knows whether they arrived


class TakenOver(Exception):
    """The lease ran out under us: another worker is at this letter."""


def send_due() -> int:
    """Whether it is a letter or ten thousand, over one connection; how many were handled."""
    handled, until = 0, time.monotonic() + TURN
    _tell_of_the_broken()
    connection = get_connection()
    try:
        while time.monotonic() < until:
            letters = claim(Letter, limit=CHUNK, lease=LEASE, among=Q(state=State.QUEUED))
            if not letters:
                break
            for number, letter in enumerate(letters):
                away = ""
                with worked_off(letter):
                    away = _deliver(letter, connection)
                if away:
                    _put_off_all(letters[number:], away)
                    return handled
                handled += 1
    finally:
        _close(connection)
    return handled


def _tell_of_the_broken() -> None:
    """What no number of tries could make a letter of (``worked_off`` has given it up) is said to people
    too."""
    for letter in Letter._base_manager.filter(state=State.QUEUED, due_at=None)[:CHUNK]:
        _settle(letter, State.FAILED, reasons.BROKEN)


def _deliver(letter: Letter, connection: Any) -> str:
    """What keeps the server from taking any letter at all; else nothing."""
    ready = _readied(letter)
    if ready is None:
        return ""
    try:
        mail = message(ready)
        mail.message()  # what cannot be written as mail fails here, before anybody was called
    except ValueError as error:
        _settle(ready, State.FAILED, reasons.SERVER_REFUSED, _words(error, ready.address))
        return ""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _close(connection)
        return _words(error)
    line = getattr(connection, "connection", None)
    watched = line if isinstance(line, Watched) else None
    if watched is not None:
        watched.before_body, watched.is_given = (lambda: _begin(letter)), False
    else:
        _begin(letter)
    try:
        connection.send_messages([mail])
    except TakenOver:
        _close(connection)
    except (smtplib.SMTPException, OSError) as error:
        is_given = watched.is_given if watched is not None else True
        _close(connection)
        _refused(ready, error, is_given=is_given)
    else:
        _settle(ready, State.SENT)
    return ""


@transaction.atomic
def _readied(letter: Letter) -> Letter | None:
    """The letter that may go now, with its address of now; None where it was settled or put off."""
    rows = _mine(letter).select_related("client__owner", "employee").select_for_update(of=("self",))
    row: Letter | None = rows.first()
    if row is None:
        return None
    if row.begun_at is not None and not _may_go_twice(row):
        _settle(row, State.FAILED, reasons.UNSURE)
        return None
    kind = letter_kinds.known(row.kind)
    if row.client is not None:
        zone = zone_of(row.client)
        quiet = rules.quiet_until(clock.now(), zone, QUIET_FROM.value()) if kind.advertising else None
        found = verdict(row.client, kind, now_sending=True)
        if not found.reason and quiet is not None:
            _mine(row).update(due_at=quiet, attempts=0, lease_until=None, lease_token="")
            return None
    else:
        found = _of_employee(row)
    if found.reason:
        _settle(row, State.REFUSED, found.reason)
        return None
    row.address, row.begun_at = found.address, None
    row.trying_since = row.trying_since or clock.now()
    row.save(update_fields=["address", "begun_at", "trying_since"])
    return row


def _may_go_twice(letter: Letter) -> bool:
    """A colleague is better told twice than never, but not for ever."""
    return letter.client_id is None and letter.attempts <= MOST_DOUBTFUL


def _of_employee(letter: Letter) -> Verdict:
    employee = letter.employee
    if employee is None or not employee.is_active:
        return Verdict(reason=reasons.LEFT)
    return Verdict(address=employee.email)


def zone_of(client: Client) -> Any:
    try:
        return ZoneInfo(client.time_zone) if client.time_zone else clock.firm_zone()
    except (KeyError, ValueError, OSError):
        return clock.firm_zone()


def _begin(letter: Letter) -> None:
    if not _mine(letter).update(begun_at=clock.now()):
        raise TakenOver


def _refused(letter: Letter, error: Exception, *, is_given: bool) -> None:
    """What the mail server, or the line to it, said."""
    words = _words(error, letter.address)
    code, said, of_recipient = _answer(error, letter.address)
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        _put_off(letter, words)  # ours to mend, not a fault of this letter
    elif code is None:
        if is_given and not _may_go_twice(letter):
            _settle(letter, State.FAILED, reasons.UNSURE, words)
        else:
            _put_off(letter, words)
    else:
        what = rules.refusal(code, said, of_recipient=of_recipient)
        if what is rules.Refusal.LATER:
            _put_off(letter, words)
        elif what is rules.Refusal.NO_SUCH_ADDRESS:
            stops.mark(letter.address, Stopped.BOUNCED)
            _settle(letter, State.FAILED, reasons.ADDRESS_REFUSED, words)
        else:
            _settle(letter, State.FAILED, reasons.SERVER_REFUSED, words)


def _answer(error: Exception, address: str) -> tuple[int | None, str, bool]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = error.recipients.get(address) or next(iter(error.recipients.values()))
        return code, _decoded(said), True
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 400:
        return error.smtp_code, _decoded(error.smtp_error), False
    return None, "", False


def _put_off(letter: Letter, words: str) -> None:
    """Tried later and later, for three days; then a person is told."""
    since = letter.trying_since or clock.now()
    if clock.now() - since >= rules.GIVE_UP_AFTER:
        _settle(letter, State.FAILED, reasons.GAVE_UP, words)
        return
    _mine(letter).update(
        due_at=clock.now() + rules.pause(letter.attempts),
        begun_at=None,
        words=words,
        trying_since=since,
        lease_until=None,
        lease_token="",
    )


def _put_off_all(letters: Sequence[Letter], words: str) -> None:
    log.warning("The mail server takes no letters: %s", words)
    for letter in letters:
        _put_off(letter, words)


@transaction.atomic
def _settle(letter: Letter, state: State, reason: str = "", words: str = "") -> None:
    sent_at = clock.now() if state == State.SENT else None
    settled = _mine(letter).update(
        state=state, reason=reason, words=words, sent_at=sent_at, due_at=None, attempts=0,
        lease_until=None, lease_token="", last_error="",
    )  # fmt: skip
    if not settled:
        if state == State.SENT:  # it did go, whoever holds the lease: nobody may send it again
            Letter._base_manager.filter(pk=letter.pk, state=State.QUEUED).update(
                state=state, sent_at=sent_at, due_at=None, lease_until=None, lease_token=""
            )
        return
    letter.state, letter.reason = state, reason
    told(letter)


def told(letter: Letter) -> None:
    """What became of it, in the client's timeline."""
    if letter.client_id is None:
        return
    kind = {State.SENT: kinds.SENT, State.REFUSED: kinds.REFUSED, State.FAILED: kinds.FAILED}[
        State(letter.state)
    ]
    data: dict[str, Any] = {"subject": letter.subject}
    if letter.reason:
        with translation.override(settings.LANGUAGE_CODE):
            data |= {"why": reasons.words(letter.reason), "reason": letter.reason}
    record(SYSTEM, kind, subject=letter, client_id=letter.client_id, data=data)


def _mine(letter: Letter) -> Any:
    return Letter._base_manager.filter(
        pk=letter.pk, lease_token=letter.lease_token, state=State.QUEUED
    ).exclude(lease_token="")


def _words(error: Exception, address: str = "") -> str:
    """For who looks after the mail; without the address, which is the client's."""
    code, said, _of = _answer(error, address)
    text = f"{code} {said}" if code else f"{type(error).__name__}: {error}"
    return " ".join((text.replace(address, "…") if address else text).split())[:MOST_WORDS]


def _decoded(said: Any) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        log.info("The mail server was gone when it was said goodbye")
