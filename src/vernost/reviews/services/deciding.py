"""Reviews are looked over: shown, not shown, taken off, answered; each decision can be taken back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from vernost.access.actor import SYSTEM, Actor
from vernost.access.fetch import fetch
from vernost.clients.models import Client
from vernost.clients.rules import tidy
from vernost.core import clock
from vernost.core.errors import Invalid
from vernost.core.practice import FIRM_NAME, FIRM_PHONE
from vernost.journal.kinds import EntryKind
from vernost.journal.write import record
from vernost.post.composing import language_of, written
from vernost.post.services import letter_to_client
from vernost.reviews import kinds, letter_kinds
from vernost.reviews.errors import DecidedAlready, NotAgreed
from vernost.reviews.models import LONGEST_TEXT, Review, State
from vernost.reviews.services.agreeing import save

LOOK_OVER = "review.moderate"
DECISION = ("state", "reason", "decided_by", "decided_at")


@transaction.atomic
def review_publish(actor: Actor, *, review_id: int, version: int | None = None) -> Review:
    """Only with its author's agreement."""
    review = _review(actor, review_id, version, State.PUBLISHED)
    if review.state == State.PUBLISHED:
        return review
    if not review.is_agreed:
        raise NotAgreed
    return _decided(actor, review, State.PUBLISHED, kinds.PUBLISHED)


@transaction.atomic
def review_decline(actor: Actor, *, review_id: int, reason: str, version: int | None = None) -> Review:
    """It is not shown, and why is kept for us."""
    review = _review(actor, review_id, version, State.DECLINED)
    if review.state == State.DECLINED:
        return review
    said = tidy(reason)[:300]
    if not said:
        raise Invalid(reason=_("Say why it is not published: it stays with the review, for us."))
    return _decided(actor, review, State.DECLINED, kinds.DECLINED, reason=said, text=said)


@transaction.atomic
def review_hide(actor: Actor, *, review_id: int, version: int | None = None) -> Review:
    """It leaves the site at once."""
    review = _review(actor, review_id, version, State.HIDDEN)
    if review.state == State.HIDDEN:
        return review
    return _decided(actor, review, State.HIDDEN, kinds.HIDDEN)


@transaction.atomic
def review_back(actor: Actor, *, review_id: int) -> Review:
    """The decision is taken back: the review waits again."""
    review = _review(actor, review_id, None, State.NEW)
    if review.state == State.NEW:
        return review
    return _decided(actor, review, State.NEW, kinds.BACK)


@transaction.atomic
def review_answer(
    actor: Actor, *, review_id: int, text: str, version: int | None = None, by_letter: bool = True
) -> Review:
    """The firm answers: beside the review where it is shown, and by letter to its author. An empty answer
    takes the one that stands off."""
    review: Review = fetch(actor, _rows(), review_id, verb=LOOK_OVER, lock=True)
    said = tidy(text, lines=True)
    if len(said) > LONGEST_TEXT:
        raise Invalid(text=_("At most {limit} signs.").format(limit=LONGEST_TEXT))
    if review.answer == said:
        return review
    if version is not None and review.version != version:
        raise DecidedAlready
    review.answer = said
    review.answered_by_id, review.answered_at = (actor.employee_id, clock.now()) if said else (None, None)
    save(review, "answer", "answered_by", "answered_at")
    if said:
        data = {"review": review.pk, "text": said[:200]}
        record(actor, kinds.ANSWERED, subject=review, client_id=review.client_id, data=data)
        if by_letter and review.client is not None:
            _write(review)
    return review


@transaction.atomic
def review_tie(actor: Actor, *, review_id: int, client_id: int) -> Review:
    """Whose review of nobody known it is. What they left to be recognised by is not kept any more: the
    client's own card has it."""
    review: Review = fetch(actor, _rows(), review_id, verb=LOOK_OVER, lock=True)
    client: Client = fetch(actor, Client, client_id, verb="review.take")
    if review.client_id == client.pk:
        return review
    if review.client_id is not None:
        raise DecidedAlready
    review.client, review.phone, review.email = client, "", ""
    save(review, "client", "phone", "email")
    data = {"review": review.pk, "stars": review.stars}
    record(actor, kinds.TIED, subject=review, client_id=client.pk, data=data)
    return review


def _rows() -> Any:
    return Review.objects.select_related("client__owner", "ask")


def _review(actor: Actor, review_id: int, version: int | None, wanted: State) -> Review:
    """The same decision twice is one; another one, of a review that has changed since it was seen, is not
    made."""
    review: Review = fetch(actor, _rows(), review_id, verb=LOOK_OVER, lock=True)
    if review.state != wanted and version is not None and review.version != version:
        raise DecidedAlready
    return review


def _decided(
    actor: Actor, review: Review, state: State, kind: EntryKind, *, reason: str = "", **data: Any
) -> Review:
    review.state, review.reason = state, reason
    review.decided_by_id, review.decided_at = actor.employee_id, clock.now()
    if state == State.NEW:
        review.decided_by_id, review.decided_at = None, None
    save(review, *DECISION)
    said = {"review": review.pk, **data}
    record(actor, kind, subject=review, client_id=review.client_id, data=said)
    return review


def _write(review: Review) -> None:
    client = review.client
    assert client is not None
    secret = review.ask.secret if review.ask is not None else review.secret
    address = settings.ENVIRONMENT.url.rstrip("/") + reverse("review_write", args=[secret]) if secret else ""
    said = {
        "client": client,
        "review": review,
        "firm": FIRM_NAME.value(),
        "phone": FIRM_PHONE.value(),
        "address": address,
    }
    letter_to_client(
        SYSTEM,
        client_id=client.pk,
        kind=letter_kinds.ANSWER,
        key=f"review:{review.pk}:answer:{review.version}",
        about=review,
        **written("reviews/letters/answer", said, language_of(client)),  # type: ignore[arg-type]
    )
