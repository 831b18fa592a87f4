"""Who is given a request, and what happens when nobody answers it in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients import owning
from vernost.clients.models import Source
from vernost.core import clock, worktime
from vernost.core.errors import Invalid, NotVisible
from vernost.intake import kinds
from vernost.intake.errors import ManagersOwn, NotOpen
from vernost.intake.models import OPEN, Channel, Desk, Request, Seat, Way
from vernost.intake.rules import Place, whose_turn
from vernost.journal.write import record
from vernost.staff.models import Deputy, Employee

MARKS = frozenset({*Channel.values, *Source.values} - {""})


def give_out(request: Request) -> None:
    """Set and save who is given it, in the transaction of the caller. The desk's row is the lock: two workers
    never give one request out twice, nor two at once to the same turn."""
    desk = locked_desk()
    if desk.way == Way.NOBODY:
        return
    places = _places(desk)
    chosen = whose_turn(places, way=desk.way, marks={request.channel, request.source})
    if chosen is None:
        return
    free = Request.objects.unscoped(reason="being given out").filter(pk=request.pk, assigned_to=None)
    if not free.update(assigned_to=chosen):
        return
    request.assigned_to = Employee.objects.get(pk=chosen)
    desk.turns += 1
    desk.save(update_fields=["turns"])
    Seat.objects.filter(employee=chosen).update(last_turn=desk.turns)


def locked_desk() -> Desk:
    desk = Desk.objects.select_for_update().filter(pk=1).first()
    if desk is None:
        Desk.objects.bulk_create([Desk(pk=1)], ignore_conflicts=True)
        desk = Desk.objects.select_for_update().get(pk=1)
    return desk


def _places(desk: Desk) -> list[Place]:
    if desk.only_present and not worktime.of_firm().is_open(clock.now()):
        return []
    today = clock.today()
    seats = Seat.objects.filter(takes=True, employee__is_active=True)
    if desk.only_present:
        away = Deputy.objects.filter(since__lte=today, until__gte=today).values("stands_in_for")
        seats = seats.exclude(employee__in=away).exclude(away_until__gte=today)
    found = list(seats.order_by("employee"))
    held = owning.refused({one.employee_id for one in found})
    found = [one for one in found if one.employee_id not in held]
    rows = Request.objects.unscoped(reason="how much each has open").filter(state__in=OPEN).order_by()
    counted = rows.filter(assigned_to__in=[one.employee_id for one in found]).values_list("assigned_to")
    load = dict(counted.annotate(n=Count("pk"))) if desk.way == Way.LOAD else {}
    return [
        Place(one.employee_id, one.last_turn, load.get(one.employee_id, 0), frozenset(one.sources))
        for one in found
    ]


@transaction.atomic
def request_give_out(actor: Actor, *, request_id: int) -> Request:
    """By the sweep: what came while nobody was there. Given out already, nothing changes."""
    request: Request = fetch(actor, Request, request_id, verb="request.assign", lock=True)
    if request.assigned_to_id is None and request.is_open:
        give_out(request)
        if request.assigned_to is not None:
            _told(actor, request, request.assigned_to)
    return request


@transaction.atomic
def request_assign(actor: Actor, *, request_id: int, employee_id: int) -> Request:
    """By hand. A request of a client who has a manager is the manager's, and goes with the client only."""
    rows: Any = Request.objects.select_related("client")
    request: Request = fetch(actor, rows, request_id, verb="request.assign", lock=True)
    employee = Employee.objects.active().filter(pk=employee_id).first()
    if employee is None:
        raise Invalid(employee=_("There is no such employee."))
    owning.demand([employee.pk], field="employee")
    if request.client is not None and request.client.owner_id not in (None, employee.pk):
        raise ManagersOwn
    if not request.is_open:
        raise NotOpen
    if request.assigned_to_id != employee.pk:
        request.assigned_to = employee
        request.save(update_fields=["assigned_to"])
        _told(actor, request, employee)
    return request


def _told(actor: Actor, request: Request, employee: Employee) -> None:
    data = {"employee": employee.name}
    record(actor, kinds.ASSIGNED, subject=request, client_id=request.client_id, data=data)


@transaction.atomic
def request_escalate(actor: Actor, *, request_id: int) -> bool:
    """Past its time without an answer: the head sees it from now on among the late ones (rule 7.1). Once,
    however often the sweep meets it, and by whichever worker."""
    require(actor, "request.assign")
    rows = Request.objects.visible_to(actor).filter(pk=request_id, state__in=OPEN, due_at__lt=clock.now())
    fresh = rows.filter(first_answer_at=None, escalated_at=None)
    if not fresh.update(escalated_at=clock.now()):
        return False
    request: Request = Request.objects.visible_to(actor).get(pk=request_id)
    record(actor, kinds.ESCALATED, subject=request, client_id=request.client_id)
    return True


@transaction.atomic
def desk_change(actor: Actor, *, way: str, only_present: bool, seats: Sequence[Mapping[str, Any]]) -> Desk:
    """How requests are given out, and to whom: ``seats`` of employee_id, takes, sources, away_until."""
    require(actor, "request.desk")
    if way not in Way.values:
        raise Invalid(way=_("There is no such way."))
    desk = locked_desk()
    desk.way, desk.only_present = way, only_present
    desk.save(update_fields=["way", "only_present"])
    known = set(Employee.objects.active().values_list("pk", flat=True))
    for one in seats:
        if one["employee_id"] not in known:
            raise NotVisible
        _seat(one["employee_id"], bool(one["takes"]), one.get("sources", ()), one.get("away_until"))
    record(actor, kinds.DESK_CHANGED, data={"way": way})
    return desk


def _seat(employee_id: int, takes: bool, sources: Collection[str], away_until: date | None) -> None:
    if set(sources) - MARKS:
        raise Invalid(sources=_("There is no such source."))
    values = {"takes": takes, "sources": sorted(sources), "away_until": away_until}
    if not Seat.objects.filter(employee=employee_id).update(**values) and (takes or sources or away_until):
        # Who comes anew stands at the end: they do not get every request until they have caught up.
        last = Seat.objects.aggregate(last=Max("last_turn"))["last"] or 0
        Seat.objects.create(employee_id=employee_id, last_turn=last, **values)
