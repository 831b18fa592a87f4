"""An answer starts a path; a corrected one moves it (rule 4.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.core import clock, worktime
from vernost.core.practice import CRITIC_CALL, FIRM_NAME, NPS_THANKS_LETTER
from vernost.journal.write import record
from vernost.post.composing import language_of, written
from vernost.post.letter_kinds import letter_kind
from vernost.post.models import State
from vernost.post.services import letter_to_client
from vernost.voice import loop_kinds, loop_rules
from vernost.voice.models import Loop, Outcome, Path, Response
from vernost.voice.services.loop_ending import end
from vernost.voice.services.loop_people import walker

THANKS = letter_kind("voice.thanks", gettext_lazy("Thanks for an answer"))


@transaction.atomic
def loop_open(actor: Actor, *, response_id: int) -> Loop | None:
    """The path of this answer, as its mark says by now: begun, moved, or as it is. Once an answer, however
    often it is seen. None where nothing follows: a guess, a poll, nobody we know, a client who is closed."""
    require(actor, "loop.open")
    response = _answer(actor, response_id)
    if response is None:
        return None
    client = _client(actor, response)
    there: Loop | None = Loop.objects.visible_to(actor).filter(response=response).first()
    if there is not None:
        return _moved(actor, there, response)
    if client is None or client.closed_on is not None:
        return None
    path = loop_rules.path_of(response.score or 0)
    whose = walker(client)
    loop = Loop(
        response=response,
        client=client,
        path=path,
        whose=whose,
        opened_at=response.answered_at,
        due_at=_due(path, response.answered_at),
    )
    loop.save(force_insert=True)
    _answers_a_repeat(actor, response)
    _thank(loop, client)
    return loop


def _answers_a_repeat(actor: Actor, response: Response) -> None:
    """The second mark of one who was helped: what changed stands in the client's timeline."""
    rows = Loop.objects.visible_to(actor).filter(repeat=response.invitation_id)
    before = rows.select_related("response").first() if response.invitation_id else None
    if before is not None:
        marks = {"before": before.response.score, "after": response.score}
        record(actor, loop_kinds.REPEATED, subject=before, client_id=response.client_id, data=marks)


def _answer(actor: Actor, response_id: int) -> Response | None:
    """Locked: a correction and the first look at it wait for each other."""
    rows: Any = Response.objects.visible_to(actor).select_for_update(of=("self",)).select_related("survey")
    found: Response | None = rows.filter(pk=response_id).first()
    if found is None:
        return None
    counted = loop_rules.is_pursued(
        kind=found.survey.kind, score=found.score, guess=found.is_guess, client_id=found.client_id
    )
    return found if counted else None


def _client(actor: Actor, response: Response) -> Client | None:
    rows = Client.objects.visible_to(actor).select_for_update(of=("self",))
    client: Client | None = (
        rows.select_related("owner__team__head").filter(pk=response.client_id, is_live=True).first()
    )
    return client


def _due(path: str, since: datetime) -> datetime | None:
    """A working day, in working hours: what was said on Friday evening is due on Monday evening."""
    if path != Path.CRITIC:
        return None
    return worktime.of_firm().add(since, timedelta(hours=int(CRITIC_CALL.value())))


def _moved(actor: Actor, loop: Loop, response: Response) -> Loop:
    """A path that was walked stays as it was, unless the client is a critic now: then it begins anew."""
    path = loop_rules.path_of(response.score or 0)
    if path == loop.path or (not loop.is_open and path != Path.CRITIC):
        return loop
    said_at = response.corrected_at or clock.now()
    rows: Any = Client.objects.select_related("owner__team__head")
    client: Client = fetch(SYSTEM, rows, loop.client_id)
    loop.path, loop.moves, loop.whose = path, loop.moves + 1, walker(client)
    loop.opened_at, loop.due_at = said_at, _due(path, said_at)
    loop.late_at, loop.told = None, None
    loop.closed_at, loop.closed_by, loop.outcome, loop.took = None, None, "", None
    loop.repeat_at, loop.version = None, loop.version + 1
    loop.save()
    with translation.override(settings.LANGUAGE_CODE):
        data = {"path": loop.path, "said": str(loop.get_path_display())}
    record(actor, loop_kinds.MOVED, subject=loop, client_id=loop.client_id, data=data)
    _thank(loop, client)
    return loop


def _thank(loop: Loop, client: Client) -> None:
    """Where the firm wishes it, a promoter is thanked by a letter at once; where none can go, by hand."""
    if loop.path != Path.PROMOTER or not NPS_THANKS_LETTER.value():
        return
    words = {"client": client, "firm": FIRM_NAME.value(), "manager": loop.whose}
    said: dict[str, Any] = {**written("voice/letters/thanks", words, language_of(client))}
    letter = letter_to_client(
        SYSTEM, client_id=client.pk, kind=THANKS, key=f"voice.thanks:{loop.pk}", about=loop, **said
    )
    if letter.state in (State.QUEUED, State.SENT):
        end(SYSTEM, loop, Outcome.LETTER)
