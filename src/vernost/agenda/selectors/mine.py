"""How one is told of one's day."""

from __future__ import annotations

from dataclasses import dataclass

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.agenda.models import CalendarKey, DayWishes


@dataclass(frozen=True, slots=True)
class Mine:
    key: CalendarKey | None
    morning_letter: bool


def mine(actor: Actor) -> Mine:
    require(actor, "agenda.see")
    wishes = DayWishes.objects.visible_to(actor).filter(employee=actor.employee_id).first()
    key = CalendarKey.objects.visible_to(actor).filter(employee=actor.employee_id).first()
    return Mine(key, wishes.morning_letter if wishes else True)
