"""An order will be late: of a client who must not be disappointed the head is told too (rules 2.4, 5.4).

«Tell the client now» stands in the manager's Today by itself, until somebody has told: no task doubles it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.orders import kinds
from vernost.orders.models import Order
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of, head_of, in_language_of, task
from vernost.retention.models import ClientFacts, Lifecycle

BEST = "A"


@reaction(
    "delivery_late",
    on=(kinds.DELAYED,),
    rule="2.4, 5.4",
    does="Of a client who has just come back, or is of class A, the head is told too.",
)
def watch(entry: Entry) -> None:
    client = client_of(entry)
    order = Order.objects.visible_to(SYSTEM).filter(pk=entry.subject_id).first()
    if client is None or order is None or not order.is_open:
        return
    head, facts = head_of(client), ClientFacts.objects.visible_to(SYSTEM).filter(client=client).first()
    if head is None or facts is None:
        return
    with in_language_of(head):
        if facts.lifecycle == Lifecycle.RETURNED:
            text = _("The order {order} is late, and the client has just come back: see that they are told.")
        elif facts.abc == BEST:
            text = _("The order {order} of a client of class A is late: see that they are told.")
        else:
            return
        key = f"late:{order.pk}:{order.promised_on}:head"  # the same new day is told of once
        said = text.format(order=order)
        task(client, said, key=key, moment="late_delivery", due_on=clock.today(), whose=head)
