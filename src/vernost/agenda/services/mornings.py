"""The letter with the day: to whoever has something to do, at the start of a working day, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import SYSTEM
from vernost.access.policies import may
from vernost.agenda import wording
from vernost.agenda.models import DayWishes, Morning
from vernost.agenda.selectors.today import Line, today
from vernost.core import clock, worktime
from vernost.post.composing import written
from vernost.post.letter_kinds import letter_kind
from vernost.post.services import letter_to_employee
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee

MORNING = letter_kind("agenda.morning", _("Morning letter with the day"))
LATEST = timedelta(hours=4)  # after the opening: later than that it is no morning letter
SHOWN = 30


def mornings_plan() -> int:
    """A row for everybody who wants a letter today; nothing on days off, before the opening, or too late.
    However often it is asked, one row a person and day."""
    now, day = clock.now(), clock.today()
    calendar = worktime.of_firm()
    if not calendar.is_working_day(day):
        return 0
    midnight = datetime.combine(day, time.min, tzinfo=clock.firm_zone())
    opens = calendar.add(midnight, timedelta(0))
    if not opens <= now < opens + LATEST:
        return 0
    unwilling = DayWishes.objects.unscoped(reason="who gets a letter").filter(morning_letter=False)
    people = Employee.objects.active().exclude(pk__in=unwilling.values("employee"))
    people = people.exclude(pk__in=Morning.objects.filter(day=day).values("employee"))
    wanted = [one for one in people if may(actor_of(one), "agenda.see")]
    Morning.objects.bulk_create(
        [Morning(employee=one, day=day, due_at=now) for one in wanted], ignore_conflicts=True
    )
    return len(wanted)


@transaction.atomic
def morning_send(*, morning_id: int) -> bool:
    """The letter and the mark that it was written are one transaction; whoever has nothing to do gets none.
    Whether there was one."""
    row = Morning.objects.select_for_update(of=("self",)).select_related("employee").get(pk=morning_id)
    if row.sent_at is not None or row.day != clock.today():
        return False
    employee = row.employee
    with translation.override(employee.language):
        lines = today(actor_of(employee)).lines
        if lines:
            said = written("agenda/letters/morning", _context(lines), employee.language)
            key = f"morning:{employee.pk}:{row.day.isoformat()}"
            letter_to_employee(
                SYSTEM,
                employee_id=employee.pk,
                kind=MORNING,
                subject=said["subject"],
                text=said["text"],
                html=said["html"],
                key=key,
            )
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return bool(lines)


def _context(lines: list[Line]) -> dict[str, Any]:
    home = settings.ENVIRONMENT.url.rstrip("/")
    return {
        "count": len(lines),
        "lines": [
            {
                "name": line.client.name,
                "why": wording.why(line),
                "phone": str(line.phone or ""),
                "link": home + reverse("client", args=[line.client.pk]),
            }
            for line in lines[:SHOWN]
        ],
        "more": max(0, len(lines) - SHOWN),
        "link": home + reverse("today"),
        "settings": home + reverse("today_mine"),
    }
