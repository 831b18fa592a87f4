"""What Today reminds of by itself, answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.agenda import causes, kinds
from vernost.agenda.errors import DoneAlready
from vernost.agenda.models import Answer, How
from vernost.agenda.services.checks import later
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.journal.write import record

ANSWERED = {How.DONE: kinds.CAUSE_DONE, How.LATER: kinds.CAUSE_PUT_OFF, How.DROPPED: kinds.CAUSE_DROPPED}


@transaction.atomic
def cause_answer(
    actor: Actor,
    *,
    client_id: int,
    cause: str,
    of: date | None,
    how: str,
    until: date | None = None,
    ref: int = 0,
) -> Answer:
    """What was done about this silence or this birthday; for ``later``, until which day it stays away.

    ``ref``: which of several on one day.
    """
    client: Client = fetch(actor, Client, client_id, verb="cause.answer", lock=True)
    if of is None or how not in causes.acts_of(cause):
        raise NotVisible
    if how == How.LATER:
        later(until)
    until = until if how == How.LATER else None
    rows = Answer.objects.visible_to(actor).select_for_update(of=("self",)).select_related("by")
    answer: Answer = rows.filter(client=client, cause=cause, of=of, ref=ref).first() or Answer(
        client=client, cause=cause, of=of, ref=ref
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
def cause_reopen(actor: Actor, *, client_id: int, cause: str, of: date | None, ref: int = 0) -> None:
    """The answer taken back: the line comes back, if its cause is still there."""
    client: Client = fetch(actor, Client, client_id, verb="cause.answer", lock=True)
    rows = Answer.objects.visible_to(actor).select_related("by")
    answer: Answer | None = rows.filter(client=client, cause=cause, of=of, ref=ref).first() if of else None
    if answer is None:
        return
    if not actor.is_self(answer.by_id):
        raise DoneAlready(answer.by)
    record(actor, kinds.CAUSE_REOPENED, subject=answer, client_id=client.pk, data={"cause": cause})
    answer.delete()
