"""A talk with a client, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.agenda import kinds
from vernost.agenda.models import Began, Channel, Contact, Outcome
from vernost.agenda.rules import working_day
from vernost.agenda.services.checks import IN_JOURNAL
from vernost.agenda.services.promises import promise_put
from vernost.agenda.services.tasks import step_put
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock, worktime
from vernost.core.errors import Invalid
from vernost.journal.write import record

NOBODY = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)
CALL_BACK = "call_back"


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
        promise_put(actor, client, promise, promise_on, contact=contact, field="promise")
    if step or step_on:
        moment = CALL_BACK if outcome in NOBODY and not step else ""
        step_put(actor, client, step, step_on, contact=contact, field="step", moment=moment)
    return contact


@transaction.atomic
def no_answer(actor: Actor, *, client_id: int, put_off: Callable[[date], object]) -> Contact:
    """Nobody took the phone: the call is written down, what it was for comes back on the next working day.

    The same within a minute is one call: a finger that slipped twice.
    """
    put_off(working_day(worktime.of_firm(), clock.today() + timedelta(days=1)))
    token = f"no answer {client_id} {clock.now():%y%m%d%H%M}"[:32]
    return contact_log(actor, client_id=client_id, outcome=Outcome.NO_ANSWER, token=token)


def _checked(contact: Contact) -> None:
    try:
        contact.full_clean(exclude={"client", "author"}, validate_unique=False)
    except ValidationError as error:
        raise Invalid.of(error, whole_row="minutes") from error
