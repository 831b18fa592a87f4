"""A promise was broken: an apology is due today, and the head sees it (rule 5.2)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM
from vernost.agenda import kinds
from vernost.agenda.models import Kept, Promise
from vernost.core import clock
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of, head_of, in_language_of, key_of, task

MOMENT = "promise_broken"


@reaction(
    "promise_broken",
    on=(kinds.BROKEN,),
    rule="5.2",
    does="The manager is asked to apologise today; the head is told what was promised.",
)
def apologise(entry: Entry) -> None:
    client = client_of(entry)
    promise = Promise.objects.visible_to(SYSTEM).filter(pk=entry.subject_id).first()
    if client is None or promise is None or promise.state != Kept.BROKEN:
        return  # a slip of the finger that was taken back
    what, today = promise.text or _("a promise"), clock.today()
    with in_language_of(client.owner):
        text = _("Apologise: a promise was broken. “{promise}”").format(promise=what)
        task(client, text[:500], key=key_of(entry, "apology"), moment=MOMENT, due_on=today)
    if head := head_of(client):
        with in_language_of(head):
            said = _("{manager} did not keep a promise: “{promise}”. See that the client hears from us.")
            text = said.format(manager=client.owner.name if client.owner else "", promise=what)
            task(client, text[:500], key=key_of(entry, "head"), moment=MOMENT, due_on=today, whose=head)
