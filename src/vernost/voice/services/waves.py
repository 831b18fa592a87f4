"""A wave over the base or a segment: prepared in chunks that survive a kill, begun by a person, stopped at
once. Each chunk is one transaction; a client has one invitation of a wave, said so by the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.access.policies import require
from vernost.clients.filters import EVERYBODY, from_json
from vernost.clients.models import Segment
from vernost.clients.rules import tidy
from vernost.clients.selectors import Asked, clients_of
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.jobs import wake
from vernost.journal.write import record
from vernost.post.checks import held_back
from vernost.staff.actors import actor_of
from vernost.staff.models import Employee
from vernost.voice import kinds, letter_kinds, reasons
from vernost.voice.errors import SurveyClosed
from vernost.voice.models import Invitation, InvitationState, Survey, SurveyState, Wave, WaveState
from vernost.voice.selectors.pause import asked_lately

CHUNK = 2_000
MOST_DAYS = 90
FROM, TO = 10, 18  # hours of the firm between which letters of a wave are due
GOLDEN = 0.6180339887498949


@transaction.atomic
def wave_make(
    actor: Actor, *, survey_id: int, name: str, days: int, starts_on: date, segment_id: int | None = None
) -> Wave:
    """It is prepared in the background; nothing leaves before ``wave_begin``."""
    require(actor, "survey.wave")
    survey: Survey = fetch(actor, Survey, survey_id)
    if survey.state != SurveyState.OPEN:
        raise SurveyClosed
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(days=_("From 1 to {limit} days.").format(limit=MOST_DAYS))
    if starts_on < clock.today():
        raise Invalid(starts_on=_("This day is over."))
    sieve: dict[str, Any] = {}
    if segment_id is not None:
        segment: Segment = fetch(actor, Segment, segment_id)
        sieve = {"tree": segment.tree, "name": segment.name}
    wave = Wave(
        survey=survey, name=tidy(name)[:120] or survey.name, sieve=sieve, starts_on=starts_on, days=days,
        made_by_id=actor.employee_id,
    )  # fmt: skip
    wave.save(force_insert=True)
    _told(actor, wave)
    transaction.on_commit(lambda: wake("survey_waves"), robust=True)
    return wave


def wave_prepare(wave_id: int, *, chunk: int = CHUNK) -> int:
    """Goes on where it stopped, until everybody is looked at; how many clients were looked at now."""
    looked = 0
    while True:
        number = _prepare_chunk(wave_id, chunk)
        looked += number
        if number < chunk:
            return looked


@transaction.atomic
def _prepare_chunk(wave_id: int, chunk: int) -> int:
    wave: Wave = Wave._base_manager.select_for_update(of=("self",)).select_related("survey").get(pk=wave_id)
    if wave.state != WaveState.PREPARING:
        return 0
    rows = asked_clients(wave).filter(pk__gt=wave.reached, is_live=True).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:chunk])
    if ids:
        held = why_not(ids)
        Invitation.objects.bulk_create(_invitations(wave, ids, held), ignore_conflicts=True, batch_size=500)
        wave.reached, wave.left_out = ids[-1], wave.left_out + len(held)
        wave.asked += len(ids) - len(held)
    if len(ids) < chunk:
        wave.state = WaveState.READY
    wave.save(update_fields=["reached", "asked", "left_out", "state"])
    return len(ids)


def asked_clients(wave: Wave) -> Any:
    """Whom the wave means, of those its maker sees today."""
    maker = Employee.objects.get(pk=wave.made_by_id or 0)
    tree = from_json(wave.sieve["tree"]) if wave.sieve.get("tree") else EVERYBODY
    return clients_of(actor_of(maker), Asked(tree=tree))


def why_not(ids: Sequence[int]) -> dict[int, str]:
    """Client → why they are not asked. As many queries as questions."""
    held = held_back(ids, letter_kinds.SURVEY)
    return dict.fromkeys(asked_lately(ids) - held.keys(), reasons.PAUSE) | held


def _invitations(wave: Wave, ids: Sequence[int], held: dict[int, str]) -> list[Invitation]:
    begins = _at(wave.starts_on, FROM)
    place, found = wave.asked, []
    for pk in ids:
        why = held.get(pk, "")
        found.append(
            Invitation(
                survey_id=wave.survey_id, wave_id=wave.pk, client_id=pk, key=f"wave {wave.pk} {pk}",
                state=InvitationState.HELD if why else InvitationState.DUE, reason=why,
                due_at=begins if why else spread(begins, wave.days, place),
            )
        )  # fmt: skip
        place += not why
    return found


def spread(begins: datetime, days: int, place: int) -> datetime:
    """When the client on this place of the wave is asked: evenly over the days and hours, however many come
    after (a golden-ratio sequence: any first n of it are even)."""
    turn = (place + 0.5) * GOLDEN % 1.0 * days
    day = int(turn)
    return begins + timedelta(days=day, seconds=int((turn - day) * (TO - FROM) * 3600))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.firm_zone())


@transaction.atomic
def wave_begin(actor: Actor, *, wave_id: int) -> Wave:
    """A person has seen who is asked. Begun late, the whole wave moves by as much: nothing is caught up."""
    wave = _locked(actor, wave_id)
    if wave.survey.state != SurveyState.OPEN:
        raise SurveyClosed
    if wave.state != WaveState.READY:
        return wave
    late = clock.now() - _at(wave.starts_on, FROM)
    if late > timedelta(hours=1):
        rows = Invitation._base_manager.filter(wave=wave, state=InvitationState.DUE)
        rows.update(due_at=F("due_at") + late)
    _set(actor, wave, WaveState.RUNNING)
    transaction.on_commit(lambda: wake("survey_letters"), robust=True)
    return wave


@transaction.atomic
def wave_stop(actor: Actor, *, wave_id: int) -> Wave:
    """Nobody more is asked by it. Letters that have left are not called back; answers to them are taken."""
    wave = _locked(actor, wave_id)
    if wave.state in (WaveState.STOPPED, WaveState.DONE):
        return wave
    rows = Invitation._base_manager.filter(wave=wave, state=InvitationState.DUE)
    number = rows.update(state=InvitationState.HELD, reason=reasons.STOPPED)
    wave.asked, wave.left_out = wave.asked - number, wave.left_out + number
    _set(actor, wave, WaveState.STOPPED)
    return wave


@transaction.atomic
def wave_end(actor: Actor, *, wave_id: int) -> Wave:
    wave = _locked(actor, wave_id)
    waits = Invitation._base_manager.filter(wave=wave, state=InvitationState.DUE).exists()
    if wave.state == WaveState.RUNNING and not waits:
        _set(actor, wave, WaveState.DONE)
    return wave


def _locked(actor: Actor, wave_id: int) -> Wave:
    rows: Any = Wave.objects.select_related("survey")
    wave: Wave = fetch(actor, rows, wave_id, verb="survey.wave", lock=True)
    return wave


def _set(actor: Actor, wave: Wave, state: WaveState) -> None:
    wave.state = state
    wave.save(update_fields=["state", "asked", "left_out"])
    _told(actor, wave)


def _told(actor: Actor, wave: Wave) -> None:
    record(actor, kinds.WAVE, subject=wave, data={"wave": wave.name, "state": wave.state})
