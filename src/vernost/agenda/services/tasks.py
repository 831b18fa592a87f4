"""Tasks of the house: set by people as next steps, and by what happened."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor, Kind
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda import kinds
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import Contact, Done, Step
from vernost.agenda.services.checks import IN_JOURNAL, later, open_day, own_slip, short
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.staff.models import Employee


@transaction.atomic
def step_set(
    actor: Actor,
    *,
    client_id: int,
    due_on: date | None,
    text: str = "",
    at: time | None = None,
    for_employee_id: int | None = None,
) -> Step:
    """The next step with a client, by hand; ``for_employee_id``: of whoever it is for, if not the manager."""
    client: Client = fetch(actor, Client, client_id, lock=True)
    return step_put(actor, client, text, due_on, at=at, for_employee_id=for_employee_id)


@transaction.atomic
def task_set(
    actor: Actor,
    *,
    client_id: int,
    text: str,
    due_on: date,
    key: str = "",
    moment: str = "",
    for_employee_id: int | None = None,
    at: time | None = None,
) -> Step:
    """A task that something gave rise to: once a ``key``, however often its cause is seen.

    The second call returns what is there, as it stands by now (done, put off), and writes nothing. A cause
    that is seen late is due today: its own day is over. Raises ``ClosedClient`` for a closed one.
    """
    client: Client = fetch(actor, Client, client_id, lock=True)  # two who see one cause wait for each other
    if key:
        require(actor, "step.set", client)
        there: Step | None = Step.objects.visible_to(actor).filter(key=key).first()
        if there is not None:
            return there
    day = max(due_on, clock.today()) if key or actor.kind is Kind.SYSTEM else due_on
    return step_put(actor, client, text, day, key=key, moment=moment, at=at, for_employee_id=for_employee_id)


def step_put(
    actor: Actor,
    client: Client,
    text: str,
    due_on: date | None,
    *,
    contact: Contact | None = None,
    field: str = "",
    key: str = "",
    moment: str = "",
    at: time | None = None,
    for_employee_id: int | None = None,
) -> Step:
    """``client``: locked; ``field``: of the form, where what is wrong is said."""
    require(actor, "step.set", client)
    words, day_field = field or "text", f"{field}_on" if field else "due_on"
    if due_on is None:
        raise Invalid(**{day_field: _("Say when: a step without a day is forgotten.")})
    open_day(client, due_on, day_field)
    if for_employee_id and not Employee.objects.active().filter(pk=for_employee_id).exists():
        raise Invalid(for_employee=_("There is no such employee."))
    step = Step(
        client=client,
        contact=contact,
        text=short(tidy(text), words),
        due_on=due_on,
        at=at,
        key=key,
        moment=moment,
        for_employee_id=for_employee_id,
        set_by_id=actor.employee_id,
    )
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
    own_slip(actor, step)
    step.state, step.settled_at, step.settled_by = Done.OPEN, None, None
    step.save(update_fields=["state", "settled_at", "settled_by"])
    record(actor, kinds.STEP_REOPENED, subject=step, client_id=step.client_id, data={"text": _of(step)})
    return step


@transaction.atomic
def step_put_off(actor: Actor, *, step_id: int, day: date) -> Step:
    step = _step_of(actor, step_id)
    if step.state != Done.OPEN:
        raise DoneAlready(step.settled_by)
    later(day)
    if step.due_on == day:
        return step
    before, step.due_on = step.due_on, day
    step.save(update_fields=["due_on"])
    changes, data = {"due_on": (before, day)}, {"text": _of(step), "day": day}
    record(actor, kinds.STEP_PUT_OFF, subject=step, client_id=step.client_id, changes=changes, data=data)
    return step


def _step_of(actor: Actor, pk: int) -> Step:
    rows: Any = Step.objects.select_related("client", "settled_by")
    step: Step = fetch(actor, rows, pk, verb="step.settle", lock=True)
    return step


def _of(step: Step) -> str:
    return step.text[:IN_JOURNAL] or _("call back")
