"""Every write: contacts, promises, next steps, answers to what Today reminds of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda import causes, kinds
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import (
    LONGEST,
    Answer,
    Began,
    Channel,
    Contact,
    Done,
    How,
    Kept,
    Outcome,
    Promise,
    Step,
)
from vernost.agenda.rules import settled
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid, NotVisible
from vernost.journal.write import record

IN_JOURNAL = 200
SETTLED = {Kept.KEPT: kinds.KEPT, Kept.LATE: kinds.KEPT_LATE, Kept.BROKEN: kinds.BROKEN}
ANSWERED = {How.DONE: kinds.CAUSE_DONE, How.LATER: kinds.CAUSE_PUT_OFF, How.DROPPED: kinds.CAUSE_DROPPED}


@transaction.atomic
def contact_log(
    actor: Actor,
    *,
    client_id: int,
    channel: str = Channel.CALL,
    began: str = Began.WE,
    outcome: str = Outcome.TALKED,
    minutes: int | None = None,
    text: str = "",
    at: datetime | None = None,
    step: str = "",
    step_on: date | None = None,
    promise: str = "",
    promise_on: date | None = None,
    token: str = "",
) -> Contact:
    """One talk with a client, and what follows from it (rules 1.9, 5.2, 5.7): all or nothing.

    ``token``: of the form it came by; the same one again gives the contact that is there.
    """
    client: Client = fetch(actor, Client, client_id, verb="contact.log", lock=True)
    if token:
        known = Contact.objects.visible_to(actor).filter(client=client, author=actor.employee_id, token=token)
        if (there := known.first()) is not None:
            found: Contact = there
            return found
    if at is not None and at > clock.now():
        raise Invalid(at=_("This time has not come yet."))
    contact = Contact(
        client=client,
        channel=channel,
        began=began,
        outcome=outcome,
        minutes=minutes,
        text=tidy(text, lines=True),
        at=at or clock.now(),
        author_id=actor.employee_id,
        token=token,
    )
    _checked(contact)
    contact.save(force_insert=True)
    said = contact.text[:IN_JOURNAL] or str(contact.get_outcome_display())
    kind = kinds.CONTACTED[channel, began]
    record(
        actor,
        kind,
        subject=contact,
        client_id=client.pk,
        data={"text": said, "outcome": outcome},
        at=contact.at,
    )
    if promise or promise_on:
        _promise(actor, client, contact, promise, promise_on, field="promise")
    if step or step_on:
        _step(actor, client, contact, step, step_on, field="step")
    return contact


@transaction.atomic
def promise_make(actor: Actor, *, client_id: int, text: str, due_on: date | None) -> Promise:
    """Rule 5.2: said to a client, with a day."""
    client: Client = fetch(actor, Client, client_id, lock=True)
    return _promise(actor, client, None, text, due_on)


def _promise(
    actor: Actor, client: Client, contact: Contact | None, text: str, due_on: date | None, *, field: str = ""
) -> Promise:
    require(actor, "promise.make", client)
    words, day_field = field or "text", f"{field}_on" if field else "due_on"
    said = tidy(text)
    if not said:
        raise Invalid(**{words: _("Write what was promised.")})
    if due_on is None:
        raise Invalid(**{day_field: _("Say by which day: a promise without a day is none.")})
    _open_day(client, due_on, day_field)
    promise = Promise(
        client=client, contact=contact, text=_short(said, words), due_on=due_on, by_id=actor.employee_id
    )
    promise.save(force_insert=True)
    data = {"text": promise.text[:IN_JOURNAL], "day": due_on}
    record(actor, kinds.PROMISED, subject=promise, client_id=client.pk, data=data)
    return promise


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
    _own_slip(actor, promise)
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
    _later(day)
    if promise.put_off_to == day:
        return promise
    promise.put_off_to = day
    promise.save(update_fields=["put_off_to"])
    data = {"text": promise.text[:IN_JOURNAL], "day": day}
    record(actor, kinds.PROMISE_PUT_OFF, subject=promise, client_id=promise.client_id, data=data)
    return promise


@transaction.atomic
def step_set(actor: Actor, *, client_id: int, due_on: date | None, text: str = "") -> Step:
    client: Client = fetch(actor, Client, client_id, lock=True)
    return _step(actor, client, None, text, due_on)


def _step(
    actor: Actor, client: Client, contact: Contact | None, text: str, due_on: date | None, *, field: str = ""
) -> Step:
    require(actor, "step.set", client)
    words, day_field = field or "text", f"{field}_on" if field else "due_on"
    if due_on is None:
        raise Invalid(**{day_field: _("Say when: a step without a day is forgotten.")})
    _open_day(client, due_on, day_field)
    step = Step(client=client, contact=contact, text=_short(tidy(text), words), due_on=due_on,
                set_by_id=actor.employee_id)  # fmt: skip
    step.save(force_insert=True)
    data = {"text": _of(step), "day": due_on}
    record(actor, kinds.STEP_SET, subject=step, client_id=client.pk, data=data)
    return step


@transaction.atomic
def step_settle(actor: Actor, *, step_id: int, done: bool) -> Step:
    """Done or not needed. Once: of two people the second is told."""
    step = _step_of(actor, step_id)
    state = Done.DONE if done else Done.DROPPED
    if step.state != Done.OPEN:
        if actor.is_self(step.settled_by_id) and step.state == state:
            return step
        raise DoneAlready(step.settled_by)
    step.state, step.settled_at, step.settled_by_id = state, clock.now(), actor.employee_id
    step.save(update_fields=["state", "settled_at", "settled_by"])
    kind = kinds.STEP_DONE if done else kinds.STEP_DROPPED
    record(actor, kind, subject=step, client_id=step.client_id, data={"text": _of(step)})
    return step


@transaction.atomic
def step_reopen(actor: Actor, *, step_id: int) -> Step:
    """A slip of the finger taken back: by whoever settled it, on the same day."""
    step = _step_of(actor, step_id)
    if step.state == Done.OPEN:
        return step
    _own_slip(actor, step)
    step.state, step.settled_at, step.settled_by = Done.OPEN, None, None
    step.save(update_fields=["state", "settled_at", "settled_by"])
    record(actor, kinds.STEP_REOPENED, subject=step, client_id=step.client_id, data={"text": _of(step)})
    return step


@transaction.atomic
def step_put_off(actor: Actor, *, step_id: int, day: date) -> Step:
    step = _step_of(actor, step_id)
    if step.state != Done.OPEN:
        raise DoneAlready(step.settled_by)
    _later(day)
    if step.due_on == day:
        return step
    before, step.due_on = step.due_on, day
    step.save(update_fields=["due_on"])
    changes, data = {"due_on": (before, day)}, {"text": _of(step), "day": day}
    record(actor, kinds.STEP_PUT_OFF, subject=step, client_id=step.client_id, changes=changes, data=data)
    return step


@transaction.atomic
def cause_answer(
    actor: Actor, *, client_id: int, cause: str, of: date | None, how: str, until: date | None = None
) -> Answer:
    """What was done about this silence or this birthday; for ``later``, until which day it stays away."""
    client: Client = fetch(actor, Client, client_id, verb="cause.answer", lock=True)
    if of is None or not causes.is_known(cause) or how not in How.values:
        raise NotVisible
    if how == How.LATER:
        _later(until)
    until = until if how == How.LATER else None
    rows = Answer.objects.visible_to(actor).select_for_update(of=("self",)).select_related("by")
    answer: Answer = rows.filter(client=client, cause=cause, of=of).first() or Answer(
        client=client, cause=cause, of=of
    )
    if answer.pk and (answer.how, answer.until) == (how, until) and actor.is_self(answer.by_id):
        return answer
    if answer.pk and answer.how != How.LATER:
        raise DoneAlready(answer.by)
    answer.how, answer.until, answer.by_id, answer.at = how, until, actor.employee_id, clock.now()
    answer.save()
    data: dict[str, Any] = {"cause": cause} | ({"day": until} if until else {})
    record(actor, ANSWERED[How(how)], subject=answer, client_id=client.pk, data=data)
    return answer


@transaction.atomic
def cause_reopen(actor: Actor, *, client_id: int, cause: str, of: date | None) -> None:
    """The answer taken back: the line comes back, if its cause is still there."""
    client: Client = fetch(actor, Client, client_id, verb="cause.answer", lock=True)
    rows = Answer.objects.visible_to(actor).select_related("by")
    answer: Answer | None = rows.filter(client=client, cause=cause, of=of).first() if of else None
    if answer is None:
        return
    if not actor.is_self(answer.by_id):
        raise DoneAlready(answer.by)
    record(actor, kinds.CAUSE_REOPENED, subject=answer, client_id=client.pk, data={"cause": cause})
    answer.delete()


def _own_slip(actor: Actor, settled_thing: Promise | Step) -> None:
    at = settled_thing.settled_at
    same_day = at is not None and at.astimezone(clock.firm_zone()).date() == clock.today()
    if not (same_day and actor.is_self(settled_thing.settled_by_id)):
        raise DoneAlready(settled_thing.settled_by)


def _promise_of(actor: Actor, pk: int) -> Promise:
    rows: Any = Promise.objects.select_related("client", "settled_by")
    promise: Promise = fetch(actor, rows, pk, verb="promise.settle", lock=True)
    return promise


def _step_of(actor: Actor, pk: int) -> Step:
    rows: Any = Step.objects.select_related("client", "settled_by")
    step: Step = fetch(actor, rows, pk, verb="step.settle", lock=True)
    return step


def _of(step: Step) -> str:
    return step.text[:IN_JOURNAL] or _("call back")


def _short(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST)})
    return text


def _open_day(client: Client, day: date, field: str) -> None:
    if client.is_closed:
        raise Invalid(**{field: _("This client is closed: nothing is planned for them.")})
    if day < clock.today():
        raise Invalid(**{field: _("This day is over.")})


def _later(day: date | None) -> None:
    if day is None or day <= clock.today():
        raise Invalid(day=_("Later means tomorrow at the earliest."))


def _checked(contact: Contact) -> None:
    try:
        contact.full_clean(exclude={"client", "author"}, validate_unique=False)
    except ValidationError as error:
        raise Invalid.of(error, whole_row="minutes") from error
