"""A lost client bought again: the plan that asked them back has ended as it should (rules 2.5, 6.4)."""

from __future__ import annotations

from datetime import timedelta

from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.retention import kinds
from vernost.winback.services import client_bought


@reaction(
    "winback_bought",
    on=(kinds.MOVED["returned"],),
    rule="2.5, 6.4",
    does="The plan to win them back ends as returned; of the control group the return is counted too.",
    within=timedelta(days=30),
)
def end_the_plan(entry: Entry) -> None:
    if entry.client_id:
        client_bought([entry.client_id])
