"""To let a client go is a decision: with a name, a day and a reason; it can be taken back (rule 6.1)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.winback import kinds
from vernost.winback.errors import LeftAlone, NotLost
from vernost.winback.models import Arm, LetGo, Plan, Standing
from vernost.winback.services.ending import plan_end
from vernost.winback.services.ranking import ranked_again


@transaction.atomic
def client_let_go(actor: Actor, *, client_id: int, why: str) -> LetGo:
    """An open plan ends with it. Not possible in a control group: it would no longer be one."""
    client: Client = fetch(actor, Client, client_id, verb="winback.let_go", lock=True)
    said = tidy(why)[:300]
    if not said:
        raise Invalid(why=_("Say why: whoever asks in a year must understand it."))
    there: LetGo | None = LetGo.objects.visible_to(actor).filter(client=client, taken_back_on=None).first()
    if there is not None:
        return there
    facts = ClientFacts.objects.visible_to(actor).filter(client=client, lifecycle=Lifecycle.LOST)
    if not facts.exists():
        raise NotLost
    plan = Plan.objects.visible_to(actor).select_for_update().filter(client=client, ended_on=None).first()
    if plan is not None:
        if plan.arm == Arm.ALONE:
            raise LeftAlone
        plan_end(actor, plan, Standing.CALLED_OFF, said)
    row: LetGo = LetGo.objects.create(client=client, why=said, by_id=actor.employee_id)
    record(actor, kinds.LET_GO, subject=row, client_id=client.pk, data={"why": said})
    ranked_again([client.pk])
    return row


@transaction.atomic
def let_go_take_back(actor: Actor, *, client_id: int) -> None:
    client: Client = fetch(actor, Client, client_id, verb="winback.let_go", lock=True)
    rows = LetGo.objects.visible_to(actor).select_for_update().filter(client=client, taken_back_on=None)
    row: LetGo | None = rows.first()
    if row is None:
        return
    row.taken_back_on, row.taken_back_by_id = clock.today(), actor.employee_id
    row.save(update_fields=["taken_back_on", "taken_back_by"])
    record(actor, kinds.TAKEN_BACK, subject=row, client_id=client.pk)
    ranked_again([client.pk])
