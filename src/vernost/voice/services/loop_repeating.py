"""A critic who was helped is asked once more: what changed by it (rules 4.3, 4.4).

The pause between surveys holds for this too, unless the firm's terms say otherwise for this one time; the
invitation is marked by its key either way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from vernost.access.actor import Actor
from vernost.access.policies import require
from vernost.core import clock
from vernost.core.practice import NPS_PAUSE, NPS_REPEAT, NPS_REPEAT_IN_PAUSE
from vernost.voice import loop_rules
from vernost.voice.models import Invitation, InvitationState, Loop, Path, Response, SurveyState
from vernost.voice.services.inviting import REPEAT, invitation_ask

CLIENT_GONE, SURVEY_CLOSED = "client_gone", "survey_closed"


def key_of(loop: Loop) -> str:
    return f"{REPEAT}{loop.pk}"


def repeat_after(loop: Loop) -> None:
    """From now on; ``loop``: locked. One that is there already stays the one."""
    if loop.path != Path.CRITIC or loop.repeat_id is not None:
        return
    days = timedelta(days=int(NPS_REPEAT.value()))
    loop.repeat_at = loop_rules.repeat_at(clock.now(), days, _pause_ends(loop.client_id))
    loop.repeat_held = ""
    loop.save(update_fields=["repeat_at", "repeat_held"])


def repeat_withdrawn(loop: Loop) -> None:
    """What was not asked yet is not asked; what was, was."""
    if loop.repeat_at is not None:
        loop.repeat_at = None
        loop.save(update_fields=["repeat_at"])
    waiting = Invitation._base_manager.filter(pk=loop.repeat_id or 0, state=InvitationState.DUE)
    if waiting.exists():
        loop.repeat = None
        loop.save(update_fields=["repeat"])
        waiting.delete()


@transaction.atomic
def loop_repeat(actor: Actor, *, loop_id: int) -> Invitation | None:
    """The invitation, once: put off while the pause lasts, held with a reason where nobody can be asked."""
    require(actor, "loop.open")
    rows: Any = Loop.objects.visible_to(actor).select_for_update(of=("self",))
    loop: Loop | None = rows.select_related("client", "response__survey").filter(pk=loop_id).first()
    now = clock.now()
    if loop is None or loop.repeat_at is None or loop.repeat_at > now or loop.repeat_id is not None:
        return None
    ends = _pause_ends(loop.client_id)
    if ends is not None and ends > now:
        loop.repeat_at = ends
        loop.save(update_fields=["repeat_at"])
        return None
    held = ""
    if not loop.client.is_live or loop.client.closed_on is not None:
        held = CLIENT_GONE
    elif loop.response.survey.state != SurveyState.OPEN:
        held = SURVEY_CLOSED
    loop.repeat_at, loop.repeat_held = None, held
    if not held:
        loop.repeat = invitation_ask(
            actor, client_id=loop.client_id, survey_id=loop.response.survey_id, key=key_of(loop),
            product=loop.response.product,
        )  # fmt: skip
    loop.save(update_fields=["repeat_at", "repeat_held", "repeat"])
    return loop.repeat


def _pause_ends(client_id: int) -> datetime | None:
    """When this client may be asked again, whichever survey it was; None where the firm asks in spite, or
    where they were never asked."""
    if NPS_REPEAT_IN_PAUSE.value():
        return None
    asked = Invitation._base_manager.filter(client=client_id).aggregate(last=Max("asked_at"))["last"]
    rows = Response._base_manager.filter(client=client_id, is_guess=False)
    said = rows.aggregate(last=Max("answered_at"))["last"]
    known = [one for one in (asked, said) if one is not None]
    return max(known) + timedelta(days=int(NPS_PAUSE.value())) if known else None
