"""A handover that is being planned: a manager goes on leave for long, two colleagues take the clients."""

from __future__ import annotations

from vernost.access.actor import Role
from vernost.clients import handover_letter, services
from vernost.clients.models import HandoverClient
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

BOUND = 5  # clients who are bound to the manager in person


def plan_a_handover() -> None:
    director = Employee.objects.filter(role=Role.DIRECTOR).order_by("pk").first()
    managers = list(Employee.objects.active().filter(role=Role.MANAGER).order_by("-pk")[:3])
    if director is None or len(managers) < 3:
        return
    leaver, *successors = managers
    actor = actor_of(director)
    handover = services.handover_plan(actor, leaver_id=leaver.pk)
    chosen = [one.pk for one in successors]
    services.handover_split(actor, handover_id=handover.pk, rule="evenly", successors=chosen)
    rows = HandoverClient.objects.visible_to(actor).filter(handover=handover)
    bound = dict.fromkeys(rows.order_by("client").values_list("client", flat=True)[:BOUND], True)
    services.handover_assign(actor, handover_id=handover.pk, chosen={}, personal=bound)
    subject, text = handover_letter.usual()
    services.handover_settle(actor, handover_id=handover.pk, subject=subject, text=text)
