"""Every write: letters asked for, cancelled, sent again; whoever leaves."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, public_token
from vernost.access.fetch import fetch, fetch_plain
from vernost.access.policies import require
from vernost.clients.models import Client, Purpose
from vernost.clients.rules import tidy
from vernost.clients.services.consents import consent_withdraw
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.core.jobs import wake
from vernost.journal.write import record
from vernost.post import kinds, letter_kinds, reasons, stops
from vernost.post.checks import Verdict, verdict
from vernost.post.composing import language_of, new_message_id
from vernost.post.errors import NotAgain, OnItsWay
from vernost.post.letter_kinds import LetterKind
from vernost.post.models import LONGEST_SUBJECT, LONGEST_TEXT, Letter, State, Stopped
from vernost.post.sending import told
from vernost.staff.models import Employee

LEAVING = frozenset({"letter.leave", "consent.record"})


@transaction.atomic
def letter_to_client(
    actor: Actor,
    *,
    client_id: int,
    kind: LetterKind,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    about: models.Model | None = None,
    not_before: datetime | None = None,
) -> Letter:
    """One letter to one client. Held back where it may not go, with the reason: the row says so either way.

    ``html``: of our own templates, put into the frame of a letter; without it the text is. ``key``: the same
    letter asked for twice is one. ``about``: what it is about. ``not_before``: the day and hour from which it
    may leave.
    """
    client: Client = fetch(actor, Client, client_id, verb="letter.write")
    if (there := _of_key(key)) is not None:
        return there
    found = verdict(client, kind)
    letter = _letter(kind, subject, text, html, key, about, found)
    letter.client, letter.author_id, letter.language = client, actor.employee_id, language_of(client)
    letter.secret = secrets.token_urlsafe(24) if kind.advertising else ""
    if not found.reason and not_before is not None:
        letter.due_at = max(not_before, clock.now())
    if (there := _saved(letter)) is not letter:
        return there
    if actor.employee_id is not None:
        record(actor, kinds.WRITTEN, subject=letter, client_id=client.pk, data={"subject": letter.subject})
    if found.reason:
        told(letter)
    return letter


@transaction.atomic
def letter_to_employee(
    actor: Actor,
    *,
    employee_id: int,
    kind: LetterKind,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    about: models.Model | None = None,
) -> Letter:
    """One letter to a colleague, in their language; of those who left, none."""
    employee: Employee = fetch_plain(actor, Employee, employee_id, verb="letter.write")
    if (there := _of_key(key)) is not None:
        return there
    found = Verdict(address=employee.email) if employee.is_active else Verdict(reason=reasons.LEFT)
    letter = _letter(kind, subject, text, html, key, about, found)
    letter.employee, letter.author_id, letter.language = employee, actor.employee_id, employee.language
    return _saved(letter)


def _letter(
    kind: LetterKind,
    subject: str,
    text: str,
    html: str,
    key: str,
    about: models.Model | None,
    found: Verdict,
) -> Letter:
    subject, text = tidy(subject), tidy(text, lines=True)
    if not subject:
        raise Invalid(subject=_("Write what the letter is about."))
    if not text:
        raise Invalid(text=_("Write the letter."))
    for name, said, most in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        if len(said) > most:
            raise Invalid(**{name: _("At most {limit} signs.").format(limit=most)})
    return Letter(
        kind=kind.name,
        address=found.address,
        subject=subject,
        text=text,
        html=html,
        key=key,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        message_id=new_message_id(),
        state=State.REFUSED if found.reason else State.QUEUED,
        reason=found.reason,
        due_at=None if found.reason else clock.now(),
    )


def _of_key(key: str) -> Letter | None:
    rows = Letter.objects.unscoped(reason="a key is of the whole table")
    there: Letter | None = rows.filter(key=key).first() if key else None
    return there


def _saved(letter: Letter) -> Letter:
    """The letter, or of two who asked at once, the first one's."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        there = _of_key(letter.key)
        if there is None:
            raise
        return there
    if letter.state == State.QUEUED:
        transaction.on_commit(lambda: wake("post"), robust=True)
    return letter


@transaction.atomic
def letter_cancel(actor: Actor, *, letter_id: int) -> Letter:
    letter: Letter = fetch(actor, Letter, letter_id, verb="letter.cancel", lock=True)
    if letter.state == State.CANCELLED:
        return letter
    leased = letter.lease_until is not None and letter.lease_until > clock.now()
    if letter.state != State.QUEUED or leased or letter.begun_at is not None:
        raise OnItsWay
    letter.state, letter.due_at = State.CANCELLED, None
    letter.save(update_fields=["state", "due_at"])
    if letter.client_id is not None:
        data = {"subject": letter.subject}
        record(actor, kinds.CANCELLED, subject=letter, client_id=letter.client_id, data=data)
    return letter


@transaction.atomic
def letter_again(actor: Actor, *, letter_id: int) -> Letter:
    """A letter that was not delivered is tried anew, to the address of now, under the same Message-ID: a
    reader's mail program that has it already shows it once."""
    letter: Letter = fetch(actor, Letter, letter_id, verb="letter.again", lock=True)
    if not letter.may_go_again:
        raise NotAgain
    letter.state, letter.reason, letter.words, letter.attempts = State.QUEUED, "", "", 0
    letter.due_at, letter.begun_at, letter.trying_since, letter.lease_token = clock.now(), None, None, ""
    letter.save()
    if letter.client_id is not None:
        data = {"subject": letter.subject}
        record(actor, kinds.AGAIN, subject=letter, client_id=letter.client_id, data=data)
    transaction.on_commit(lambda: wake("post"), robust=True)
    return letter


@transaction.atomic
def letter_leave(letter: Letter) -> None:
    """The reader of this letter gets no more offers (rule 8.5). However often they say so: once."""
    if letter.client_id is None:
        raise NotVisible
    actor = public_token(client_id=letter.client_id, verbs=LEAVING)
    require(actor, "letter.leave")
    if letter.address:
        if Stopped.LEFT in stops.known([letter.address])[letter.address] and not _agreed(letter):
            return
        stops.mark(letter.address, Stopped.LEFT)
    if letter.client is None or not letter.client.is_live:
        return
    with translation.override(settings.LANGUAGE_CODE):
        how = _("by the link in a letter")
    for purpose in {letter_kinds.known(letter.kind).needs or Purpose.LETTERS, Purpose.LETTERS}:
        consent_withdraw(actor, client_id=letter.client_id, purpose=purpose, how=how)
    record(actor, kinds.LEFT, subject=letter, client_id=letter.client_id)


def _agreed(letter: Letter) -> bool:
    rows: Any = letter.client.consents if letter.client else None
    unsaid = rows.unscoped(reason="of the reader themselves") if rows is not None else None
    return unsaid is not None and unsaid.filter(purpose=Purpose.LETTERS, withdrawn_at=None).exists()


@transaction.atomic
def address_free(actor: Actor, *, client_id: int) -> int:
    """A person says that the client's addresses work again; how many were marked."""
    client: Client = fetch(actor, Client, client_id, verb="letter.write", lock=True)
    addresses = client.emails.unscoped(reason="of this client").values_list("address", flat=True)
    freed = sum(stops.free(address, Stopped.BOUNCED) for address in addresses)
    if freed:
        record(actor, kinds.FREED, subject=client, client_id=client.pk)
    return freed
