"""A client is asked for a review: once an order by the clock, or by an employee; never too often."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vernost.access.actor import Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.core import clock
from vernost.core.practice import FIRM_NAME, FIRM_PHONE, REVIEW_PAUSE, REVIEWS_ASKED
from vernost.journal.write import record
from vernost.orders.models import Order, OrderLine, State
from vernost.post.checks import verdict
from vernost.post.composing import language_of, written
from vernost.post.models import Letter
from vernost.post.models import State as Sent
from vernost.post.reasons import words
from vernost.post.selectors import asking_since
from vernost.post.services import letter_to_client
from vernost.reviews import kinds, letter_kinds, rules
from vernost.reviews.errors import AskedLately, HeldBack
from vernost.reviews.models import Ask

GOODS = 3


@transaction.atomic
def review_ask_of_order(actor: Actor, *, order_id: int) -> Ask | None:
    """By the clock, once an order however often it is seen; None where its client is not asked. Where the
    letter may not go, the row of the letter says why, and the asking does not count."""
    order: Order = fetch(actor, Order, order_id, verb="review.ask", lock=True)
    there: Ask | None = Ask.objects.visible_to(actor).filter(order=order).first()
    if there is not None:
        return there
    client = _locked(actor, order.client_id)
    delivered = order.delivered_on
    if client is None or client.is_closed or delivered is None or order.state == State.CANCELLED:
        return None
    entered = order.created_at.astimezone(clock.firm_zone()).date()
    if not REVIEWS_ASKED.value() or rules.is_history(delivered, entered) or _lately(client) or _rests(client):
        return None
    return _asked(actor, client, order, key=f"review:order:{order.pk}")


@transaction.atomic
def review_ask(actor: Actor, *, client_id: int, order_id: int | None = None) -> Ask:
    """By hand, from the card: told at once where the client may not be asked."""
    client: Client = fetch(actor, Client, client_id, verb="review.ask", lock=True)
    order: Order | None = None
    if order_id is not None:
        rows: Any = Order.objects
        order = fetch(actor, rows.filter(client=client), order_id)
    if _lately(client) or (order is not None and Ask.objects.visible_to(actor).filter(order=order).exists()):
        raise AskedLately
    found = verdict(client, letter_kinds.ASK)
    if found.reason:
        raise HeldBack(words(found.reason))
    return _asked(actor, client, order, key="")


def _locked(actor: Actor, client_id: int) -> Client | None:
    """Two orders of one client are asked of one after the other."""
    rows = Client.objects.visible_to(actor).select_for_update(of=("self",))
    client: Client | None = rows.filter(pk=client_id, is_live=True).first()
    return client


def _lately(client: Client) -> bool:
    rows = Ask.objects.unscoped(reason="how often a client is asked, whoever asks").filter(client=client)
    last = rows.filter(held=False).order_by("-made_at").values_list("made_at", flat=True).first()
    return rules.was_lately(last, clock.now(), REVIEW_PAUSE.value())


def _rests(client: Client) -> bool:
    """Asked by a survey or a courtesy form only lately: the clock waits, a person may ask all the same."""
    found: bool = asking_since(clock.now() - rules.REST).filter(client=client).exists()
    return found


def _asked(actor: Actor, client: Client, order: Order | None, *, key: str) -> Ask:
    ask = Ask(client=client, order=order, secret=secrets.token_urlsafe(32), by_id=actor.employee_id)
    ask.save(force_insert=True)
    ask.letter = _letter(actor, ask, key or f"review:ask:{ask.pk}")
    ask.held = ask.letter.state == Sent.REFUSED
    if ask.held:
        ask.secret = ""
    ask.save(update_fields=["letter", "held", "secret"])
    if not ask.held:
        record(actor, kinds.ASKED, subject=ask, client_id=client.pk)
    return ask


def _letter(actor: Actor, ask: Ask, key: str) -> Letter:
    client, order = ask.client, ask.order
    said = {
        "client": client,
        "order": order,
        "goods": _goods(order) if order else "",
        "firm": FIRM_NAME.value(),
        "phone": FIRM_PHONE.value(),
        "address": settings.ENVIRONMENT.url.rstrip("/") + reverse("review_write", args=[ask.secret]),
    }
    letter: Letter = letter_to_client(
        actor,
        client_id=client.pk,
        kind=letter_kinds.ASK,
        key=key,
        about=ask,
        **written("reviews/letters/ask", said, language_of(client)),  # type: ignore[arg-type]
    )
    return letter


def _goods(order: Order) -> str:
    lines = OrderLine.objects.unscoped(reason="what the client themselves bought").filter(order=order)
    return ", ".join(lines.order_by("id").values_list("product", flat=True)[:GOODS])[:200]
