"""Tasks in a handover (rule 1.3): whose day they are in, and the successor's first call to each client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vernost.access.actor import Role
from vernost.agenda import kinds
from vernost.agenda.models import Done, Step
from vernost.clients.belongings import BATCH, HandOver, Rows, TakeBack
from vernost.core import clock
from vernost.core.errors import Text
from vernost.journal.write import draft, record_many
from vernost.staff.models import Employee

MOMENT = "first_call"
IN_JOURNAL = 200


def key_of(handover_id: int, client_id: int) -> str:
    return f"handover:{handover_id}:{client_id}"


class Tasks(Rows):
    """An open task that was in somebody's own day is the successor's with the client, unless it was given to
    somebody else on purpose (a head's call to a critic stays the head's)."""

    def hand_over(self, handover: HandOver) -> Any:
        own_day = Q(state=Done.OPEN, for_employee__role=Role.MANAGER)
        theirs = self.assign(handover.client_ids, "for_employee", None, own_day)
        if handover.handover_id is not None:
            _first_calls(handover)
        return {"for_employee": theirs}

    def take_back(self, back: TakeBack, record: Any) -> Sequence[Text]:
        """First calls that nobody touched are dropped; a call that was made was made."""
        self.assign_back(back, "for_employee", None, record["for_employee"])
        made = sum(_drop(back, ids) for ids in _batches(back.client_ids))
        text = ngettext("{n} first call was made already.", "{n} first calls were made already.", made)
        return [text.format(n=made)] if made else []


def _first_calls(handover: HandOver) -> None:
    """Set by set: three thousand in a few queries. The same handover run again makes none twice."""
    successor = Employee.objects.get(pk=handover.successor_id)
    with translation.override(successor.language):
        text = _("First call: introduce yourself, you look after this client now.")
    assert handover.handover_id is not None
    for ids in _batches(sorted(handover.first_calls)):
        keys = {key_of(handover.handover_id, pk): pk for pk in ids}
        known = set(Step._base_manager.filter(key__in=keys).values_list("key", flat=True))
        steps = [
            Step(client_id=pk, text=text, due_on=handover.first_calls[pk], key=key, moment=MOMENT,
                 set_by_id=handover.actor.employee_id)
            for key, pk in keys.items()
            if key not in known
        ]  # fmt: skip
        Step.objects.bulk_create(steps)
        record_many(
            draft(handover.actor, kinds.STEP_SET, subject=step, client_id=step.client_id,
                  data={"text": step.text[:IN_JOURNAL], "day": step.due_on})
            for step in steps
        )  # fmt: skip


def _drop(back: TakeBack, ids: Sequence[int]) -> int:
    keys = [key_of(back.handover_id, pk) for pk in ids]
    steps = list(Step._base_manager.select_for_update().filter(key__in=keys))
    open_ones = [step for step in steps if step.state == Done.OPEN]
    Step._base_manager.filter(pk__in=[step.pk for step in open_ones]).update(
        state=Done.DROPPED, settled_at=clock.now(), settled_by=back.actor.employee_id
    )
    record_many(
        draft(back.actor, kinds.STEP_DROPPED, subject=step, client_id=step.client_id,
              data={"text": step.text[:IN_JOURNAL]})
        for step in open_ones
    )  # fmt: skip
    return sum(step.state == Done.DONE for step in steps)


def _batches(ids: Sequence[int]) -> Sequence[Sequence[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
