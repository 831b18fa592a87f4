"""A client answered whether they would recommend us: the answer goes its way at once (rule 4.4)."""

from __future__ import annotations

from vernost.access.actor import SYSTEM
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.voice import kinds
from vernost.voice.services import loop_open


@reaction(
    "answered",
    on=(kinds.ANSWERED, kinds.CORRECTED),
    rule="4.4",
    does="A critic is to be called within a working day, a neutral one given something, a promoter thanked.",
)
def go_its_way(entry: Entry) -> None:
    if entry.subject_id is not None:
        loop_open(SYSTEM, response_id=entry.subject_id)
