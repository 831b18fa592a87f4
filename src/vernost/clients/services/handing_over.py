"""A handover run, and taken back (rule 1.3): all at once or not at all, in one transaction either way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import belongings, handing, kinds
from vernost.clients.errors import PlanIsOld, TooLateToTakeBack
from vernost.clients.models import Client, Handover, HandoverClient
from vernost.clients.services.handovers import planned, theirs, working
from vernost.clients.services.owners import locked, move
from vernost.core import clock, worktime
from vernost.core.errors import Invalid, Text
from vernost.journal.write import record
from vernost.staff.leaving import access_ends
from vernost.staff.models import Employee
from vernost.staff.services.employees import employee_deactivate, employee_reactivate

BATCH = 500


@transaction.atomic
def handover_run(actor: Actor, *, handover_id: int) -> Handover:
    """Each client to their successor with everything that hangs on them; first calls set, letters put into
    the post, the leaver signed out everywhere. Killed at any line, nothing of it has happened.

    Where the leaver's clients are others than those planned: PlanIsOld, and nothing is done.
    """
    handover = planned(actor, handover_id)
    rows = {row.client_id: row for row in HandoverClient._base_manager.filter(handover=handover)}
    before = locked(sorted(rows))
    if sorted(rows) != theirs(actor, handover.leaver_id):
        raise PlanIsOld
    undecided = sum(row.successor_id is None for row in rows.values())
    if undecided:
        raise Invalid(_("Not everybody has a successor yet: {n}.").format(n=undecided))
    successors = working([row.successor_id for row in rows.values() if row.successor_id])
    told: list[Any] = []
    every_day: dict[int, Any] = {}
    for pk, successor in sorted(successors.items()):
        ids = [row.client_id for row in _in_order(rows, pk)]
        days = _first_calls(handover, ids)
        going = belongings.HandOver(actor, sorted(ids), pk, handover.pk, days)
        told.append([pk, move(actor, before, successor, going)])
        every_day |= days
    mail = HandoverClient.Mail.DUE if handover.text else HandoverClient.Mail.NONE
    for day, called in _by_value(every_day).items():
        _put(handover, called, first_call_on=day, mail=mail)
    _end_access(actor, handover)
    handover.state, handover.done_at = Handover.State.DONE, clock.now()
    handover.record = {"belongings": told}
    handover.save(update_fields=["state", "done_at", "record"])
    data = {"employee": handover.leaver.name, "rows": len(rows)}
    record(actor, kinds.HANDOVER_DONE, subject=handover, data=data)
    return handover


def _by_value(found: Mapping[int, Any]) -> dict[Any, list[int]]:
    turned: dict[Any, list[int]] = {}
    for pk, value in found.items():
        turned.setdefault(value, []).append(pk)
    return turned


def _put(handover: Handover, client_ids: Sequence[int], **values: Any) -> None:
    for start in range(0, len(client_ids), BATCH):
        part = client_ids[start : start + BATCH]
        HandoverClient._base_manager.filter(handover=handover, client__in=part).update(**values)


def _in_order(rows: dict[int, HandoverClient], successor: int) -> list[HandoverClient]:
    """Whom to call first: those at risk, then as they came."""
    mine = [row for row in rows.values() if row.successor_id == successor]
    return sorted(mine, key=lambda row: (not row.personal, row.client_id))


def _first_calls(handover: Handover, ids: Sequence[int]) -> dict[int, Any]:
    closed: set[int] = set()
    for start in range(0, len(ids), BATCH):
        part = Client._base_manager.filter(pk__in=ids[start : start + BATCH], closed_on__isnull=False)
        closed |= set(part.values_list("pk", flat=True))
    called = [pk for pk in ids if pk not in closed]
    calendar = worktime.of_firm()
    return handing.call_days(called, a_day=handover.calls_a_day, first=clock.today(), calendar=calendar)


def _end_access(actor: Actor, handover: Handover) -> None:
    if handover.leaves:
        employee_deactivate(actor, employee_id=handover.leaver_id)
    elif not actor.is_self(handover.leaver_id):
        access_ends(actor, handover.leaver)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """``kept``: how many changed hands meanwhile and stay where they are; ``stays``: what else could not be
    undone, in sentences."""

    back: int
    kept: int
    stays: list[Text]


@transaction.atomic
def handover_take_back(actor: Actor, *, handover_id: int) -> TakenBack:
    """Within a day: whoever is still with the successor is the leaver's again, with all as it was before."""
    rows: Any = Handover.objects.select_related("leaver")
    handover: Handover = fetch(actor, rows, handover_id, verb="client.hand_over", lock=True)
    if not handover.may_be_taken_back:
        raise TooLateToTakeBack
    leaver = _leaver_again(actor, handover)
    going = {row.client_id: row for row in HandoverClient._base_manager.filter(handover=handover)}
    now = locked(sorted(going))
    back = [pk for pk in sorted(going) if now.get(pk) == going[pk].successor_id]
    before = {pk: now[pk] for pk in back}
    move(actor, before, leaver, belongings.HandOver(actor, back, leaver.pk), kind=kinds.HANDED_BACK)
    stays: list[Text] = []
    for successor, told in handover.record.get("belongings", []):
        of_one = [pk for pk in back if going[pk].successor_id == successor]
        going_back = belongings.TakeBack(actor, handover.pk, of_one, successor, leaver.pk)
        stays += belongings.take_back(going_back, told)
    unwritten = [pk for pk in back if going[pk].mail == HandoverClient.Mail.DUE]
    _put(handover, unwritten, mail=HandoverClient.Mail.NONE)
    _put(handover, back, back=HandoverClient.Back.BACK)
    _put(handover, sorted(set(going) - set(back)), back=HandoverClient.Back.KEPT)
    handover.state, handover.taken_back_at = Handover.State.TAKEN_BACK, clock.now()
    handover.save(update_fields=["state", "taken_back_at"])
    data = {"employee": leaver.name, "rows": len(back)}
    record(actor, kinds.HANDOVER_TAKEN_BACK, subject=handover, data=data)
    return TakenBack(len(back), len(going) - len(back), stays)


def _leaver_again(actor: Actor, handover: Handover) -> Employee:
    """Clients go back to somebody who works here: access that this handover closed is opened again."""
    leaver = Employee.objects.get(pk=handover.leaver_id)
    if leaver.is_active:
        return leaver
    if not handover.leaves:
        raise Invalid(_("{name} does not work here any more.").format(name=leaver.name))
    require(actor, "staff.deactivate")
    return employee_reactivate(actor, employee_id=leaver.pk)
