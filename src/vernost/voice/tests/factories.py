"""Surveys, answers and clients who may be asked, for tests, by the services."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.clients.models import Client, Given, Purpose
from vernost.clients.services.consents import consent_record
from vernost.clients.tests.factories import make
from vernost.voice import services
from vernost.voice.models import Channel, Invitation, Response, Survey, SurveyKind, Wave


def survey_of(cast: Cast, *, kind: str = SurveyKind.NPS, opened: bool = True, **values: Any) -> Survey:
    actor = cast.actor("director")
    if kind == SurveyKind.POLL:
        values.setdefault("questions", [{"kind": "scale", "text_en": "How was it?", "best": 5}])
    survey = services.survey_make(actor, **{"name": "Survey", "kind": kind, **values})
    return services.survey_open(actor, survey_id=survey.pk) if opened else survey


def answered(
    cast: Cast,
    score: int | None = 9,
    *,
    survey: Survey | None = None,
    client: Client | None = None,
    whose: str = "owner",
    channel: str = Channel.CALL,
    **values: Any,
) -> Response:
    """An answer of a client of ``whose``, entered by them."""
    client = client or make(cast, whose=whose)
    return services.response_take(
        cast.actor(whose), survey=survey or survey_of(cast), channel=channel, score=score, client=client,
        **values,
    )  # fmt: skip


def reachable(cast: Cast, name: str = "Ёлкин Пётр", *, whose: str = "owner", **values: Any) -> Client:
    """A client with an address, who has agreed to letters."""
    email = f"{name.encode().hex()[-40:]}@clients.test"
    client = make(cast, name, whose=whose, **{"emails": [email], **values})
    consent_record(cast.actor(whose), client_id=client.pk, purpose=Purpose.LETTERS, how=Given.SITE)
    return client


def asked(
    cast: Cast,
    client: Client | None = None,
    *,
    survey: Survey | None = None,
    key: str = "",
    whose: str = "owner",
) -> Invitation:
    """An invitation whose letter is on its way."""
    client, survey = client or reachable(cast), survey or survey_of(cast)
    key = key or f"test {survey.pk} {client.pk}"
    return services.invitation_ask(cast.actor(whose), client_id=client.pk, survey_id=survey.pk, key=key)


def now(response: Response) -> Response:
    found: Response = Response.objects.unscoped(reason="test").get(pk=response.pk)
    return found


def fresh(invitation: Invitation) -> Invitation:
    found: Invitation = Invitation.objects.unscoped(reason="test").get(pk=invitation.pk)
    return found


def wave_now(wave: Wave) -> Wave:
    found: Wave = Wave.objects.unscoped(reason="test").get(pk=wave.pk)
    return found
