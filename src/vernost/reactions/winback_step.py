"""A step of a plan was settled in «Today»: the plan moves on (rule 6.4)."""

from __future__ import annotations

from vernost.agenda import kinds
from vernost.journal.models import Entry
from vernost.reactions.declaring import reaction
from vernost.winback.services import task_settled


@reaction(
    "winback_step",
    on=(kinds.STEP_DONE, kinds.STEP_DROPPED),
    rule="6.4",
    does="A step of winning back settled in “Today” is settled in its plan, and the next one follows.",
)
def move_the_plan(entry: Entry) -> None:
    if entry.subject_id:
        task_settled(task_id=entry.subject_id, done=entry.kind == kinds.STEP_DONE.name)
