"""A talk with a client, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.agenda import kinds
from vernost.agenda.models import Began, Channel, Contact, Outcome
from vernost.agenda.services.checks import IN_JOURNAL
from vernost.agenda.services.promises import promise_put
from vernost.agenda.services.tasks import step_put
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record


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
        step_put(actor, client, step, step_on, contact=contact, field="step")
    return contact


def _checked(contact: Contact) -> None:
    try:
        contact.full_clean(exclude={"client", "author"}, validate_unique=False)
    except ValidationError as error:
        raise Invalid.of(error, whole_row="minutes") from error
