"""The secret address of one's calendar: made, shown once, ended; and how one is told of the day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from vernost.access.actor import Actor
from vernost.access.policies import may, require
from vernost.agenda import kinds
from vernost.agenda.models import CalendarKey, DayWishes
from vernost.agenda.selectors.feed import calendar_of
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.journal.write import record
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

SEEN_ANEW = timedelta(hours=1)  # programs ask every few minutes: not each time is written down


@transaction.atomic
def calendar_open(actor: Actor) -> str:
    """A new secret for one's own calendar; the old one, if there was any, ends. Only its hash is kept: it is
    shown now or never."""
    require(actor, "agenda.see")
    secret = secrets.token_urlsafe(32)
    said = {"digest": _digest(secret), "made_at": clock.now(), "read_at": None}
    key, _made = CalendarKey.objects.visible_to(actor).update_or_create(
        employee_id=actor.employee_id, defaults=said
    )
    record(actor, kinds.CALENDAR_OPENED, subject=key)
    return secret


@transaction.atomic
def calendar_close(actor: Actor) -> None:
    require(actor, "agenda.see")
    key = CalendarKey.objects.visible_to(actor).filter(employee=actor.employee_id).first()
    if key is not None:
        record(actor, kinds.CALENDAR_CLOSED, subject=key)
        key.delete()


def calendar_read(secret: str) -> bytes:
    """What the address holds, in the employee's language. Wrong, ended, of somebody who has left or no longer
    has a day: all the same, there is no such page."""
    keys = CalendarKey.objects.unscoped(reason="found by its own secret")
    key = keys.filter(digest=_digest(secret)).select_related("employee").first()
    if key is None or not key.employee.is_active:
        raise NotVisible
    actor, now = actor_of(key.employee), clock.now()
    if not may(actor, "agenda.see"):
        raise NotVisible
    keys.filter(Q(read_at=None) | Q(read_at__lt=now - SEEN_ANEW), pk=key.pk).update(read_at=now)
    with translation.override(key.employee.language):
        return calendar_of(actor)


def calendar_ends(actor: Actor, employee: Employee) -> int:
    """With the employee's access (staff.leaving)."""
    keys = CalendarKey.objects.unscoped(reason="ends with the access of its owner")
    ended, _by_model = keys.filter(employee=employee).delete()
    return ended


@transaction.atomic
def wishes_set(actor: Actor, *, morning_letter: bool) -> None:
    require(actor, "agenda.see")
    rows = DayWishes.objects.visible_to(actor)
    rows.update_or_create(employee_id=actor.employee_id, defaults={"morning_letter": morning_letter})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
