"""A complaint that was opened out of an answer: the path is walked; once settled, the client is asked again
(rules 4.4, 5.1)."""

from __future__ import annotations

from vernost.access.actor import SYSTEM
from vernost.complaints import kinds
from vernost.complaints.models import Complaint
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.voice.services import loop_helped, loop_led_to

OF_LOOP = "loop"


@reaction(
    "complaint_of_answer",
    on=(kinds.TAKEN, kinds.CONFIRMED, kinds.REOPENED),
    rule="4.4, 5.1",
    does="The answer that led to a complaint is dealt with; once the client confirms, they are asked again.",
)
def follow(entry: Entry) -> None:
    rows = Complaint.objects.visible_to(SYSTEM)
    case: Complaint | None = rows.filter(pk=entry.subject_id).first()
    loop_id = _loop_of(case) if case is not None else None
    if case is None or loop_id is None:
        return
    if loop_led_to(SYSTEM, loop_id=loop_id, about=case, by_id=case.taken_by_id) is None:
        return  # of another client: a key that somebody made up
    if entry.kind != kinds.TAKEN.name:
        loop_helped(SYSTEM, loop_id=loop_id, helped=not case.is_open)


def _loop_of(case: Complaint) -> int | None:
    """«loop:7:12» → 7."""
    name, _colon, rest = case.key.partition(":")
    number = rest.partition(":")[0]
    return (
        int(number)
        if name == OF_LOOP and number.isascii() and number.isdigit() and len(number) < 19
        else None
    )
