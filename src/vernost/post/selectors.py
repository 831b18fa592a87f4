"""What is read of letters: of those alone that the actor sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from vernost.access.actor import Actor
from vernost.access.fetch import fetch, key
from vernost.access.policies import may, require
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.errors import NotVisible
from vernost.core.paging import Page, keyset_page
from vernost.post import imap, letter_kinds, receiving
from vernost.post.checks import verdict
from vernost.post.letter_kinds import OFFER
from vernost.post.models import InboundLetter, Letter, Mailbox, State

NEWEST = ("-created_at", "-id")
SHOWN = 5
MOST_ANSWERS = 50
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


def inbound_list(actor: Actor, *, client: str = "", after: str = "") -> Page[Any]:
    """Answers of clients, the newest first."""
    require(actor, "letter.see")
    rows = InboundLetter.objects.visible_to(actor).select_related("client").defer("text")
    if client:
        rows = rows.filter(client=key(client))
    return keyset_page(rows, order=("-came_at", "-id"), after=after)


def inbound_card(actor: Actor, pk: Any) -> InboundLetter:
    require(actor, "letter.see")
    rows: Any = InboundLetter.objects.select_related("client__owner", "letter")
    inbound: InboundLetter = fetch(actor, rows, pk)
    return inbound


def answers_to(actor: Actor, letter: Letter) -> list[InboundLetter]:
    rows = InboundLetter.objects.visible_to(actor).filter(letter=letter)
    return list(rows.order_by("came_at", "pk")[:MOST_ANSWERS])


def answers_of(actor: Actor, client: Client) -> list[InboundLetter]:
    rows = InboundLetter.objects.visible_to(actor).filter(client=client, by_machine=False).defer("text")
    return list(rows.order_by("-came_at", "-pk")[:SHOWN])


def to_answer(actor: Actor, owners: Collection[int], since: datetime) -> Any:
    """Answers that nobody has written to the client about since; machines ask for nothing."""
    ours = Letter.objects.unscoped(reason="joined to answers that the actor sees")
    written = ours.filter(client=OuterRef("client"), author__isnull=False, created_at__gt=OuterRef("came_at"))
    rows = InboundLetter.objects.visible_to(actor).filter(client__owner__in=owners, by_machine=False)
    rows = rows.filter(came_at__gt=since, client__is_live=True, client__closed_on=None)
    return rows.exclude(Exists(written)).select_related("client").order_by("came_at", "pk")


def mailboxes(actor: Actor) -> list[Mailbox]:
    """How reading goes: of the box that is set now, for whoever sees the firm's terms."""
    url = settings.ENVIRONMENT.intake_imap_url
    if not url or not may(actor, "terms.see"):
        return []
    return list(Mailbox.objects.filter(name=receiving.name_of(imap.address(url))))


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


def asking_since(since: datetime) -> Any:
    """Letters, waiting or sent since then, that ask clients what they think, whichever context asks."""
    kinds = [one.name for one in letter_kinds.every() if one.asks]
    rows = Letter.objects.unscoped(reason="nobody is asked by one context on the day after another")
    return rows.filter(kind__in=kinds, state__in=(State.QUEUED, State.SENT), created_at__gt=since)
