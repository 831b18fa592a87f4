"""Planning a handover: whose clients, to whom each, with which letter (rule 1.3). Nothing moves yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, fetch_plain
from vernost.access.policies import may, require
from vernost.clients import handing, handover_letter, owning
from vernost.clients.errors import NotPlanned
from vernost.clients.models import Client, Handover, HandoverClient, Holds
from vernost.clients.rules import tidy
from vernost.core.errors import Invalid
from vernost.staff.models import Employee

BATCH = 500
ONE, EVENLY, BY_HAND = "one", "evenly", "hand"


@transaction.atomic
def handover_plan(actor: Actor, *, leaver_id: int) -> Handover:
    """A plan for all clients of this employee that the actor sees; the one begun before, if there is one."""
    require(actor, "client.hand_over")
    leaver: Employee = fetch_plain(actor, Employee, leaver_id, verb="client.hand_over")
    begun = Handover.objects.visible_to(actor).filter(
        leaver=leaver, by_id=actor.employee_id, state=Handover.State.PLANNED
    )
    if (there := begun.select_for_update().first()) is not None:
        handover: Handover = there
    else:
        if not theirs(actor, leaver.pk):
            raise Invalid(leaver=_("They have no clients that you see."))
        assert actor.employee_id is not None, "a handover is planned by a person"
        handover = Handover.objects.create(leaver=leaver, by_id=actor.employee_id)
    refresh(actor, handover)
    return handover


def theirs(actor: Actor, leaver_id: int) -> list[int]:
    rows = Client.objects.visible_to(actor).filter(owner=leaver_id).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def refresh(actor: Actor, handover: Handover) -> tuple[int, int]:
    """The plan holds exactly the clients they have now: how many came, and how many went. What was chosen for
    the others stays."""
    now = set(theirs(actor, handover.leaver_id))
    planned = set(HandoverClient._base_manager.filter(handover=handover).values_list("client_id", flat=True))
    gone, new = sorted(planned - now), sorted(now - planned)
    for start in range(0, len(gone), BATCH):
        HandoverClient._base_manager.filter(
            handover=handover, client__in=gone[start : start + BATCH]
        ).delete()
    personal: set[int] = set()
    for start in range(0, len(new), BATCH):
        bound = Client._base_manager.filter(pk__in=new[start : start + BATCH], held_by=Holds.PERSON)
        personal |= set(bound.values_list("pk", flat=True))
    HandoverClient.objects.bulk_create(
        [HandoverClient(handover=handover, client_id=pk, personal=pk in personal) for pk in new],
        batch_size=BATCH,
    )
    return len(new), len(gone)


@transaction.atomic
def handover_split(
    actor: Actor,
    *,
    handover_id: int,
    rule: str,
    successors: Sequence[int] = (),
    groups: Mapping[str, int | None] | None = None,
) -> Handover:
    """Everybody anew by a rule: ``one``, ``evenly`` over several, or the name of a grouping with a successor
    for each group. A group without one is left to be chosen by hand."""
    handover = planned(actor, handover_id)
    ids = list(_rows(handover).values_list("client_id", flat=True))
    if rule in (ONE, EVENLY):
        working(successors)
        if not successors or (rule == ONE and len(successors) != 1):
            raise Invalid(successors=_("Choose who takes the clients."))
        _not_the_leaver(handover, successors)
        chosen: dict[int, int | None] = dict(handing.evenly(ids, list(dict.fromkeys(successors))))
    else:
        grouping, wanted = handing.known(rule), dict(groups or {})
        named = [one for one in wanted.values() if one]
        if grouping is None or not named:
            raise Invalid(successors=_("Choose who takes the clients."))
        working(named)
        _not_the_leaver(handover, named)
        every = handing.groups_of(grouping, ids)
        chosen = {pk: wanted.get(every[pk][0]) for pk in ids}
    _choose(handover, chosen)
    return handover


@transaction.atomic
def handover_assign(
    actor: Actor, *, handover_id: int, chosen: Mapping[int, int | None], personal: Mapping[int, bool]
) -> int:
    """By hand, for a page of them; how many were changed."""
    handover = planned(actor, handover_id)
    named = [one for one in chosen.values() if one]
    working(named)
    _not_the_leaver(handover, named)
    rows = {row.client_id: row for row in _rows(handover).filter(client__in=[*chosen, *personal])}
    changed = []
    for pk, row in rows.items():
        before = (row.successor_id, row.personal)
        row.successor_id, row.personal = chosen.get(pk, row.successor_id), personal.get(pk, row.personal)
        if (row.successor_id, row.personal) != before:
            changed.append(row)
    HandoverClient._base_manager.bulk_update(changed, ["successor", "personal"], batch_size=BATCH)
    return len(changed)


@transaction.atomic
def handover_settle(actor: Actor, *, handover_id: int, **values: Any) -> Handover:
    """The letter, the first calls a day, and whether the leaver's access is closed in the same step."""
    handover = planned(actor, handover_id)
    unknown = values.keys() - {"leaves", "subject", "text", "calls_a_day"}
    if unknown:
        raise TypeError(f"handover_settle does not change {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(handover, name, tidy(value, lines=name == "text") if isinstance(value, str) else value)
    if handover.leaves:
        require(actor, "staff.deactivate")
        if actor.is_self(handover.leaver_id):
            raise Invalid(leaves=_("Nobody closes their own access."))
    for field in ("subject", "text"):
        handover_letter.checked(field, getattr(handover, field))
    if bool(handover.text) != bool(handover.subject):
        raise Invalid(subject=_("A letter has a subject and a text; for no letter both are empty."))
    try:
        handover.full_clean(exclude={"leaver", "by", "record"}, validate_unique=False)
    except ValidationError as error:
        raise Invalid.of(error, whole_row="calls_a_day") from error
    handover.save(update_fields=list(values))
    return handover


@transaction.atomic
def handover_drop(actor: Actor, *, handover_id: int) -> None:
    """A plan that is not wanted any more."""
    planned(actor, handover_id).delete()


def planned(actor: Actor, handover_id: int) -> Handover:
    """Locked: two windows on one plan wait for each other."""
    rows: Any = Handover.objects.select_related("leaver")
    handover: Handover = fetch(actor, rows, handover_id, verb="client.hand_over", lock=True)
    if not handover.is_planned:
        raise NotPlanned
    return handover


def working(employee_ids: Sequence[int]) -> dict[int, Employee]:
    wanted = set(employee_ids)
    found = Employee.objects.active().in_bulk(wanted)
    if len(found) != len(wanted):
        raise Invalid(successors=_("There is no such employee."))
    owning.demand(found, field="successors")
    return found


def may_close_access(actor: Actor, handover: Handover) -> bool:
    return may(actor, "staff.deactivate") and not actor.is_self(handover.leaver_id)


def _not_the_leaver(handover: Handover, successors: Sequence[int]) -> None:
    if handover.leaver_id in successors:
        raise Invalid(successors=_("The clients are theirs already."))


def _rows(handover: Handover) -> Any:
    return HandoverClient._base_manager.filter(handover=handover).order_by("client_id")


def _choose(handover: Handover, chosen: Mapping[int, int | None]) -> None:
    by_successor: dict[int | None, list[int]] = {}
    for pk, successor in chosen.items():
        by_successor.setdefault(successor, []).append(pk)
    for successor, ids in by_successor.items():
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            HandoverClient._base_manager.filter(handover=handover, client__in=part).update(
                successor=successor
            )
