"""A path is walked: what disappointed, what was done, how it ended; or nobody took the phone (rule 4.4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.agenda.models import Channel
from vernost.agenda.models import Outcome as Said
from vernost.agenda.services import contact_log
from vernost.clients.rules import tidy
from vernost.core import clock, worktime
from vernost.core.errors import Invalid
from vernost.journal.write import record
from vernost.voice import loop_kinds, loop_rules
from vernost.voice.loop_errors import LoopClosed, LoopNotYours
from vernost.voice.models import LONGEST_WORDS, Cause, Loop, Outcome, Path, Theme
from vernost.voice.services.loop_repeating import repeat_after, repeat_withdrawn
from vernost.voice.services.themes import theme_set

IN_JOURNAL = 200
AGAIN = timedelta(days=1)  # within it whoever closed a path may take that back


@transaction.atomic
def loop_close(
    actor: Actor,
    *,
    loop_id: int,
    outcome: str,
    causes: Collection[int] = (),
    did: str = "",
    note: str = "",
    channel: str = Channel.CALL,
) -> Loop:
    """How it ended. Once: the same by the same person changes nothing, of two people the second is told.

    A critic who was talked to leaves a cause and what was done; both are asked for at their fields.
    """
    loop = loop_of(actor, loop_id, "loop.work")
    if not loop.is_open:
        if actor.is_self(loop.closed_by_id) and loop.outcome == outcome:
            return loop
        raise LoopClosed
    if outcome not in loop_rules.choices(loop.path):
        raise Invalid(outcome=_("Say how it ended."))
    chosen = _causes(actor, causes)
    loop.did, loop.note = _words(did, "did"), _words(note, "note")
    if loop.path == Path.CRITIC:
        _demand(loop, outcome, chosen)
    for cause in chosen:  # of the answer itself, so that they weigh on the score
        theme_set(actor, response_id=loop.response_id, cause_id=cause.pk)
    if outcome in loop_rules.TALKED:
        token = f"loop {loop.pk} {loop.version}"[:32]
        contact_log(actor, client_id=loop.client_id, channel=channel, text=loop.did, token=token)
    end(actor, loop, Outcome(outcome))
    if outcome == Outcome.MENDED:
        repeat_after(loop)
    return loop


@transaction.atomic
def loop_led_to(actor: Actor, *, loop_id: int, about: Model, by_id: int | None = None) -> Loop | None:
    """A complaint was opened out of this answer, by ``by_id``: the path is walked, what follows is the
    complaint's. None where it is another client's."""
    require(actor, "loop.open")
    loop = _any(actor, loop_id)
    if loop is None or loop.client_id != getattr(about, "client_id", None):
        return None
    loop.about_type, loop.about_id = about._meta.label_lower, about.pk
    loop.save(update_fields=["about_type", "about_id"])
    if loop.is_open:
        end(actor, loop, Outcome.COMPLAINT, by_id=by_id)
    return loop


@transaction.atomic
def loop_helped(actor: Actor, *, loop_id: int, helped: bool) -> Loop | None:
    """The complaint of this path is settled: the client is asked again some days later. Or it is open again:
    they are not."""
    require(actor, "loop.open")
    loop = _any(actor, loop_id)
    if loop is None or loop.path != Path.CRITIC or loop.is_open:
        return loop
    if helped:
        repeat_after(loop)
    else:
        repeat_withdrawn(loop)
    return loop


@transaction.atomic
def loop_tried(actor: Actor, *, loop_id: int) -> Loop:
    """Nobody took the phone: written down as a call; the path and its deadline stay. Twice within a minute is
    a finger that slipped."""
    loop = loop_of(actor, loop_id, "loop.work")
    if not loop.is_open:
        raise LoopClosed
    now = clock.now()
    if loop.tried_at is not None and now - loop.tried_at < timedelta(minutes=1):
        return loop
    contact_log(actor, client_id=loop.client_id, outcome=Said.NO_ANSWER)
    loop.tries, loop.tried_at, loop.version = loop.tries + 1, now, loop.version + 1
    loop.save(update_fields=["tries", "tried_at", "version"])
    return loop


@transaction.atomic
def loop_reopen(actor: Actor, *, loop_id: int) -> Loop:
    """A slip of the finger taken back: by whoever closed it, within a day. The talk stays."""
    loop = loop_of(actor, loop_id, "loop.work")
    if loop.is_open:
        return loop
    assert loop.closed_at is not None
    if not actor.is_self(loop.closed_by_id) or clock.now() - loop.closed_at > AGAIN or loop.about_type:
        raise LoopNotYours
    repeat_withdrawn(loop)
    loop.closed_at, loop.closed_by, loop.outcome, loop.took = None, None, "", None
    loop.version += 1
    loop.save()
    record(actor, loop_kinds.REOPENED, subject=loop, client_id=loop.client_id)
    return loop


def end(actor: Actor, loop: Loop, outcome: Outcome, *, by_id: int | None = None) -> None:
    now = clock.now()
    loop.closed_at, loop.closed_by_id, loop.outcome = now, by_id or actor.employee_id, outcome
    loop.took, loop.version = loop_rules.took(worktime.of_firm(), loop.opened_at, now), loop.version + 1
    loop.save()
    data = {"path": loop.path, "outcome": outcome.value, "said": str(outcome.label)}
    record(actor, loop_kinds.CLOSED, subject=loop, client_id=loop.client_id,
           data=data | {"text": loop.did[:IN_JOURNAL]})  # fmt: skip


def loop_of(actor: Actor, pk: Any, verb: str) -> Loop:
    """Locked."""
    rows: Any = Loop.objects.select_related("client", "response")
    loop: Loop = fetch(actor, rows, pk, verb=verb, lock=True)
    return loop


def _any(actor: Actor, pk: int) -> Loop | None:
    rows = Loop.objects.visible_to(actor).select_for_update(of=("self",))
    found: Loop | None = rows.select_related("client", "response").filter(pk=pk).first()
    return found


def _causes(actor: Actor, ids: Collection[int]) -> list[Cause]:
    found = list(Cause.objects.visible_to(actor).filter(pk__in=ids, is_active=True))
    if len(found) != len(set(ids)):
        raise Invalid(causes=_("There is no such cause."))
    return found


def _demand(loop: Loop, outcome: str, causes: list[Cause]) -> None:
    wrong: dict[str, Any] = {}
    named = causes or Theme._base_manager.filter(response=loop.response_id).exists()
    some = Cause._base_manager.filter(is_active=True).exists()
    if outcome in loop_rules.NEEDS_A_CAUSE and some and not named:
        wrong["causes"] = _("Say what disappointed them.")
    if outcome in loop_rules.NEEDS_WORDS and not loop.did:
        wrong["did"] = _("Write what was done.")
    if wrong:
        raise Invalid(**wrong)


def _words(text: str, field: str) -> str:
    found = tidy(text, lines=True)
    if len(found) > LONGEST_WORDS:
        raise Invalid(**{field: _("At most {limit} signs.").format(limit=LONGEST_WORDS)})
    return found
