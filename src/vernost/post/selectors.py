"""What is read of letters: of those alone that the actor sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, key
from vernost.access.policies import require
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.paging import Page, keyset_page
from vernost.post.checks import verdict
from vernost.post.letter_kinds import OFFER
from vernost.post.models import Letter, State

NEWEST = ("-created_at", "-id")
SHOWN = 5
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty narrows nothing."""

    state: str = ""
    reason: str = ""
    kind: str = ""
    client: str = ""


def letter_list(actor: Actor, asked: Asked, *, after: str = "") -> Page[Any]:
    require(actor, "letter.see")
    rows = Letter.objects.visible_to(actor).select_related("client", "employee").filter(_narrowed(asked))
    return keyset_page(rows.defer("text", "html", "last_error"), order=NEWEST, after=after)


def troubled(actor: Actor) -> int:
    """How many did not arrive and wait for a person."""
    return Letter.objects.visible_to(actor).filter(state=State.FAILED).count()


def lately_failed(actor: Actor) -> list[Letter]:
    rows = Letter.objects.visible_to(actor).defer("text", "html", "last_error")
    since = clock.now() - LATELY
    return list(rows.filter(state=State.FAILED, created_at__gt=since).order_by(*NEWEST)[:SHOWN])


def _narrowed(asked: Asked) -> Q:
    found = Q()
    for name in ("state", "reason", "kind"):
        value = getattr(asked, name)
        if value:
            found &= Q(**{name: value})
    return found & Q(client=key(asked.client)) if asked.client else found


def client_asked(actor: Actor, asked: Asked) -> Client | None:
    """Whose letters the list is narrowed to; whom one does not see, nobody."""
    return fetch(actor, Client, asked.client) if asked.client else None


def letter_card(actor: Actor, pk: Any) -> Letter:
    require(actor, "letter.see")
    rows: Any = Letter.objects.select_related("client__owner", "employee", "author")
    letter: Letter = fetch(actor, rows, pk)
    return letter


def letters_of(actor: Actor, client: Client) -> list[Letter]:
    rows = Letter.objects.visible_to(actor).filter(client=client).defer("text", "html", "last_error")
    return list(rows.order_by(*NEWEST)[:SHOWN])


def offers_held(client: Client) -> str:
    """Why no offer may be written to this client now; empty where it may."""
    return verdict(client, OFFER).reason


def letter_of_secret(secret: str) -> Letter:
    """The letter whose way out this is: whoever holds its secret is its reader."""
    rows = Letter.objects.unscoped(reason="the secret of the letter is in the reader's hand")
    letter: Letter | None = rows.select_related("client").filter(secret=secret).exclude(secret="").first()
    if letter is None:
        raise NotVisible
    return letter
