"""A lost client bought again: thanked at once, and fragile for a while (rules 2.4, 2.5)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of, head_of, in_language_of, key_of, task
from vernost.retention import kinds
from vernost.retention.models import ClientFacts, Lifecycle

MOMENT = "returned"


@reaction(
    "returned",
    on=(kinds.MOVED["returned"],),
    rule="2.4, 2.5",
    does="The manager thanks them and asks how it was; the head is told to handle them with care.",
    within=timedelta(days=7),
)
def thank(entry: Entry) -> None:
    client = client_of(entry)
    facts = ClientFacts.objects.visible_to(SYSTEM).filter(client=client).first() if client else None
    if client is None or facts is None or facts.lifecycle != Lifecycle.RETURNED:
        return  # the order was cancelled meanwhile
    today = clock.today()
    with in_language_of(client.owner):
        text = _("Thank them for coming back, and ask whether everything was right this time.")
        task(client, text, key=key_of(entry, "thanks"), moment=MOMENT, due_on=today)
    if head := head_of(client):
        with in_language_of(head):
            text = _(
                "Came back after having been lost, and is fragile: no hard selling, watch every complaint."
            )
            task(client, text, key=key_of(entry, "care"), moment=MOMENT, due_on=today, whose=head)
