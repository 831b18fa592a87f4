"""Promises: made, kept, broken, put off (rule 5.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda import kinds
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import Contact, Kept, Promise
from vernost.agenda.rules import settled
from vernost.agenda.services.checks import IN_JOURNAL, later, open_day, own_slip, short
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.write import record

SETTLED = {Kept.KEPT: kinds.KEPT, Kept.LATE: kinds.KEPT_LATE, Kept.BROKEN: kinds.BROKEN}


@transaction.atomic
def promise_make(
    actor: Actor, *, client_id: int, text: str, due_on: date | None, about: Model | None = None
) -> Promise:
    """Rule 5.2: said to a client, with a day. ``about``: the contact, request, complaint, deal or order that
    it was said about, of this client."""
    client: Client = fetch(actor, Client, client_id, lock=True)
    return promise_put(actor, client, text, due_on, about=about)


def promise_put(
    actor: Actor,
    client: Client,
    text: str,
    due_on: date | None,
    *,
    contact: Contact | None = None,
    about: Model | None = None,
    field: str = "",
) -> Promise:
    """``client``: locked; ``field``: of the form, where what is wrong is said."""
    require(actor, "promise.make", client)
    words, day_field = field or "text", f"{field}_on" if field else "due_on"
    said = tidy(text)
    if not said:
        raise Invalid(**{words: _("Write what was promised.")})
    if due_on is None:
        raise Invalid(**{day_field: _("Say by which day: a promise without a day is none.")})
    open_day(client, due_on, day_field)
    promise = Promise(
        client=client,
        contact=about if isinstance(about, Contact) else contact,
        text=short(said, words),
        due_on=due_on,
        by_id=actor.employee_id,
    )
    if about is not None:
        promise.about_type, promise.about_id = _about(actor, client, about)
    promise.save(force_insert=True)
    data = {"text": promise.text[:IN_JOURNAL], "day": due_on}
    record(actor, kinds.PROMISED, subject=promise, client_id=client.pk, data=data)
    return promise


def _about(actor: Actor, client: Client, about: Model) -> tuple[str, int]:
    """A thing of another client, or one that the actor does not see, is nothing to promise about."""
    scope = getattr(about, "scope", None)
    if getattr(about, "client_id", client.pk) != client.pk or (scope and not scope.holds(actor, about)):
        raise NotVisible
    return about._meta.label_lower, about.pk


@transaction.atomic
def promise_settle(actor: Actor, *, promise_id: int, kept: bool) -> Promise:
    """Kept (late, if its day is over) or broken (rule 5.2). Once: of two people the second is told."""
    promise = _promise_of(actor, promise_id)
    state = settled(kept=kept, due_on=promise.due_on, today=clock.today())
    if promise.state != Kept.OPEN:
        if actor.is_self(promise.settled_by_id) and (promise.state == Kept.BROKEN) != kept:
            return promise
        raise DoneAlready(promise.settled_by)
    promise.state, promise.settled_at, promise.settled_by_id = state, clock.now(), actor.employee_id
    promise.put_off_to = None
    promise.save(update_fields=["state", "settled_at", "settled_by", "put_off_to"])
    data = {"text": promise.text[:IN_JOURNAL]}
    record(actor, SETTLED[state], subject=promise, client_id=promise.client_id, data=data)
    return promise


@transaction.atomic
def promise_reopen(actor: Actor, *, promise_id: int) -> Promise:
    """A slip of the finger taken back: by whoever settled it, on the same day."""
    promise = _promise_of(actor, promise_id)
    if promise.state == Kept.OPEN:
        return promise
    own_slip(actor, promise)
    promise.state, promise.settled_at, promise.settled_by = Kept.OPEN, None, None
    promise.save(update_fields=["state", "settled_at", "settled_by"])
    data = {"text": promise.text[:IN_JOURNAL]}
    record(actor, kinds.PROMISE_REOPENED, subject=promise, client_id=promise.client_id, data=data)
    return promise


@transaction.atomic
def promise_put_off(actor: Actor, *, promise_id: int, day: date) -> Promise:
    """Out of Today until that day; what was promised, and for when, stays."""
    promise = _promise_of(actor, promise_id)
    if promise.state != Kept.OPEN:
        raise DoneAlready(promise.settled_by)
    later(day)
    if promise.put_off_to == day:
        return promise
    promise.put_off_to = day
    promise.save(update_fields=["put_off_to"])
    data = {"text": promise.text[:IN_JOURNAL], "day": day}
    record(actor, kinds.PROMISE_PUT_OFF, subject=promise, client_id=promise.client_id, data=data)
    return promise


def _promise_of(actor: Actor, pk: int) -> Promise:
    rows: Any = Promise.objects.select_related("client", "settled_by")
    promise: Promise = fetch(actor, rows, pk, verb="promise.settle", lock=True)
    return promise
