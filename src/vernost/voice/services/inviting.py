"""One client is asked: by hand, after a purchase, in a wave. Whether they may be is asked again at last."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import override

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.practice import FIRM_NAME, NPS_REPEAT_IN_PAUSE
from vernost.journal.write import record
from vernost.post.composing import language_of, written
from vernost.post.models import State as LetterState
from vernost.post.services import letter_to_client
from vernost.voice import kinds, letter_kinds, links, reasons, wording
from vernost.voice.errors import SurveyClosed
from vernost.voice.models import Invitation, InvitationState, Survey, SurveyKind, SurveyState, WaveState
from vernost.voice.rules import scale_numbers
from vernost.voice.selectors.pause import asked_lately

REPEAT = "repeat:"  # keys of invitations after help (loop_repeating.py)
UNSENT = (LetterState.REFUSED, LetterState.FAILED, LetterState.CANCELLED)


@transaction.atomic
def invitation_ask(
    actor: Actor,
    *,
    client_id: int,
    survey_id: int,
    key: str,
    product: str = "",
    due_at: datetime | None = None,
) -> Invitation:
    """Ask this client by this survey, once a ``key``. Now, or from ``due_at`` on; whom no letter may reach,
    or who was asked lately, is not asked, and the invitation says why."""
    client: Client = fetch(actor, Client, client_id, verb="survey.ask", lock=True)
    rows = Invitation.objects.unscoped(reason="a key is of the whole table")
    if (there := rows.filter(key=key).first()) is not None:
        found: Invitation = there
        return found
    survey: Survey = fetch(actor, Survey, survey_id)
    if survey.state != SurveyState.OPEN:
        raise SurveyClosed
    invitation = Invitation(
        survey=survey, client=client, key=key, product=product[:200], due_at=due_at or clock.now()
    )
    invitation.save(force_insert=True)
    if invitation.due_at > clock.now():
        return invitation
    return _asked(invitation, client, survey, WaveState.RUNNING)


@transaction.atomic
def invitation_send(actor: Actor, *, invitation_id: int) -> Invitation:
    """One that is due: the letter leaves, or the invitation says why it did not. Twice is once; of two
    workers the second finds it done."""
    plain: Invitation = fetch(actor, Invitation, invitation_id)
    # The client first, and for both invitations of one client the same row: the pause holds under a race.
    client = Client._base_manager.select_for_update(of=("self",)).get(pk=plain.client_id)
    rows = Invitation._base_manager.select_related("survey", "wave")
    invitation: Invitation = rows.select_for_update(of=("self",)).get(pk=invitation_id)
    if invitation.state != InvitationState.DUE or invitation.client_id != client.pk:
        return invitation  # moved by a merge meanwhile: the next round takes it
    return _asked(
        invitation, client, invitation.survey, invitation.wave.state if invitation.wave else WaveState.RUNNING
    )


def _asked(invitation: Invitation, client: Client, survey: Survey, wave_state: str) -> Invitation:
    """The client is locked by the caller."""
    if wave_state == WaveState.STOPPED:
        return _held(invitation, reasons.STOPPED)
    if survey.state != SurveyState.OPEN:
        return _held(invitation, reasons.SURVEY_CLOSED)
    if asked_lately([client.pk]) and not _in_spite(invitation):
        return _held(invitation, reasons.PAUSE)
    invitation.secret = secrets.token_urlsafe(32)
    said: dict[str, Any] = letter_of(invitation, client, survey)
    letter = letter_to_client(
        SYSTEM, client_id=client.pk, kind=letter_kinds.SURVEY, key=f"survey {invitation.key}",
        about=invitation, **said,
    ) if client.is_live else None  # fmt: skip
    if letter is None or letter.state == LetterState.REFUSED:
        invitation.letter, invitation.secret = letter, ""
        return _held(invitation, letter.reason if letter is not None else reasons.GONE)
    invitation.letter, invitation.asked_at = letter, clock.now()
    invitation.state = InvitationState.ASKED
    invitation.save()
    data = {"survey": survey.name, "survey_id": survey.pk}
    record(SYSTEM, kinds.ASKED, subject=invitation, client_id=client.pk, data=data)
    return invitation


def _in_spite(invitation: Invitation) -> bool:
    """After help a critic is asked once more before the pause is over, where the firm's terms say so."""
    return invitation.key.startswith(REPEAT) and NPS_REPEAT_IN_PAUSE.value()


def _held(invitation: Invitation, reason: str) -> Invitation:
    invitation.state, invitation.reason = InvitationState.HELD, reason[:40]
    invitation.save()
    return invitation


def letter_of(invitation: Invitation, client: Client, survey: Survey) -> dict[str, str]:
    """Subject, text and HTML in the client's language: the numbers themselves stand in the letter."""
    language = language_of(client)
    address = links.of_invitation(invitation)
    with override(language):
        context: dict[str, Any] = {
            "client": client, "survey": survey, "firm": FIRM_NAME.value(), "address": address,
            "asks": wording.asks(survey), "ends": wording.ends(survey), "product": invitation.product,
            "numbers": [(number, f"{address}?score={number}") for number in scale_numbers(survey.kind)],
            "is_poll": survey.kind == SurveyKind.POLL,
        }  # fmt: skip
    return written("voice/letters/survey", context, language)


@transaction.atomic
def invitation_unsent(actor: Actor, *, invitation_id: int) -> Invitation:
    """Its letter was held back at the door, could not be delivered or was cancelled: nobody was asked."""
    invitation: Invitation = fetch(actor, Invitation, invitation_id, lock=True)
    letter = invitation.letter
    if invitation.state != InvitationState.ASKED or letter is None or letter.state not in UNSENT:
        return invitation
    invitation.asked_at = None
    return _held(invitation, letter.reason or "cancelled")


def invitations_after_purchase(survey: Survey, bought: list[tuple[int, int, str]]) -> int:
    """``bought``: (order, client, product). Each order asks once by a survey, however often it is seen."""
    now = clock.now()
    rows = [
        Invitation(
            survey=survey,
            client_id=client,
            key=f"order {survey.pk} {order}",
            product=product[:200],
            due_at=now,
        )
        for order, client, product in bought
    ]
    try:
        return len(Invitation.objects.bulk_create(rows, ignore_conflicts=True))
    except IntegrityError:  # a client of them has gone meanwhile: the next hour finds the others
        return 0
