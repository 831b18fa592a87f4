"""A client was closed: nobody is left to win back (rules 2.4, 6.4)."""

from __future__ import annotations

from vernost.clients import kinds
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.reactions.speaking import client_of
from vernost.winback.services import client_closed


@reaction(
    "winback_closed",
    on=(kinds.CLOSED,),
    rule="2.4, 6.4",
    does="An open plan to win them back ends, and its lines leave “Today”.",
)
def end_the_plan(entry: Entry) -> None:
    if entry.client_id and client_of(entry) is None:  # not opened again meanwhile
        client_closed(entry.client_id)
