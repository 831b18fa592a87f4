"""A critic whom nobody called in time: the head is told, once (rule 4.4)."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vernost.access.actor import SYSTEM, Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.journal.write import record
from vernost.post.letter_kinds import letter_kind
from vernost.post.services import letter_to_employee
from vernost.staff.models import Employee
from vernost.voice import loop_kinds
from vernost.voice.models import Loop
from vernost.voice.services.loop_people import above

LATE = letter_kind("voice.critic_late", gettext_lazy("Critics whom nobody called in time"))


@transaction.atomic
def loop_tell_late(actor: Actor, *, loop_id: int) -> bool:
    """Whether the head was told now. It stays in the manager's Today, and is in the head's too, until the
    call was made; a letter goes once an hour at most, however many there are."""
    require(actor, "loop.open")
    rows = Loop.objects.visible_to(actor).select_for_update(of=("self",))
    loop: Loop | None = (
        rows.select_related("client", "response", "whose__team__head").filter(pk=loop_id).first()
    )
    if loop is None or loop.late_at is not None or not loop.is_late:
        return False
    head = above(loop.whose)
    loop.late_at, loop.told = clock.now(), head
    loop.save(update_fields=["late_at", "told"])
    record(actor, loop_kinds.LATE, subject=loop, client_id=loop.client_id)
    if head is not None:
        _write(head, loop)
    return True


def _write(head: Employee, loop: Loop) -> None:
    hour = clock.now().astimezone(clock.firm_zone())
    home = settings.ENVIRONMENT.url.rstrip("/")
    with translation.override(head.language):
        subject = _("A critic waits for a call")
        told = _(
            "A client gave us {score} of 10, and nobody called within a working day. Who should: {employee}."
        )
        told = told.format(score=loop.response.score, employee=loop.whose.name if loop.whose else _("nobody"))
        rest = _("Whoever else waits stands here:")
    letter_to_employee(
        SYSTEM,
        employee_id=head.pk,
        kind=LATE,
        subject=subject,
        text=f"{told}\n\n{home}{reverse('loop', args=[loop.pk])}\n\n{rest} {home}{reverse('voice_loops')}",
        key=f"voice.critic_late:{head.pk}:{hour:%Y%m%d%H}",
        about=loop,
    )
