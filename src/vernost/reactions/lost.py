"""A client of the best class is past the lost line: the manager is asked to win them back (rules 6.1, 6.4).

The others stand in the list of those to win back; a task each would drown the day.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of, in_language_of, key_of, task
from vernost.retention import kinds
from vernost.retention.models import ClientFacts, Lifecycle
from vernost.winback.selectors.alone import left_alone

BEST = "A"


@reaction(
    "lost",
    on=(kinds.MOVED["lost"],),
    rule="6.1, 6.4",
    does="A manager whose client is of class A is asked to win them back; the others stand in the list.",
    within=timedelta(days=7),
)
def win_back(entry: Entry) -> None:
    client = client_of(entry)
    facts = ClientFacts.objects.visible_to(SYSTEM).filter(client=client).first() if client else None
    if client is None or facts is None or facts.lifecycle != Lifecycle.LOST or facts.abc != BEST:
        return
    if left_alone([client.pk]):
        return
    with in_language_of(client.owner):
        text = _("Win them back: a client of class A is silent past the line. Find out why, bring something.")
        task(client, text, key=key_of(entry, "winback"), moment="winback", due_on=clock.today())
