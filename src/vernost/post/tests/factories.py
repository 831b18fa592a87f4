"""Clients who may be written to, and letters to them."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from vernost.clients import services as of_clients
from vernost.clients.models import Client
from vernost.clients.tests.factories import make
from vernost.post import services
from vernost.post.letter_kinds import BY_HAND, OFFER, LetterKind
from vernost.post.models import Letter

ADDRESS = "petr@client.test"


def reachable(cast: Cast, *, agreed: bool = True, address: str = ADDRESS, **values: Any) -> Client:
    client = make(cast, emails=[address], **values)
    if agreed:
        actor = cast.actor("owner")
        of_clients.consent_record(actor, client_id=client.pk, purpose="letters", how="paper")
    return client


def ask(cast: Cast, client: Client, kind: LetterKind = BY_HAND, **said: Any) -> Letter:
    words = {"subject": "Прайс", "text": "Здравствуйте!\n\nПрайс приложен.", **said}
    return services.letter_to_client(cast.actor("owner"), client_id=client.pk, kind=kind, **words)


def offer(cast: Cast, client: Client, **said: Any) -> Letter:
    return ask(cast, client, OFFER, **said)
